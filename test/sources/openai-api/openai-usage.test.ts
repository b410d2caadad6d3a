import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { promptTokens } from '../../../src/model/usage.ts';
import { openaiUsage } from '../../../src/sources/openai-api/openai-usage.ts';

const CHAT = { reasoningOutside: false, embedding: false };
const XAI = { reasoningOutside: true, embedding: false };
const EMBEDDING = { reasoningOutside: false, embedding: true };

/** [input, cacheRead, cacheWrite5m, output, reasoning], worked out by hand. */
type Row = readonly [
  string,
  typeof CHAT,
  Record<string, unknown>,
  readonly number[] | undefined,
  RegExp | undefined,
];

const rows: readonly Row[] = [
  ['plain', CHAT, { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 }, [11, 0, 0, 7, 0], undefined],
  [
    'cached and reasoning are subsets',
    CHAT,
    {
      prompt_tokens: 10_000,
      completion_tokens: 1000,
      total_tokens: 11_000,
      prompt_tokens_details: { cached_tokens: 8064, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 600 },
    },
    [1936, 8064, 0, 1000, 600],
    undefined,
  ],
  [
    'written tokens are inside the prompt too',
    CHAT,
    {
      prompt_tokens: 900,
      completion_tokens: 10,
      total_tokens: 910,
      prompt_tokens_details: { cached_tokens: 500, cache_write_tokens: 300 },
    },
    [100, 500, 300, 10, 0],
    undefined,
  ],
  [
    'Responses names',
    CHAT,
    {
      input_tokens: 300,
      input_tokens_details: { cached_tokens: 128 },
      output_tokens: 90,
      output_tokens_details: { reasoning_tokens: 64 },
      total_tokens: 390,
    },
    [172, 128, 0, 90, 64],
    undefined,
  ],
  [
    'DeepSeek hits and misses',
    CHAT,
    {
      prompt_tokens: 100,
      completion_tokens: 5,
      total_tokens: 105,
      prompt_cache_hit_tokens: 64,
      prompt_cache_miss_tokens: 36,
    },
    [36, 64, 0, 5, 0],
    undefined,
  ],
  [
    'DeepSeek hits and misses that do not sum',
    CHAT,
    { prompt_tokens: 100, completion_tokens: 5, prompt_cache_hit_tokens: 64, prompt_cache_miss_tokens: 30 },
    [36, 64, 0, 5, 0],
    /hits 64 and misses 30/,
  ],
  [
    'Moonshot top level',
    CHAT,
    { prompt_tokens: 100, completion_tokens: 5, total_tokens: 105, cached_tokens: 40 },
    [60, 40, 0, 5, 0],
    undefined,
  ],
  [
    'xAI: the total puts reasoning outside',
    XAI,
    {
      prompt_tokens: 80,
      completion_tokens: 12,
      total_tokens: 392,
      completion_tokens_details: { reasoning_tokens: 300 },
    },
    [80, 0, 0, 312, 300],
    undefined,
  ],
  [
    'xAI without a total: its own rule',
    XAI,
    { prompt_tokens: 80, completion_tokens: 400, completion_tokens_details: { reasoning_tokens: 300 } },
    [80, 0, 0, 700, 300],
    undefined,
  ],
  [
    'xAI whose total puts reasoning inside',
    XAI,
    {
      prompt_tokens: 80,
      completion_tokens: 400,
      total_tokens: 480,
      completion_tokens_details: { reasoning_tokens: 300 },
    },
    [80, 0, 0, 400, 300],
    undefined,
  ],
  [
    'a vendor that nobody knows, reasoning outside by the total',
    CHAT,
    {
      prompt_tokens: 80,
      completion_tokens: 400,
      total_tokens: 780,
      completion_tokens_details: { reasoning_tokens: 300 },
    },
    [80, 0, 0, 700, 300],
    undefined,
  ],
  [
    'reasoning above the completion, no total',
    CHAT,
    { prompt_tokens: 80, completion_tokens: 10, completion_tokens_details: { reasoning_tokens: 300 } },
    [80, 0, 0, 310, 300],
    /300 reasoning/,
  ],
  [
    'reasoning above a completion that the total confirms',
    CHAT,
    {
      prompt_tokens: 80,
      completion_tokens: 10,
      total_tokens: 90,
      completion_tokens_details: { reasoning_tokens: 300 },
    },
    [80, 0, 0, 10, 10],
    /300 reasoning/,
  ],
  [
    'cached above the prompt: exclusive',
    CHAT,
    { prompt_tokens: 100, completion_tokens: 10, prompt_tokens_details: { cached_tokens: 900 } },
    [100, 900, 0, 10, 0],
    /exceed the prompt/,
  ],
  [
    'cached and written above the prompt together: both exclusive',
    CHAT,
    {
      prompt_tokens: 100,
      completion_tokens: 10,
      cache_read_input_tokens: 60,
      cache_creation_input_tokens: 60,
    },
    [100, 60, 60, 10, 0],
    /exceed the prompt/,
  ],
  [
    'a proxy that adds reads and not writes',
    CHAT,
    {
      prompt_tokens: 1000,
      completion_tokens: 50,
      total_tokens: 1250,
      cache_read_input_tokens: 600,
      cache_creation_input_tokens: 200,
    },
    [400, 600, 200, 50, 0],
    /outside/,
  ],
  [
    'a total that nothing explains',
    CHAT,
    { prompt_tokens: 10, completion_tokens: 5, total_tokens: 40 },
    [10, 0, 0, 5, 0],
    /total_tokens 40/,
  ],
  ['embedding', EMBEDDING, { prompt_tokens: 8, total_tokens: 8 }, [8, 0, 0, 0, 0], undefined],
  [
    'no completion count',
    CHAT,
    { prompt_tokens: 8, total_tokens: 20 },
    [8, 0, 0, 12, 0],
    /taken from the total/,
  ],
  ['no completion count and no total', CHAT, { prompt_tokens: 8 }, undefined, /no completion tokens/],
  ['digits as text', CHAT, { prompt_tokens: '8', completion_tokens: '2.0' }, [8, 0, 0, 2, 0], undefined],
  ['text', CHAT, { prompt_tokens: '8 or so', completion_tokens: 2 }, undefined, /prompt_tokens is a string/],
  ['negative', CHAT, { prompt_tokens: -8, completion_tokens: 2 }, undefined, /-8/],
  ['fraction', CHAT, { prompt_tokens: 8.5, completion_tokens: 2 }, undefined, /8\.5/],
  ['absurd', CHAT, { prompt_tokens: 2 ** 53, completion_tokens: 2 }, undefined, /not a count/],
  ['absurd sum', CHAT, { prompt_tokens: 2 ** 53 - 1, completion_tokens: 2 }, undefined, /beyond/],
  [
    'a refused detail leaves the rest',
    CHAT,
    { prompt_tokens: 8, completion_tokens: 2, prompt_tokens_details: { cached_tokens: -1 } },
    [8, 0, 0, 2, 0],
    /cached_tokens is -1/,
  ],
  ['nothing', CHAT, {}, undefined, /no token counts/],
];

describe('openaiUsage', () => {
  test.each(rows)('%s', (_, rule, usage, counts, warning) => {
    const read = openaiUsage(usage, rule);
    const expected = counts && {
      input: counts[0],
      cacheRead: counts[1],
      cacheWrite5m: counts[2],
      cacheWrite1h: 0,
      output: counts[3],
      reasoning: counts[4],
    };
    expect(read.usage).toEqual(expected);
    if (warning === undefined) expect(read.warning).toBeUndefined();
    else expect(read.warning).toMatch(warning);
  });

  test('recovers what a vendor of either rule billed, from its own arithmetic', () => {
    const count = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(
        count,
        count,
        count,
        count,
        count,
        fc.boolean(),
        (fresh, read, written, said, thought, outside) => {
          const prompt = fresh + read + written;
          const completion = outside ? said : said + thought;
          const usage = {
            prompt_tokens: prompt,
            completion_tokens: completion,
            total_tokens: prompt + said + thought,
            prompt_tokens_details: { cached_tokens: read, cache_write_tokens: written },
            completion_tokens_details: { reasoning_tokens: thought },
          };
          const result = openaiUsage(usage, outside ? XAI : CHAT);
          expect(result).toEqual({
            usage: {
              input: fresh,
              cacheRead: read,
              cacheWrite5m: written,
              cacheWrite1h: 0,
              output: said + thought,
              reasoning: thought,
            },
          });
        },
      ),
    );
  });

  test('never yields a negative, fractional or missing count, whatever it is given', () => {
    const junk = fc.oneof(
      fc.integer({ min: -5, max: 3000 }),
      fc.double(),
      fc.string(),
      fc.constant(null),
      fc.object(),
    );
    const names = [
      'prompt_tokens',
      'completion_tokens',
      'total_tokens',
      'input_tokens',
      'cached_tokens',
      'cache_creation_input_tokens',
      'reasoning_tokens',
      'prompt_cache_miss_tokens',
    ];
    const usage = fc.dictionary(fc.constantFrom(...names), junk);
    fc.assert(
      fc.property(usage, fc.boolean(), fc.boolean(), (value, reasoningOutside, embedding) => {
        const read = openaiUsage(value, { reasoningOutside, embedding });
        if (read.usage === undefined) {
          expect(read.warning).toBeTruthy();
          return;
        }
        for (const count of Object.values(read.usage))
          expect(Number.isSafeInteger(count) && count >= 0).toBe(true);
        expect(read.usage.reasoning).toBeLessThanOrEqual(read.usage.output);
        expect(promptTokens(read.usage)).toBeGreaterThanOrEqual(
          Number(value.prompt_tokens ?? value.input_tokens ?? 0),
        );
      }),
      { numRuns: 500 },
    );
  });
});
