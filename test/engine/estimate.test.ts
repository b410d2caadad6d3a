import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/contracts/input-error.ts';
import { type EstimateRequest, estimate } from '../../src/engine/estimate.ts';
import type { EstimateVolume } from '../../src/model/estimate.ts';
import { readUserPrices } from '../../src/pricing/own/user-prices.ts';
import { loadPriceBook } from '../../src/pricing/price-book.ts';

const book = loadPriceBook();
const MONTH: EstimateVolume = {
  requests: null,
  inputTokens: 50_000_000,
  cachedTokens: 0,
  outputTokens: 20_000_000,
};
const THOUSAND: EstimateVolume = {
  requests: 1000,
  inputTokens: 2_048_000,
  cachedTokens: 0,
  outputTokens: 512_000,
};

function of(models: readonly string[], parts: Partial<EstimateRequest> = {}, prices = book) {
  return estimate(prices, { models, volume: MONTH, tier: 'standard', ...parts });
}

function total(model: string, parts: Partial<EstimateRequest> = {}, prices = book): number | null {
  return of([model], parts, prices).rows[0]!.totalUsd;
}

describe('the articles’ planning tables', () => {
  test.each([
    ['S1-19', 'gpt-4.1', 100, 160],
    ['S1-20', 'claude-sonnet-4-5', 150, 300],
    ['S1-21', 'gemini-2.5-flash', 15, 50],
  ])('%s: 50M in and 20M out on %s', (_, model, input, output) => {
    const [row] = of([model]).rows;
    expect(row).toMatchObject({ inputUsd: input, outputUsd: output, totalUsd: input + output });
  });

  test('S1-22 to S1-25: against $40 the deltas are 550%, 1,025% and 62.5%', () => {
    const { rows, baseline } = of(['gpt-4.1', 'claude-sonnet-4-5', 'gemini-2.5-flash'], { baseline: 40 });
    expect(baseline).toEqual({ label: 'a bill', usd: 40 });
    expect(rows.map(({ deltaShare }) => deltaShare)).toEqual([5.5, 10.25, 0.625]);
    expect(rows.map(({ deltaUsd }) => deltaUsd)).toEqual([220, 410, 25]);
  });

  test('S1-27: $40 instead of $260 is 84.6% less', () => {
    const cheap = readUserPrices({ prices: [{ model: 'mix', input: 0.44, output: 0.9 }] }, 'article');
    const prices = loadPriceBook({ overrides: [cheap] });
    const [row] = of(['mix'], { baseline: 'gpt-4.1' }, prices).rows;
    expect(row!.totalUsd).toBeCloseTo(40, 10);
    expect(row!.deltaShare).toBeCloseTo(40 / 260 - 1, 12);
    expect(Math.round(-1000 * row!.deltaShare!) / 10).toBe(84.6);
  });

  test('S1-28: all traffic on the reseller’s tiers is $130 or $15.40', () => {
    expect(total('holysheep/gpt-4.1')).toBe(130);
    expect(total('holysheep/deepseek-v3.2')).toBeCloseTo(15.4, 10);
  });

  test('S1-29: GPT-5 at the article’s price and at the list’s', () => {
    const article = readUserPrices({ prices: [{ model: 'gpt-5', input: 3, output: 15 }] }, 'article');
    expect(total('gpt-5', {}, loadPriceBook({ overrides: [article] }))).toBe(450);
    expect(total('gpt-5')).toBe(262.5);
  });

  test.each([
    ['gpt-4.1', 8.192],
    ['claude-sonnet-4-5', 13.824],
    ['gemini-2.5-flash', 1.8944],
    ['holysheep/gpt-4.1', 4.096],
    ['holysheep/deepseek-v3.2', 0.50176],
  ])('S1-18: 1,000 requests of 2,048 and 512 tokens on %s', (model, usd) => {
    expect(total(model, { volume: THOUSAND })).toBeCloseTo(usd, 10);
  });

  test('S1-16: the printed column leaves out all input: 510 output tokens each', () => {
    const volume = { requests: 1000, inputTokens: 0, cachedTokens: 0, outputTokens: 510_000 };
    const { rows } = of(['gpt-4.1', 'claude-sonnet-4-5', 'holysheep/gpt-4.1'], { volume });
    expect(rows.map(({ totalUsd }) => Number(totalUsd!.toFixed(10)))).toEqual([4.08, 7.65, 2.04]);
  });

  test('S0-03: $5,000 for 69M requests buy 0.60 tokens of output each, which cannot be', () => {
    const volume = { requests: 69_000_000, inputTokens: 0, cachedTokens: 0, outputTokens: 0 };
    const { rows } = of(['gpt-4-32k', 'gpt-4.1'], { volume, bill: 5000 });
    const [dear, cheap] = rows.map(({ bill }) => bill!);
    expect(dear!.perRequestUsd).toBeCloseTo(0.0000725, 7);
    expect(dear!.outputTokens! / 1e6).toBeCloseTo(41.67, 2);
    expect(dear!.outputTokensPerRequest).toBeCloseTo(0.6, 2);
    expect(dear!.isImpossible).toBe(true);
    expect(cheap!.isImpossible).toBe(false);
  });

  test('S2-14: 50,000 requests a day of 2,000 and 500 tokens on GPT-4o are $15,000 a month', () => {
    const requests = 50_000 * 30;
    const volume = { requests, inputTokens: 2000 * requests, cachedTokens: 0, outputTokens: 500 * requests };
    const [row] = of(['gpt-4o'], { volume }).rows;
    expect(row!.perRequestUsd).toBeCloseTo(0.01, 12);
    expect(row!.totalUsd).toBeCloseTo(15_000, 6);
  });
});

describe('rates', () => {
  test('a bill buys long prompts at their own rates', () => {
    const volume = { requests: 100, inputTokens: 0, cachedTokens: 0, outputTokens: 0 };
    const bought = (bill: number) =>
      of(['gemini-2.5-pro'], { volume, bill }).rows[0]!.bill!.inputTokensPerRequest;
    // $1 a request: 400,000 tokens at $2.50, not 800,000 at $1.25, which is asked up to 200,000 only.
    expect(bought(100)).toBe(400_000);
    expect(bought(20)).toBeCloseTo(160_000, 6);
    // $0.30 would be 240,000 at the rate of short prompts and 120,000 at that of long ones.
    expect(bought(30)).toBe(200_000);
  });

  test('a long prompt has its own rates only where requests are counted', () => {
    const million = { requests: null, inputTokens: 1_000_000, cachedTokens: 0, outputTokens: 0 };
    // Gemini 2.5 Pro: $1.25 per 1M, $2.50 above 200,000 tokens of one prompt.
    expect(total('gemini-2.5-pro', { volume: million })).toBe(1.25);
    const [row] = of(['gemini-2.5-pro'], { volume: { ...million, requests: 4 } }).rows;
    expect(row!.totalUsd).toBe(2.5);
    expect(row!.notes.join()).toContain('above 200000 tokens');
    expect(total('gemini-2.5-pro', { volume: { ...million, requests: 5 } })).toBe(1.25);
  });

  test('cached input at the cache’s rate: $1.25 and $0.125 on GPT-5', () => {
    const volume = { ...MONTH, inputTokens: 10_000_000, cachedTokens: 8_000_000, outputTokens: 0 };
    const [row] = of(['gpt-5'], { volume }).rows;
    expect(row).toMatchObject({ inputUsd: 2.5, cachedUsd: 1, totalUsd: 3.5 });
  });

  test('S4-02: half at the batch rate; a model without one says so and costs nothing known', () => {
    expect(total('gpt-4.1', { tier: 'batch' })).toBe(130);
    const [row] = of(['gpt-3.5-turbo'], { tier: 'batch' }).rows;
    expect(row).toMatchObject({ totalUsd: null, inputUsd: null });
    expect(row!.notes.join()).toContain('batch');
  });

  test('a missing rate is unknown, never 0', () => {
    const own = readUserPrices({ prices: [{ model: 'half', input: 1, output: null }] }, 'mine');
    const [row] = of(['half'], { baseline: 1 }, loadPriceBook({ overrides: [own] })).rows;
    expect(row).toMatchObject({
      inputUsd: 50,
      outputUsd: null,
      totalUsd: null,
      deltaUsd: null,
      deltaShare: null,
    });
  });

  test('the prices are those of the book’s date', () => {
    const then = loadPriceBook({ at: Date.UTC(2026, 10, 30) });
    const later = loadPriceBook({ at: Date.UTC(2026, 11, 1) });
    // The promotion of gemini-4-argon ends: 2/10, then 4/20.
    expect([total('gemini-4-argon', {}, then), total('gemini-4-argon', {}, later)]).toEqual([300, 600]);
  });
});

describe('what is said', () => {
  test('claims, retirements, reasoning', () => {
    const [claim, retired] = of(['holysheep/gpt-4.1', 'gpt-4-32k']).rows;
    expect(claim).toMatchObject({ isClaim: true, provider: 'holysheep', id: 'gpt-4.1' });
    expect(claim!.notes).toContain("a reseller's claim, not a list price");
    expect(retired!.notes.join()).toMatch(/retired since 2025-/);
  });

  test('an unknown model is an error that names the nearest', () => {
    expect(() => of(['gpt-4.1-mimi'])).toThrow(InputError);
    expect(() => of(['gpt-4.1-mimi'])).toThrow('did you mean "gpt-4.1-mini"?');
    expect(() => of(['gpt-4.1'], { baseline: 'gpt-4.1-mimi' })).toThrow('did you mean');
  });
});

test('requests that do not fit the model are said', () => {
  const planned = (requests: number | null, inputTokens: number, outputTokens: number) =>
    estimate(book, {
      models: ['gpt-4.1'],
      volume: { requests, inputTokens, cachedTokens: 0, outputTokens },
      tier: 'standard',
    }).rows[0]!.notes.join('; ');
  expect(planned(10, 50_000_000, 0)).toContain('a request does not fit its context of 1047576 tokens');
  expect(planned(10, 10, 500_000)).toContain('an answer has at most 32768 tokens');
  expect(planned(10, 10_000_000, 100_000)).not.toMatch(/fit|at most/);
  expect(planned(null, 50_000_000, 50_000_000)).not.toMatch(/fit|at most/);
});
