import { describe, expect, test } from 'vitest';
import type { TokenCounts } from '../../src/model/usage.ts';
import { readUserPrices } from '../../src/pricing/own/user-prices.ts';
import { loadPriceBook } from '../../src/pricing/price-book.ts';
import { type Ask, ask } from './ask.ts';

// The arithmetic of five published articles on LLM bills, recomputed. The numbers are the articles' claim ids.
const book = loadPriceBook();
const M = 1_000_000;

function cost(model: string, usage: Partial<TokenCounts>, options?: Ask): number {
  return book.cost(ask(model, usage, options));
}
function rate(model: string, kind: 'input' | 'output', options?: Ask): number {
  return cost(model, { [kind]: 1000 }, options) * 1000;
}
const reseller: Ask = { provider: 'holysheep' };

describe('article 0', () => {
  test('S0-02: $0.12 per 1,000 tokens is only the output of gpt-4-32k', () => {
    expect(rate('gpt-4', 'input')).toBeCloseTo(30, 10);
    expect(rate('gpt-4', 'output')).toBeCloseTo(60, 10);
    expect(rate('gpt-4-32k', 'input')).toBeCloseTo(60, 10);
    expect(cost('gpt-4-32k', { output: 1000 })).toBeCloseTo(0.12, 12);
  });
  test('S0-03, S0-04: a bill per request buys fewer tokens than the story needs', () => {
    const perRequest = 5000 / (2.3e6 * 30);
    expect(perRequest).toBeCloseTo(0.0000725, 7);
    expect(perRequest / (rate('gpt-4-32k', 'output') / M)).toBeCloseTo(0.6, 2);
    expect(800 / (2.3e6 * 30) / (rate('deepseek-v3.2', 'output', reseller) / M)).toBeCloseTo(27.6, 1);
  });
  test('S0-05: an exchange rate is no token price', () => {
    expect(rate('claude-sonnet-4.5', 'output', reseller)).toBe(rate('claude-sonnet-4-5', 'output'));
  });
  test('S0-07: output prices', () => {
    expect(rate('gpt-4.1', 'output')).toBeCloseTo(8, 10);
    expect(rate('claude-sonnet-4-5', 'output')).toBeCloseTo(15, 10);
    expect(rate('gemini-2.5-flash', 'output')).toBeCloseTo(2.5, 10);
    expect(rate('deepseek-v3.2', 'output', { on: '2026-04-23' })).toBeCloseTo(0.42, 10);
    expect(rate('deepseek-v3.2', 'output', { on: '2026-04-24' })).toBeNaN();
  });
  test('S0-08: the cut per token', () => {
    const before = { on: '2026-04-01' };
    expect(1 - rate('deepseek-v3.2', 'output', before) / rate('gpt-4.1', 'output')).toBeCloseTo(0.9475, 10);
    expect(1 - rate('deepseek-v3.2', 'input', reseller) / rate('gpt-4.1', 'input')).toBeCloseTo(0.93, 10);
    expect(1 - rate('deepseek-v3.2', 'input', before) / rate('gpt-4.1', 'input')).toBeCloseTo(0.86, 10);
  });
  test('S0-09: input tokens are priced at the input rate', () => {
    const usage = { input: 1000, output: 20 };
    const wrong = (1020 * rate('deepseek-v3.2', 'output', reseller)) / M;
    expect(wrong).toBeCloseTo(0.0004284, 10);
    expect(cost('deepseek-v3.2', usage, reseller)).toBeCloseTo(0.0001484, 12);
    expect(cost('deepseek-v3.2', usage, { on: '2026-04-01' })).toBeCloseTo(0.0002884, 12);
    expect(wrong / cost('deepseek-v3.2', usage, reseller)).toBeCloseTo(2.89, 2);
  });
  test('S0-10: so are those of GPT-4.1', () => {
    expect(cost('gpt-4.1', { input: 1000, output: 1000 })).toBeCloseTo(0.01, 12);
    expect(0.016 / cost('gpt-4.1', { input: 1000, output: 1000 })).toBeCloseTo(1.6, 10);
  });
  test('S0-11: what leaving GPT-4.1 saves', () => {
    const usage = { input: 1000, output: 20 };
    const saved = cost('gpt-4.1', usage) - cost('deepseek-v3.2', usage, reseller);
    expect(saved).toBeCloseTo(0.0020116, 10);
    expect(0.007732 / saved).toBeCloseTo(3.84, 2);
  });
  test('S0-14: a swap saves at most the ratio of the prices', () => {
    const ratio = rate('gpt-4.1', 'output') / rate('deepseek-v3.2', 'output', reseller);
    expect(ratio).toBeCloseTo(19.05, 2);
    expect(0.008 / ratio).toBeCloseTo(0.00042, 10);
    expect(0.00017 / (rate('deepseek-v3.2', 'output', reseller) / M)).toBeCloseTo(405, 0);
  });
  test('S0-20: looking up embeddings is not free', () => {
    const lookup = cost('text-embedding-3-small', { input: 500 });
    expect(lookup).toBeCloseTo(0.00001, 15);
    expect(lookup * 69e6).toBeCloseTo(690, 8);
  });
});

describe('article 1', () => {
  test('S1-03 to S1-07: prices and context windows', () => {
    const info = (model: string, on: string) => book.info(model, '', Date.parse(on))!;
    const now = '2026-11-20';
    expect([rate('gpt-5', 'input'), rate('gpt-5', 'output')]).toEqual([1.25, 10]);
    expect(info('gpt-5', now).contextWindow).toBe(400_000);
    expect([rate('gpt-4.1', 'input'), rate('gpt-4.1', 'output')]).toEqual([2, 8]);
    expect(info('gpt-4.1', now).contextWindow).toBe(1_047_576);
    expect([rate('claude-sonnet-4-5', 'input'), rate('claude-sonnet-4-5', 'output')]).toEqual([3, 15]);
    expect(info('claude-sonnet-4-5', now).contextWindow).toBe(200_000);
    expect(rate('gemini-2.5-flash', 'input')).toBeCloseTo(0.3, 12);
    expect(rate('gemini-2.5-flash', 'output')).toBeCloseTo(2.5, 12);
    expect(info('gemini-2.5-flash', now).contextWindow).toBe(1_048_576);
    expect(rate('deepseek-v3.2', 'input', { on: '2026-01-01' })).toBeCloseTo(0.28, 12);
    expect(cost('deepseek-v3.2', { cacheRead: M }, { on: '2026-01-01' })).toBeCloseTo(0.028, 12);
    expect(rate('deepseek-v3.2', 'input', reseller)).toBeCloseTo(0.14, 12);
  });
  test('S1-08, S1-09: the reseller halves GPT-4.1', () => {
    expect(rate('gpt-4.1', 'input', reseller) / rate('gpt-4.1', 'input')).toBeCloseTo(0.5, 12);
    expect(rate('gpt-4.1', 'output', reseller) / rate('gpt-4.1', 'output')).toBeCloseTo(0.5, 12);
  });
  test('S1-11, S1-12: a router with a cap of $0.05', () => {
    expect(cost('claude-sonnet-4.5', { input: 10_000, output: 500 }, reseller)).toBeCloseTo(0.0375, 12);
    expect(cost('claude-sonnet-4.5', { input: 15_000, output: 500 }, reseller)).toBeCloseTo(0.0525, 12);
    expect(cost('gpt-4.1', { input: 15_000, output: 500 }, reseller)).toBeCloseTo(0.017, 12);
    const output = cost('claude-sonnet-4.5', { output: 500 }, reseller);
    expect((0.05 - output) / (rate('claude-sonnet-4.5', 'input') / M)).toBeCloseTo(14_166.67, 2);
  });
  test('S1-16: 510 output tokens and no input give the printed column', () => {
    const thousand = (model: string, options?: Ask) => cost(model, { output: 510 }, options) * 1000;
    expect(thousand('gpt-4.1')).toBeCloseTo(4.08, 10);
    expect(thousand('claude-sonnet-4-5')).toBeCloseTo(7.65, 10);
    expect(thousand('gpt-4.1', reseller)).toBeCloseTo(2.04, 10);
  });
  test('S1-17: but not for the other two', () => {
    expect(1.18 / rate('gemini-2.5-flash', 'output', reseller)).toBeCloseTo(0.000472 * 1000, 6);
    expect((0.24 / rate('deepseek-v3.2', 'output', reseller)) * 1000).toBeCloseTo(571, 0);
    expect(cost('gemini-2.5-flash', { output: 510 }, reseller) * 1000).toBeCloseTo(1.275, 10);
    expect(cost('deepseek-v3.2', { output: 510 }, reseller) * 1000).toBeCloseTo(0.2142, 10);
  });
  test.each([
    ['gpt-4.1', '', 8.192, 4.08, 50],
    ['claude-sonnet-4-5', '', 13.824, 7.65, 55],
    ['gemini-2.5-flash', '', 1.8944, 1.18, 62],
    ['gpt-4.1', 'holysheep', 4.096, 2.04, 50],
    ['deepseek-v3.2', 'holysheep', 0.50176, 0.24, 48],
  ])(
    'S1-18: 1,000 requests of 2,048 and 512 tokens on %s %s',
    (model, provider, expected, printed, percent) => {
      const total = 1000 * cost(model, { input: 2048, output: 512 }, { provider });
      expect(total).toBeCloseTo(expected, 10);
      expect(Math.round((printed / total) * 100)).toBe(percent);
    },
  );
  test('S1-19 to S1-27: 50M in and 20M out', () => {
    const month = (model: string) =>
      cost(model, { input: 50_000 }) * 1000 + cost(model, { output: 20_000 }) * 1000;
    const cases = [
      ['gpt-4.1', 260, 5.5],
      ['claude-sonnet-4-5', 450, 10.25],
      ['gemini-2.5-flash', 65, 0.625],
    ] as const;
    for (const [model, total, delta] of cases) {
      expect(month(model)).toBeCloseTo(total, 9);
      expect(month(model) / 40 - 1).toBeCloseTo(delta, 9);
    }
    expect(month('gpt-4.1') / 12).toBeCloseTo(21.67, 2);
    expect(month('claude-sonnet-4-5') / 20.75).toBeCloseTo(21.69, 2);
    expect(month('gemini-2.5-flash') / 3).toBeCloseTo(21.67, 2);
    expect(1 - 40 / month('gpt-4.1')).toBeCloseTo(0.846, 3);
  });
  test('S1-22, S1-28: what the reseller’s own tiers give', () => {
    const usage = { input: 50 * M, output: 20 * M };
    expect(cost('gpt-4.1', usage, reseller)).toBe(130);
    expect(cost('deepseek-v3.2', usage, reseller)).toBeCloseTo(15.4, 10);
    const share = (kind: 'input' | 'output', each: number) =>
      (each - rate('deepseek-v3.2', kind, reseller)) /
      (rate('gpt-4.1', kind, reseller) - rate('deepseek-v3.2', kind, reseller));
    expect(share('input', 22 / 50)).toBeCloseTo(0.349, 3);
    expect(share('output', 18 / 20)).toBeCloseTo(0.134, 3);
  });
  test('S1-29: GPT-5 at the article’s price and at the list’s', () => {
    const article = readUserPrices({ prices: [{ model: 'gpt-5', input: 3, output: 15 }] }, 'article');
    const own = loadPriceBook({ overrides: [article] });
    const usage = { input: 50 * M, output: 20 * M };
    expect(own.cost(ask('gpt-5', usage))).toBe(450);
    expect(book.cost(ask('gpt-5', usage))).toBe(262.5);
  });
});

describe('article 2', () => {
  const flash = 'deepseek-v4-flash';
  test('S2-01: GPT-4o against DeepSeek V4 Flash', () => {
    const out = rate('gpt-4o', 'output');
    expect(out / rate(flash, 'output', { provider: 'global-apis' })).toBeCloseTo(40, 10);
    for (const [on, ratio] of [
      ['2026-05-01T00:00:00Z', 35.7],
      ['2026-08-20T00:00:00Z', 15.2],
      ['2026-08-20T02:00:00Z', 7.6],
      ['2026-09-15T00:00:00Z', 16.7],
      ['2026-09-15T02:00:00Z', 8.3],
    ] as const) {
      expect(out / rate(flash, 'output', { on })).toBeCloseTo(ratio, 1);
    }
    expect(rate('gpt-4o', 'input') / rate(flash, 'input', { on: '2026-06-01' })).toBeCloseTo(17.9, 1);
    expect(rate('gpt-4o', 'input') / rate(flash, 'input', { on: '2026-10-01' })).toBeCloseTo(16.7, 1);
  });
  test('S2-02: three tiers, billed once or as a cascade', () => {
    const tiers = [
      rate('Qwen/Qwen3-8B', 'output', { provider: 'global-apis' }),
      rate(flash, 'output', { provider: 'global-apis' }),
      rate('deepseek-reasoner', 'output', { provider: 'global-apis' }),
    ] as const;
    expect(tiers.map((tier) => Number(tier.toFixed(6)))).toEqual([0.01, 0.25, 2.5]);
    const once = 0.75 * tiers[0] + 0.2 * tiers[1] + 0.05 * tiers[2];
    const cascade = tiers[0] + 0.25 * tiers[1] + 0.05 * tiers[2];
    expect(once).toBeCloseTo(0.1825, 10);
    expect(cascade).toBeCloseTo(0.1975, 10);
    const full = rate('gpt-4o', 'output');
    expect(1 - once / full).toBeCloseTo(0.982, 3);
    expect(1 - cascade / full).toBeCloseTo(0.98, 3);
    expect(1 - once / tiers[2]).toBeCloseTo(0.927, 3);
    expect(1 - cascade / tiers[2]).toBeCloseTo(0.921, 3);
  });
  test('S2-04: an answer that fails both gates is paid for three times', () => {
    const quality = (characters: number) => (characters < 10 ? 0 : characters > 500 ? 0.9 : 0.7);
    const tiers = (['Qwen/Qwen3-8B', flash, 'deepseek-reasoner'] as const).map((model) =>
      rate(model, 'output', { provider: 'global-apis' }),
    );
    const gates = [0.8, 0.9, 0];
    const paid = (characters: number) => {
      const last = gates.findIndex((gate) => quality(characters) >= gate);
      return tiers.slice(0, last + 1).reduce((sum, tier) => sum + tier, 0);
    };
    for (const characters of [10, 100, 500]) expect(paid(characters)).toBeCloseTo(2.76, 10);
    expect(paid(501)).toBeCloseTo(0.01, 10);
  });
  test('S2-08: the printed saving is the price of one token', () => {
    expect(cost(flash, { output: 1 }, { provider: 'global-apis' })).toBeCloseTo(0.00000025, 15);
  });
  test('S2-09 to S2-11: what 1,600 input tokens cost', () => {
    const old = { on: '2026-06-01' };
    const saved = cost(flash, { input: 1600 }, old);
    expect(saved).toBeCloseTo(0.000224, 12);
    expect(0.024 / saved).toBeCloseTo(107, 0);
    expect(cost(flash, { input: 1600 })).toBeCloseTo(0.00024, 12);
    expect(cost('gpt-4o', { input: 1600 })).toBeCloseTo(0.004, 12);
    expect(cost('gpt-4o', { output: 1600 })).toBeCloseTo(0.016, 12);
    expect((0.024 / 1600) * M).toBeCloseTo(15, 10);
    expect(saved * 10_000).toBeCloseTo(2.24, 10);
    expect(saved * 10_000 * 365).toBeCloseTo(817.6, 8);
    expect(cost('gpt-4o', { input: 1600 }) * 10_000).toBeCloseTo(40, 10);
    expect(cost('gpt-4o', { input: 1600 }) * 10_000 * 365).toBeCloseTo(14_600, 8);
  });
  test('S2-12: compressing below the cache minimum costs more than a hit', () => {
    const { cacheMinTokens: least, cacheStepTokens: step } = book.info('gpt-5', '', Number.NaN)!;
    expect([least, step]).toEqual([1024, 128]);
    const cached = least + Math.floor((2000 - least) / step) * step;
    expect(cached).toBe(1920);
    expect(cost('gpt-5', { input: 2000 })).toBeCloseTo(0.0025, 12);
    const hit = cost('gpt-5', { cacheRead: cached, input: 2000 - cached });
    expect(hit).toBeCloseTo(0.00034, 12);
    expect(cost('gpt-5', { input: 400 })).toBeCloseTo(0.0005, 12);
    expect(cost('gpt-5', { input: 400 }) / hit).toBeCloseTo(1.47, 2);
    expect(cost('gpt-4o', { cacheRead: 2000 })).toBeCloseTo(0.0025, 12);
    expect(cost('gpt-4o', { input: 400 })).toBeCloseTo(0.001, 12);
    expect(book.info('deepseek-flash', '', Number.NaN)!.cacheMinTokens).toBe(64);
  });
  test('S2-14: $15,000 a month', () => {
    expect(cost('gpt-4o', { input: 2000, output: 500 }) * 50_000 * 30).toBeCloseTo(15_000, 6);
  });
  test('S2-15 to S2-17: percentages multiply', () => {
    const start = cost('gpt-4o', { input: 2000, output: 500 }) * 50_000 * 30;
    const steps: number[] = [];
    for (const left of [0.15, 0.4, 0.8, 0.85]) steps.push((steps.at(-1) ?? start) * left);
    expect(steps.map((step) => Number(step.toFixed(6)))).toEqual([2250, 900, 720, 612]);
    expect(1 - steps[3]! / start).toBeCloseTo(0.9592, 10);
    expect(1 - steps[1]! / start).toBeCloseTo(0.94, 10);
  });
  test('S2-18: the hosts’ own prices of the cheap models', () => {
    expect(rate('qwen3-8b', 'output')).toBeCloseTo(0.7, 10);
    expect(rate('qwen/qwen3-8b', 'output', { provider: 'openrouter' })).toBeCloseTo(0.4, 10);
    expect(rate('qwen3-32b', 'output')).toBeCloseTo(2.8, 10);
    expect(rate('qwen/qwen3-32b', 'output', { provider: 'openrouter' })).toBeCloseTo(0.28, 10);
    expect(rate('qwen-mt-turbo', 'output')).toBeCloseTo(0.49, 10);
    expect(rate('deepseek-reasoner', 'output', { on: '2026-06-01' })).toBeCloseTo(0.28, 10);
  });
});

describe('articles 3 and 4', () => {
  test('S3-08: gpt-4 is half of gpt-4-32k, gpt-3.5 at most a fiftieth of 62,400', () => {
    expect(rate('gpt-4', 'input') / rate('gpt-4-32k', 'input')).toBeCloseTo(0.5, 12);
    expect(rate('gpt-4', 'output') / rate('gpt-4-32k', 'output')).toBeCloseTo(0.5, 12);
    expect((62_400 * 0.05 * rate('gpt-4', 'input')) / rate('gpt-4-32k', 'input')).toBeCloseTo(1560, 8);
    expect(rate('gpt-3.5-turbo', 'output') / rate('gpt-4-32k', 'output')).toBeCloseTo(0.0125, 12);
    const share = rate('gpt-3.5-turbo', 'output') / rate('gpt-4-32k', 'output');
    expect(62_400 * 0.3 * share).toBeCloseTo(234, 8);
    expect(4850 - (1560 + 234)).toBe(3056);
  });
  test('S3-09: embeddings are not free', () => {
    expect(cost('text-embedding-3-small', { input: M })).toBe(0.02);
  });
  test('S4-02: a batch costs half, where there is a batch rate', () => {
    for (const model of ['gpt-4.1', 'gpt-4o', 'gpt-5', 'claude-sonnet-4-5', 'claude-haiku-4-5']) {
      const usage = { input: 2048, output: 512 };
      expect(cost(model, usage, { tier: 'batch' })).toBeCloseTo(cost(model, usage) / 2, 15);
    }
    expect(cost('gpt-3.5-turbo', { input: 1 }, { tier: 'batch' })).toBeNaN();
  });
  test('S4-03: gpt-4o-mini against a retired Claude', () => {
    const claude = 'claude-3-5-sonnet-20240620';
    expect(rate(claude, 'input') / rate('gpt-4o-mini', 'input')).toBeCloseTo(20, 10);
    expect(rate(claude, 'output') / rate('gpt-4o-mini', 'output')).toBeCloseTo(25, 10);
    expect(book.price(ask(claude, { input: 1 })).row?.deprecated).toBe(true);
  });
  test('S4-04: gpt-4o-mini against gpt-4o', () => {
    for (const kind of ['input', 'output'] as const) {
      expect(rate('gpt-4o', kind) / rate('gpt-4o-mini', kind)).toBeCloseTo(16.67, 2);
    }
  });
});
