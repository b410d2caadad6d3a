import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { MeasuredGroup } from '../../../src/model/measurement.ts';
import { chatLine, START } from '../../support/chat-lines.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { measuredLog } from './measured-log.ts';

const sentence = (about: string): string =>
  `Rule on ${about}: keep to what the manual says of ${about} and name its page.`;
const TOPICS = [
  'refunds',
  'parcels',
  'invoices',
  'passwords',
  'holidays',
  'visas',
  'trains',
  'luggage',
  'meals',
  'pets',
];
const MORE = ['bicycles', 'children'];

/** Thirty calls under this system prompt, each about something else. */
async function templates(...systems: readonly string[]): Promise<readonly MeasuredGroup[]> {
  const folder = tempFolder();
  const lines = systems.flatMap((content, s) =>
    Array.from({ length: 30 }, (_, i) =>
      chatLine({
        at: START + 60_000 * (i * systems.length + s),
        prompt: [
          { role: 'system', content },
          { role: 'user', content: `My case is number ${7919 * (i + 1)}, about thing ${i}` },
        ],
        usage: { input: 500, output: 50 },
      }),
    ),
  );
  writeFileSync(join(folder, 'log.jsonl'), `${lines.join('\n')}\n`);
  const { current } = await measuredLog(folder, ['log.jsonl']);
  return current.groups.template!.list;
}

/** Exactly, for texts that are shorter than a sketch is long. */
function likeness(a: MeasuredGroup, b: MeasuredGroup): number {
  const all = [...new Set([...a.sketch!, ...b.sketch!])].sort((x, y) => x - y).slice(0, 64);
  return all.filter((hash) => a.sketch!.includes(hash) && b.sketch!.includes(hash)).length / all.length;
}

test('a prompt that grew by a fifth keeps most of its sketch, another prompt none', async () => {
  const before = `You help customers.\n${TOPICS.map(sentence).join('\n')}`;
  const after = `${before}\n${MORE.map(sentence).join('\n')}`;
  const other =
    'Translate the text below into plain English, keep every number, and answer with the text alone.';
  const [old] = await templates(before);
  const grown = await templates(after, other);
  expect(grown).toHaveLength(2);
  const likenesses = grown.map((template) => likeness(old!, template)).sort((a, b) => b - a);
  expect(likenesses[0]).toBeGreaterThan(0.6);
  expect(likenesses[1]).toBeLessThan(0.1);
});

test('what varies between the prompts of a template is not in its sketch', async () => {
  const [template] = await templates(sentence('refunds'));
  const [again] = await templates(sentence('refunds'));
  expect(template!.sketch).toEqual(again!.sketch);
  // Thirteen words of the system prompt, and what all the messages have in common: no number.
  expect(template!.sketch!.length).toBeLessThan(25);
});
