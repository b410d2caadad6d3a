import { describe, expect, test } from 'vitest';
import { estimate } from '../../src/engine/estimate.ts';
import { durationMs } from '../../src/model/duration.ts';
import { readUserPrices } from '../../src/pricing/own/user-prices.ts';
import { loadPriceBook } from '../../src/pricing/price-book.ts';
import { percent } from '../../src/report/format.ts';

/** A bill that fell, as the estimate shows it: the new one against the old one. */
function fall(beforeUsd: number, afterUsd: number) {
  const own = readUserPrices({ prices: [{ model: 'after', input: afterUsd, output: 0 }] }, 'article');
  const volume = { requests: null, inputTokens: 1_000_000, cachedTokens: 0, outputTokens: 0 };
  const request = { models: ['after'], volume, tier: 'standard', baseline: beforeUsd } as const;
  const [row] = estimate(loadPriceBook({ overrides: [own] }), request).rows;
  return row!;
}

describe('bills of the articles', () => {
  test('S0-01: $5,000 to $800 saves $4,200, 84.0%', () => {
    const { deltaUsd, deltaShare } = fall(5000, 800);
    expect(deltaUsd).toBe(-4200);
    expect(percent(deltaShare)).toBe('-84.0%');
  });

  test('S1-01: $12,000 to under $1,800 is at least 85%', () => {
    expect(fall(12_000, 1800).deltaShare).toBeCloseTo(-0.85, 12);
    expect(fall(12_000, 1799).deltaShare).toBeLessThan(-0.85);
  });

  test('S2-05: $420 to $28 is 93.33%', () => {
    expect(fall(420, 28).deltaShare).toBeCloseTo(-0.9333, 4);
  });

  test('S3-01 and S3-02: $60,000 to $4,800 is 92.0%, $62,400 to $4,850 is 92.23%: two different pairs', () => {
    expect(fall(60_000, 4800).deltaShare).toBeCloseTo(-0.92, 12);
    expect(fall(62_400, 4850).deltaShare).toBeCloseTo(-0.9223, 4);
  });
});

test('S0-18: seven days are 604,800 seconds', () => {
  expect(durationMs('7d') / durationMs('1s')).toBe(604_800);
});

// The program says nothing of latency won: a log cannot show how fast another model or a cache would have been. These rows are
// here so that all are; they check the articles, not the program.
describe('arithmetic about latency and shares, which the program does not do', () => {
  test('S1-10: "14 times faster" holds against GPT-4.1 alone', () => {
    expect([720, 1100, 320, 580].map((ms) => ms / 50)).toEqual([14.4, 22, 6.4, 11.6]);
  });

  test('S1-15: the mix is whole', () => {
    expect([40, 30, 20, 10].reduce((sum, share) => sum + share)).toBe(100);
  });

  test('S3-04 and S3-05: 2.4 s to 0.8 s is three times as fast and 1,600 ms, not 400', () => {
    expect(2400 / 800).toBe(3);
    expect(2400 - 800).toBe(1600);
  });

  test('S3-07: with 35% of answers in 20 ms the rest take 1.22 s', () => {
    expect((0.8 - 0.35 * 0.02) / 0.65).toBeCloseTo(1.22, 2);
  });
});
