import { describe, expect, test } from 'vitest';
import {
  bedrockUsage,
  bodyCounts,
  type StatedCounts,
  topCounts,
} from '../../../src/sources/bedrock-api/bedrock-usage.ts';
import { usageRow } from '../../support/read-source.ts';

const NONE: StatedCounts = {
  input: undefined,
  cacheRead: undefined,
  cacheWrite: undefined,
  output: undefined,
};

function read(top: Partial<StatedCounts>, body?: Record<string, unknown>, isEmbedding = false) {
  const notes: string[] = [];
  const counts = bodyCounts(body, undefined, notes);
  const { usage, warning } = bedrockUsage({ ...NONE, ...top }, counts, isEmbedding, notes);
  return [usageRow(usage), warning];
}

const claude = {
  usage: {
    input_tokens: 10,
    output_tokens: 4,
    cache_read_input_tokens: 100,
    cache_creation_input_tokens: 50,
    cache_creation: { ephemeral_5m_input_tokens: 20, ephemeral_1h_input_tokens: 30 },
  },
};

describe('the record and the answer', () => {
  test('the split is the answer’s where it sums to the record’s writes', () => {
    expect(read({ input: 10, cacheRead: 100, cacheWrite: 50, output: 4 }, claude)).toEqual([
      [10, 100, 20, 30, 4, 0],
      undefined,
    ]);
  });

  test('a split of another sum is not taken', () => {
    const [usage, warning] = read({ input: 10, cacheRead: 100, cacheWrite: 60, output: 4 }, claude);
    expect(usage).toEqual([10, 100, 60, 0, 4, 0]);
    expect(warning).toBe(
      '60 cache writes are logged, the answer states 50; the body splits 50 cache writes, 60 are logged: all read as 5-minute writes',
    );
  });

  test('a record whose input holds the cache is read as the answer says', () => {
    expect(read({ input: 160, cacheRead: 100, cacheWrite: 50, output: 4 }, claude)).toEqual([
      [10, 100, 20, 30, 4, 0],
      undefined,
    ]);
  });

  test('either alone is enough', () => {
    expect(read({ input: 5, output: 2 })).toEqual([[5, 0, 0, 0, 2, 0], undefined]);
    expect(read({}, claude)).toEqual([[10, 100, 20, 30, 4, 0], undefined]);
    expect(read({})).toEqual([undefined, undefined]);
  });

  test('an embedding has no output', () => {
    expect(read({ input: 5 }, undefined, true)).toEqual([[5, 0, 0, 0, 0, 0], undefined]);
  });
});

describe('the names of the vendors', () => {
  test.each([
    ['Converse', { usage: { inputTokens: 3, outputTokens: 2, totalTokens: 5 } }, [3, 0, 0, 0, 2, 0]],
    [
      'Nova',
      {
        usage: { inputTokens: 3, outputTokens: 2, cacheReadInputTokenCount: 9, cacheWriteInputTokenCount: 1 },
      },
      [3, 9, 1, 0, 2, 0],
    ],
    ['chat', { usage: { prompt_tokens: 8, completion_tokens: 2, total_tokens: 10 } }, [8, 0, 0, 0, 2, 0]],
    ['Titan', { inputTextTokenCount: 4, results: [{ tokenCount: 6, outputText: 'x' }] }, [4, 0, 0, 0, 6, 0]],
    ['Llama', { prompt_token_count: 4, generation_token_count: 5 }, [4, 0, 0, 0, 5, 0]],
  ])('%s', (_, body, expected) => {
    expect(read({}, body)).toEqual([expected, undefined]);
  });

  test('totals with and without the cache, and one that is neither', () => {
    const usage = { inputTokens: 3, outputTokens: 2, cacheReadInputTokens: 10 };
    for (const totalTokens of [5, 15])
      expect(read({}, { usage: { ...usage, totalTokens } })[1]).toBeUndefined();
    expect(read({}, { usage: { ...usage, totalTokens: 9 } })[1]).toBe('totalTokens 9 is neither 5 nor 15');
  });

  test('cacheDetails that do not sum to the writes', () => {
    const cacheDetails = [{ ttl: '1h', inputTokens: 5 }];
    const [usage, warning] = read(
      {},
      { usage: { inputTokens: 1, outputTokens: 1, cacheWriteInputTokens: 8, cacheDetails } },
    );
    expect(usage).toEqual([1, 0, 8, 0, 1, 0]);
    expect(warning).toBe('cacheDetails sum to 5, cacheWriteInputTokens is 8: all read as 5-minute writes');
  });
});

test.each([-1, 1.5, Number.NaN, 2 ** 60, {}, [], true])('%s is no count', (value) => {
  const notes: string[] = [];
  const top = topCounts({ inputTokenCount: value }, { outputTokenCount: 1 }, notes);
  expect(top.input).toBeUndefined();
  expect(bedrockUsage(top, undefined, false, notes).usage).toBeUndefined();
});
