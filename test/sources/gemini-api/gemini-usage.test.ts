import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { geminiUsage } from '../../../src/sources/gemini-api/gemini-usage.ts';
import { usageRow } from '../../support/read-source.ts';

/** prompt, cached, candidates, thoughts, tool use, total; undefined is left out. */
type Counts = readonly (number | undefined)[];
const NAMES = ['prompt', 'cachedContent', 'candidates', 'thoughts', 'toolUsePrompt', 'total'];
const camel = (counts: Counts) =>
  Object.fromEntries(NAMES.map((name, i) => [`${name}TokenCount`, counts[i]]));
const snake = (counts: Counts) =>
  Object.fromEntries(
    NAMES.map((name, i) => [
      `${name.replace(/[A-Z]/g, (it) => `_${it.toLowerCase()}`)}_token_count`,
      counts[i],
    ]),
  );
const none = undefined;

/** Worked out by hand: [input, cache read, output, reasoning]. */
const rows: readonly (readonly [string, Counts, readonly number[], RegExp | undefined])[] = [
  ['plain', [5, none, 7, none, none, 12], [5, 0, 7, 0], none],
  ['thoughts are beside the candidates', [5, none, 877, 1058, none, 1940], [5, 0, 1935, 1058], none],
  ['cached tokens are inside the prompt', [1000, 900, 10, none, none, 1010], [100, 900, 10, 0], none],
  ['tool use is further input', [40, none, 6, none, 100, 146], [140, 0, 6, 0], none],
  ['all of them', [1000, 900, 10, 20, 50, 1080], [150, 900, 30, 20], none],
  ['no total: the API’s own rule', [1000, 900, 10, 20, none, none], [100, 900, 30, 20], none],
  ['blocked: no candidates', [31, none, none, none, none, 31], [31, 0, 0, 0], none],
  ['only thoughts', [31, none, none, 9, none, 40], [31, 0, 9, 9], none],
  ['the total says that thoughts are inside', [5, none, 100, 60, none, 105], [5, 0, 100, 60], none],
  ['the total leaves no room for tool use', [40, none, 6, none, 10, 46], [40, 0, 6, 0], /no room for 10/],
  [
    'cached beyond the prompt, and in the total',
    [100, 900, 10, none, none, 1010],
    [100, 900, 10, 0],
    /outside/,
  ],
  [
    'cached beyond the prompt',
    [100, 900, 10, none, none, none],
    [100, 900, 10, 0],
    /exceed the prompt of 100/,
  ],
  ['nothing adds up', [5, none, 7, 3, none, 99], [5, 0, 10, 3], /99 is not the sum of 5 prompt, 7 cand/],
  ['candidates taken from the total', [5, none, none, 3, none, 20], [5, 0, 15, 3], /12 taken from the total/],
  [
    'the prompt taken from the total',
    [none, none, 7, none, none, 20],
    [13, 0, 7, 0],
    /13 taken from the total/,
  ],
];

describe.each([
  ['camel case', camel],
  ['snake case', snake],
])('%s', (_, spell) => {
  test.each(rows)('%s', (_name, counts, [input, cacheRead, output, reasoning], warning) => {
    const read = geminiUsage(spell(counts), false);
    expect(usageRow(read.usage)).toEqual([input, cacheRead, 0, 0, output, reasoning]);
    if (warning === undefined) expect(read.warning).toBeUndefined();
    else expect(read.warning).toMatch(warning);
  });
});

test('an embedding has input only', () => {
  expect(usageRow(geminiUsage({ promptTokenCount: 8 }, true).usage)).toEqual([8, 0, 0, 0, 0, 0]);
  expect(usageRow(geminiUsage({ promptTokenCount: 8, totalTokenCount: 9 }, true).usage)?.[4]).toBe(0);
});

test.each([
  [{ candidatesTokenCount: 4 }],
  [{ promptTokenCount: -1, totalTokenCount: 3 }],
  [{ promptTokenCount: 1.5, candidatesTokenCount: 3 }],
  [{ promptTokenCount: 'many', candidatesTokenCount: 3 }],
  [{}],
])('%j is refused', (usage) => {
  const read = geminiUsage(usage, false);
  expect(read.usage).toBeUndefined();
  expect(read.warning).toBeDefined();
});

test('whatever is logged, counts are sound; what adds up keeps its total', () => {
  const count = fc.nat(5000);
  fc.assert(
    fc.property(count, count, count, count, count, (prompt, part, candidates, thoughts, toolUse) => {
      const cached = Math.min(part, prompt);
      const total = prompt + candidates + thoughts + toolUse;
      const { usage, warning } = geminiUsage(
        camel([prompt, cached, candidates, thoughts, toolUse, total]),
        false,
      );
      const [input, read, , , output, reasoning] = usageRow(usage)!;
      expect([input! + read!, output, reasoning]).toEqual([
        prompt + toolUse,
        candidates + thoughts,
        thoughts,
      ]);
      expect(warning).toBeUndefined();
    }),
  );
  const any = fc.oneof(count, fc.integer(), fc.double(), fc.string(), fc.constant(null));
  fc.assert(
    fc.property(fc.array(any, { minLength: 6, maxLength: 6 }), (values) => {
      const { usage } = geminiUsage(camel(values as Counts), false);
      for (const value of usageRow(usage) ?? []) expect(Number.isSafeInteger(value) && value >= 0).toBe(true);
      if (usage !== undefined) expect(usage.reasoning).toBeLessThanOrEqual(usage.output);
    }),
  );
});
