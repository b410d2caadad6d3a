import { describe, expect, test } from 'vitest';
import {
  bodyOrRow,
  inclusiveUsage,
  unlessNothing,
  withLifetimes,
} from '../../../src/sources/gateway-fields/gateway-usage.ts';
import { usageRow } from '../../support/read-source.ts';

const usageOf = (input: number, cacheRead = 0, cacheWrite5m = 0, output = 0, reasoning = 0) => ({
  ...{ input, cacheRead, cacheWrite5m, cacheWrite1h: 0, output, reasoning },
});

test.each([
  ['inside', { prompt: 100, completion: 20, cached: 40, written: 10, reasoning: 5 }, [50, 40, 10, 0, 20, 5]],
  ['text of a table', { prompt: '100', completion: '20', cached: '40' }, [60, 40, 0, 0, 20, 0]],
  ['outside by the size', { prompt: 30, completion: 20, cached: 40 }, [30, 40, 0, 0, 20, 0]],
  ['outside by the total', { prompt: 100, completion: 20, cached: 40, total: 160 }, [100, 40, 0, 0, 20, 0]],
  [
    'reasoning outside by the total',
    { prompt: 9, completion: 1, reasoning: 5, total: 15 },
    [9, 0, 0, 0, 6, 5],
  ],
  ['nulls', { prompt: null, completion: undefined }, undefined],
  ['a count that is none', { prompt: 1.5, completion: 2 }, undefined],
] as const)('%s', (_, counts, row) => {
  expect(usageRow(inclusiveUsage(counts).usage)).toEqual(row);
});

test('a row that counts nothing gives no warning', () => {
  expect(inclusiveUsage({ prompt: '', completion: null })).toEqual({});
});

describe('lifetimes of cache writes', () => {
  const logged = { usage: usageOf(1, 2, 30) };

  test.each([
    [{ ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 }, [1, 2, 10, 20, 0, 0]],
    [{ ephemeral_1h_input_tokens: 30 }, [1, 2, 0, 30, 0, 0]],
    [{ ephemeral_1h_input_tokens: 31 }, [1, 2, 30, 0, 0, 0]],
    [{ ephemeral_1h_input_tokens: -1 }, [1, 2, 30, 0, 0, 0]],
    [{}, [1, 2, 30, 0, 0, 0]],
  ])('%j', (split, row) => {
    const read = withLifetimes(logged, split);
    expect(usageRow(read.usage)).toEqual(row);
  });

  test('what does not sum is said, after what was said before', () => {
    const read = withLifetimes({ ...logged, warning: 'first' }, { ephemeral_1h_input_tokens: 31 });
    expect(read.warning).toBe('first; cache writes split into 31, and are 30: all read as 5-minute writes');
  });
});

describe('the body or the row', () => {
  const body = { usage: usageOf(10, 90, 0, 20, 5) };

  test.each([
    ['the same with the cache', usageOf(100, 0, 0, 20)],
    ['the same without', usageOf(10, 0, 0, 20)],
    ['reasoning apart', usageOf(100, 0, 0, 15)],
    ['zeros, which say nothing', usageOf(0)],
  ])('%s', (_, usage) => {
    expect(bodyOrRow(body, { usage })).toEqual(body);
  });

  test('a difference is said, and the body taken', () => {
    expect(bodyOrRow(body, { usage: usageOf(50, 0, 0, 20) })).toEqual({
      usage: body.usage,
      warning: 'the row counts 50 in and 20 out, the body 100 and 20: the body is taken',
    });
  });

  test('without a body the row; without either the reason', () => {
    expect(bodyOrRow({}, body)).toEqual(body);
    expect(bodyOrRow({ warning: 'cut off' }, {})).toEqual({ warning: 'cut off' });
  });
});

test('zeros are nothing where nothing was used, and unknown elsewhere', () => {
  expect(unlessNothing({ usage: usageOf(0) }, true)).toEqual({});
  expect(unlessNothing({ usage: usageOf(0) }, false).warning).toContain('all zeros');
  expect(unlessNothing({ usage: usageOf(0, 1) }, false).usage).toEqual(usageOf(0, 1));
  expect(unlessNothing({ warning: 'x' }, false)).toEqual({ warning: 'x' });
});
