import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anthropicUsage } from '../../../src/sources/anthropic-api/anthropic-usage.ts';

/** [input, cacheRead, cacheWrite5m, cacheWrite1h, output, reasoning], worked out by hand. */
type Row = readonly [string, Record<string, unknown>, readonly number[] | undefined, RegExp | undefined];

const rows: readonly Row[] = [
  ['plain', { input_tokens: 52, output_tokens: 215 }, [52, 0, 0, 0, 215, 0], undefined],
  [
    'cache counts stand beside the input',
    { input_tokens: 4, cache_creation_input_tokens: 0, cache_read_input_tokens: 1163, output_tokens: 202 },
    [4, 1163, 0, 0, 202, 0],
    undefined,
  ],
  [
    'writes without a split are of 5 minutes',
    { input_tokens: 4, cache_creation_input_tokens: 1163, output_tokens: 187 },
    [4, 0, 1163, 0, 187, 0],
    undefined,
  ],
  [
    'a split that sums is taken',
    {
      input_tokens: 1,
      cache_creation_input_tokens: 700,
      cache_creation: { ephemeral_5m_input_tokens: 200, ephemeral_1h_input_tokens: 500 },
      output_tokens: 2,
    },
    [1, 0, 200, 500, 2, 0],
    undefined,
  ],
  [
    'a split that does not sum is not',
    {
      input_tokens: 1,
      cache_creation_input_tokens: 700,
      cache_creation: { ephemeral_5m_input_tokens: 200, ephemeral_1h_input_tokens: 400 },
      output_tokens: 2,
    },
    [1, 0, 700, 0, 2, 0],
    /600.*700/,
  ],
  [
    'a split alone',
    { input_tokens: 1, cache_creation: { ephemeral_1h_input_tokens: 400 }, output_tokens: 2 },
    [1, 0, 0, 400, 2, 0],
    undefined,
  ],
  [
    'thinking is inside the output',
    { input_tokens: 1, output_tokens: 90, output_tokens_details: { thinking_tokens: 60 } },
    [1, 0, 0, 0, 90, 60],
    undefined,
  ],
  [
    'thinking above the output',
    { input_tokens: 1, output_tokens: 9, output_tokens_details: { thinking_tokens: 60 } },
    [1, 0, 0, 0, 9, 9],
    /60 thinking/,
  ],
  [
    'iterations are not added',
    {
      input_tokens: 30,
      output_tokens: 12,
      iterations: [
        { type: 'message', input_tokens: 10, output_tokens: 5 },
        { type: 'message', input_tokens: 20, output_tokens: 7 },
      ],
    },
    [30, 0, 0, 0, 12, 0],
    undefined,
  ],
  [
    'iterations that hold more are said',
    {
      input_tokens: 20,
      output_tokens: 7,
      iterations: [
        { type: 'compaction', input_tokens: 90, output_tokens: 5 },
        { type: 'message', input_tokens: 20, output_tokens: 7 },
      ],
    },
    [20, 0, 0, 0, 7, 0],
    /iterations hold 110 input and 12 output/,
  ],
  [
    'a total that a logger added',
    { input_tokens: 20, cache_read_input_tokens: 5, output_tokens: 7, total_tokens: 99 },
    [20, 5, 0, 0, 7, 0],
    /99/,
  ],
  ['no output', { input_tokens: 20 }, undefined, /no output_tokens/],
  ['digits as text', { input_tokens: '20', output_tokens: '1' }, [20, 0, 0, 0, 1, 0], undefined],
  ['text', { input_tokens: '20k', output_tokens: 1 }, undefined, /input_tokens is a string/],
  ['negative', { input_tokens: 20, output_tokens: -1 }, undefined, /-1/],
  ['absurd', { input_tokens: 1e300, output_tokens: 1 }, undefined, /not a count/],
  [
    'absurd sum',
    { input_tokens: 2 ** 53 - 1, cache_read_input_tokens: 9, output_tokens: 1 },
    undefined,
    /beyond/,
  ],
];

describe('anthropicUsage', () => {
  test.each(rows)('%s', (_, usage, counts, warning) => {
    const read = anthropicUsage(usage);
    expect(read.usage).toEqual(
      counts && {
        input: counts[0],
        cacheRead: counts[1],
        cacheWrite5m: counts[2],
        cacheWrite1h: counts[3],
        output: counts[4],
        reasoning: counts[5],
      },
    );
    if (warning === undefined) expect(read.warning).toBeUndefined();
    else expect(read.warning).toMatch(warning);
  });

  test('keeps every written token, in one lifetime or the other', () => {
    const count = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(count, count, count, (created, short, long) => {
        const { usage } = anthropicUsage({
          input_tokens: 3,
          output_tokens: 4,
          cache_creation_input_tokens: created,
          cache_creation: { ephemeral_5m_input_tokens: short, ephemeral_1h_input_tokens: long },
        });
        expect(usage!.cacheWrite5m + usage!.cacheWrite1h).toBe(created);
        if (short + long !== created) expect(usage!.cacheWrite1h).toBe(0);
      }),
    );
  });
});
