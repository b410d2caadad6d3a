import { describe, expect, test } from 'vitest';
import { growth, replayOrder, sweepValues, volume } from '../../../src/cli/scenario/scenario-values.ts';

const place = { name: 'here', base: '/' };

describe('volume', () => {
  test.each([
    ['2x', 2],
    ['2', 2],
    [2, 2],
    ['0.5X', 0.5],
    [0.25, 0.25],
    ['1000000x', 1e6],
  ])('%j is %d', (value, factor) => {
    expect(volume(value, place)).toBe(factor);
  });

  test.each(['0', '0x', '-2x', 'x', '', '2xx', '10%', '1e3', 2_000_000, Number.NaN, null, true])(
    '%j is none',
    (value) => {
      expect(() => volume(value, place)).toThrow('here: needs a factor such as 2x');
    },
  );
});

describe('growth', () => {
  test.each([
    ['10%', 0.1],
    ['+2.5 %', 0.025],
    ['-5%', -0.05],
    ['0%', 0],
    ['1000%', 10],
  ])('%j is %d', (value, share) => {
    expect(growth(value, place)).toBeCloseTo(share, 15);
  });

  test.each(['10', 0.1, '-100%', '1001%', '%', ''])('%j is none', (value) => {
    expect(() => growth(value, place)).toThrow('here: needs a percentage such as 10%');
  });
});

test('order', () => {
  expect([replayOrder('auto', place), replayOrder('given', place)]).toEqual(['auto', 'given']);
  expect(() => replayOrder('best', place)).toThrow('here: needs given or auto, not "best"');
});

describe('sweeps', () => {
  test('from flags', () => {
    expect(sweepValues(['cache.ttl=1h, 24h,7d', 'router.share=0.5'], place)).toEqual([
      ['cache.ttl', ['1h', '24h', '7d']],
      ['router.share', ['0.5']],
    ]);
  });

  test('from an object', () => {
    expect(sweepValues({ 'cache.ttl': ['1h', 2] }, place)).toEqual([['cache.ttl', ['1h', 2]]]);
  });

  test.each(['cache.ttl', 'cache.ttl=', '=1h', 3])('%j is none', (value) => {
    expect(() => sweepValues([value], place)).toThrow('here: needs id.option=value,value');
  });

  test('a list without values is none', () => {
    expect(() => sweepValues({ 'cache.ttl': [] }, place)).toThrow('here: "cache.ttl" needs a list of values');
  });
});
