import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FindingSink, Waste } from '../../src/contracts/detector.ts';
import { duplicates } from '../../src/detectors/duplicates.ts';
import { nearDuplicates } from '../../src/detectors/near-duplicates.ts';
import { createSimilarityIndex } from '../../src/engine/similarity/similarity.ts';
import { promptTemplates } from '../../src/engine/templates/prompt-templates.ts';
import { calendarIn } from '../../src/engine/totals/calendar.ts';
import type { Call } from '../../src/model/call.ts';
import type { Segment } from '../../src/model/segment.ts';
import { inOrder } from '../support/calls.ts';
import { promptTrie, system, user } from '../support/prompts.ts';
import { avoidable, models, runDetector } from './run-detector.ts';

type Parts = Parameters<typeof inOrder>[0][number];

/** Runs the detector with the real index over one call per prompt. */
function run(list: readonly (readonly [readonly Segment[], Parts?])[], threshold = 0.9) {
  const { prompts, nodes } = promptTrie(list.map(([prompt]) => prompt));
  const calls = inOrder(list.map(([, parts], i) => ({ prompt: nodes[i]!, ...parts })));
  const found: { review: boolean; waste: [number, Waste][]; kept: number[] }[] = [];
  const sink: FindingSink = {
    group: ({ review = false } = {}) => found.push({ review, waste: [], kept: [] }) - 1,
    add: (group, index, waste) => found[group]!.waste.push([index, waste]),
    keep: (group, index) => found[group]!.kept.push(index),
  };
  const similarity = (at: number) => createSimilarityIndex(prompts, at, nodes);
  const context = {
    prompts,
    models,
    similarity,
    templates: promptTemplates(prompts, () => []),
    calendar: calendarIn('UTC'),
  };
  const detection = nearDuplicates.start(context, { threshold }, sink);
  for (const call of calls) detection.see(call);
  detection.finish();
  const groups = found.map((group, i) => ({ ...group, ...detection.describe(i) }));
  return { groups, prompts, nodes, calls };
}

const ask = (text: string): readonly Segment[] => [system('You are terse.'), user(text)];
const PLAIN = ask('Explain why the sky is blue at noon');
const POLITE = ask('Hi, could you please explain why the sky is blue at noon? Thanks!');
const LOUD = ask('explain why the sky is blue at noon!!');
const LONG = Array.from(
  { length: 60 },
  (_, i) => `word${String.fromCharCode(97 + (i % 26))}${'x'.repeat(i % 7)}`,
).join(' ');
const INSERTED = LONG.replace(' worde', ' gently worde');

const wasted = (
  groups: readonly { review: boolean; waste: [number, Waste][] }[],
  review: boolean,
): number[] =>
  groups
    .filter((group) => group.review === review)
    .flatMap(({ waste }) => waste.filter(([, what]) => what === 'all').map(([index]) => index))
    .sort((a, b) => a - b);

describe('near-duplicates', () => {
  test('of a cluster all but the first are avoidable, and the first is kept', () => {
    const { groups, prompts, nodes } = run([[PLAIN], [POLITE], [ask('Name a colour')], [LOUD]]);
    expect(groups).toHaveLength(1);
    expect(groups[0]).toMatchObject({
      review: false,
      waste: [
        [1, 'all'],
        [3, 'all'],
      ],
      kept: [0],
      label: 'Explain why the sky is blue at noon',
      columns: { similarity: 1, sent: 3, kind: 'wording only', model: 'gpt-4.1' },
    });
    expect(groups[0]!.id.startsWith(prompts.key(nodes[0]!))).toBe(true);
  });

  test('a repeat in case and white space belongs to duplicates, of whichever wording', () => {
    const { groups, calls, prompts } = run([
      [PLAIN],
      [ask('explain  why the SKY is blue at noon')],
      [POLITE],
      [POLITE],
    ]);
    expect(wasted(groups, false)).toEqual([2]);
    expect(avoidable(runDetector(duplicates, calls, prompts))).toEqual([1, 3]);
  });

  test.each<[string, Parts]>([
    ['another model', { requestedModel: 'gpt-4.1-mini' }],
    ['other parameters', { params: 2 }],
    ['a failed attempt', { failed: true, status: 500 }],
    ['the own cache', { cacheHit: true }],
    ['an embedding', { endpoint: 'embedding' }],
    ['no prompt', { prompt: -1 }],
  ])('%s is not claimed', (_, parts) => {
    expect(run([[PLAIN], [POLITE, parts]]).groups).toEqual([]);
  });

  test('nothing repeats a failure', () => {
    const { groups } = run([[PLAIN, { failed: true, status: 500 }], [POLITE], [LOUD]]);
    expect(wasted(groups, false)).toEqual([2]);
  });

  test('a content word more is for review, and its rewording is counted', () => {
    const { groups } = run([[ask(LONG)], [ask(INSERTED)], [ask(`Please ${INSERTED}`)], [ask(`${LONG}.`)]]);
    expect(wasted(groups, true)).toEqual([1]);
    expect(wasted(groups, false)).toEqual([2, 3]);
    const review = groups.find((group) => group.review)!;
    expect(review.columns).toMatchObject({ kind: 'perhaps content', sent: 2 });
    // 58 and 59 shingles, two of the former broken by the new word, three new: 56 of 61.
    expect(review.columns.similarity).toBeCloseTo(56 / 61, 12);
    expect(new Set(groups.map(({ id }) => id)).size).toBe(groups.length);
  });

  test('the threshold is the least similarity', () => {
    const pair = [[ask(LONG)], [ask(INSERTED)]] as const;
    expect(run(pair, 56 / 61).groups).toHaveLength(1);
    expect(run(pair, 0.92).groups).toHaveLength(0);
  });

  test('another system prompt, another number or a negation is another question', () => {
    const number = (n: number) => ask(`${LONG} and give ${n} reasons`);
    const { groups } = run([
      [PLAIN],
      [[system('You are kind.'), user('please explain why the sky is blue at noon')]],
      [number(3)],
      [number(4)],
      [ask(`${LONG} so it is safe`)],
      [ask(`${LONG} so it is not safe`)],
    ]);
    expect(groups).toEqual([]);
  });
});

interface Line {
  readonly status: number;
  readonly request: { readonly model: string; readonly messages: readonly { readonly content: string }[] };
  readonly expect: readonly string[];
  readonly review?: readonly string[];
}

test('fixtures/detectors/near-duplicates.jsonl: each call is claimed by whom it names', () => {
  const file = join(import.meta.dirname, '../../fixtures/detectors/near-duplicates.jsonl');
  const lines = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): Line => JSON.parse(line));
  const { groups, calls, prompts } = run(
    lines.map(({ request, status }) => [
      [system(request.messages[0]!.content), user(request.messages[1]!.content)],
      { model: request.model, status, failed: status >= 400 },
    ]),
  );
  const named = (id: string, field: 'expect' | 'review') =>
    lines.flatMap((line, i) => (line[field]?.includes(id) ? [i] : []));
  expect(wasted(groups, false)).toEqual(named('near-duplicates', 'expect'));
  expect(wasted(groups, true)).toEqual(named('near-duplicates', 'review'));
  expect(avoidable(runDetector(duplicates, calls satisfies Call[], prompts))).toEqual(
    named('duplicates', 'expect'),
  );
});
