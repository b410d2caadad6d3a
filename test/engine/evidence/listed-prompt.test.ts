import { expect, test } from 'vitest';
import { show } from '../../../src/engine/show.ts';
import type { CallSubject } from '../../../src/model/evidence.ts';
import { legend } from '../../../src/tui/calls/segment-list.ts';
import { chatLine } from '../../support/chat-lines.ts';
import { schemaErrors } from '../../support/evidence-schema.ts';
import { at, HOOKS, logIn, requestIn } from '../../support/shown-log.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const MESSAGES = 1500;

/** Half a thousand tool results of equal size in the middle, or all messages but the last so many of each end. */
async function subjectOf(model = 'gpt-4.1'): Promise<CallSubject> {
  const prompt = Array.from({ length: MESSAGES }, (_, i) => {
    const content = `row ${1000 + i} is ready`;
    return i >= 500 && i < 1000
      ? { role: 'tool', tool_call_id: 'c', content }
      : { role: i % 2 === 0 ? 'user' : 'assistant', content };
  });
  const usage = { input: 30_000, output: 10 };
  const folder = logIn(tempFolder(), chatLine({ id: 'long', at: at(0), model, prompt, usage }));
  const evidence = await show(requestIn(folder, 'long'), HOOKS);
  expect(schemaErrors(evidence)).toBeNull();
  return evidence.subject as CallSubject;
}

test('what is said of a very long prompt is said of all of it, also of the middle that is not listed', async () => {
  const subject = await subjectOf();
  const { segments, unlisted, segmentsTotal } = subject;
  expect([segments.length, segmentsTotal]).toEqual([1000, MESSAGES]);
  expect(segments[500]!.number).toBe(1001);
  expect(unlisted).toMatchObject([{ kind: 'message', role: 'tool', segments: 500 }]);
  const all = [...segments, ...unlisted];
  expect(all.reduce((sum, { tokens }) => sum + tokens, 0)).toBe(30_000);
  expect(all.reduce((sum, { costUsd }) => sum + costUsd!, 0)).toBeCloseTo(0.06, 9);
  expect(unlisted[0]!.tokens / 30_000).toBeCloseTo(1 / 3, 1);
  expect(legend(subject)).toMatch(/tool results \S+ \S+ 3\d\.\d%/);
});

test('money that is unknown stays unknown', async () => {
  const { unlisted } = await subjectOf('no-such-model-9');
  expect(unlisted.map(({ costUsd }) => costUsd)).toEqual([null]);
});
