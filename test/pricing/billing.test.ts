import { describe, expect, test } from 'vitest';
import { loadPriceBook } from '../../src/pricing/price-book.ts';
import { ask } from './ask.ts';

const book = loadPriceBook();
const M = 1_000_000;

describe('worked examples', () => {
  test('1. 50M in and 20M out', () => {
    const usage = { input: 50 * M, output: 20 * M };
    expect(book.cost(ask('gpt-4.1', usage))).toBe(260);
    expect(book.cost(ask('gemini-2.5-flash', usage))).toBe(65);
    expect(book.cost(ask('gpt-5', usage))).toBe(262.5);
    // In requests that stay short: 50M tokens in one would take the long-context rates of Sonnet 4.5.
    expect(book.cost(ask('claude-sonnet-4-5', { input: 50_000, output: 20_000 })) * 1000).toBeCloseTo(
      450,
      10,
    );
    expect(book.cost(ask('claude-sonnet-4-5', usage))).toBe(50 * 6 + 20 * 22.5);
  });

  test('2. gpt-5 with cached and reasoning tokens', () => {
    const usage = { input: 1936, cacheRead: 8064, output: 1000, reasoning: 600 };
    expect(book.cost(ask('gpt-5', usage))).toBeCloseTo(0.013428, 12);
  });

  test('3. Sonnet 4.5 with cache reads and writes', () => {
    const usage = { input: 100, cacheWrite5m: 5000, cacheRead: 50_000, output: 800 };
    expect(book.cost(ask('claude-sonnet-4-5', usage))).toBeCloseTo(0.04605, 12);
    expect(book.price(ask('claude-sonnet-4-5', usage)).longContextAbove).toBeNull();
  });

  test('4. Sonnet 5 did not go up', () => {
    expect(book.cost(ask('claude-sonnet-5', { input: M, output: M }, { on: '2026-10-01' }))).toBe(12);
  });

  test.each([
    ['2026-08-17T02:00:00Z', 5.28, true],
    ['2026-08-17T05:00:00Z', 2.64, false],
    ['2026-08-16T15:59:00Z', 1.305, false],
    // Windows include their first millisecond and exclude the last.
    ['2026-08-17T00:59:59.999Z', 2.64, false],
    ['2026-08-17T01:00:00Z', 5.28, true],
    ['2026-08-17T03:59:59.999Z', 5.28, true],
    ['2026-08-17T04:00:00Z', 2.64, false],
    ['2026-08-17T06:00:00Z', 5.28, true],
    ['2026-08-17T10:00:00Z', 2.64, false],
    // In August every day; from 2026-09-10 Monday (14th) to Friday (18th).
    ['2026-08-22T02:00:00Z', 5.28, true],
    ['2026-09-12T02:00:00Z', 2.64, false],
    ['2026-09-13T02:00:00Z', 2.64, false],
    ['2026-09-14T02:00:00Z', 5.28, true],
    ['2026-09-18T09:59:59Z', 5.28, true],
    ['2026-09-19T02:00:00Z', 2.64, false],
  ])('5. deepseek-v4-pro at %s', (on, expected, peak) => {
    const call = ask('deepseek-v4-pro', { input: M, output: M }, { on });
    expect(book.cost(call)).toBeCloseTo(expected, 12);
    expect(book.price(call).peak).toBe(peak);
  });

  test('6. gpt-6.1-sol at and above 272,000', () => {
    expect(book.cost(ask('gpt-6.1-sol', { input: 272_000, output: 1000 }))).toBeCloseTo(0.544 + 0.01, 12);
    expect(book.cost(ask('gpt-6.1-sol', { input: 272_001, output: 1000 }))).toBeCloseTo(1.088004 + 0.015, 12);
    const mixed = { input: 1, cacheRead: 200_000, cacheWrite5m: 72_000, output: 1000 };
    expect(book.cost(ask('gpt-6.1-sol', mixed))).toBeCloseTo(
      (4 + 200_000 * 0.2 + 72_000 * 5 + 15_000) / M,
      12,
    );
    expect(book.price(ask('gpt-6.1-sol', mixed)).longContextAbove).toBe(272_000);
  });

  test('7. Haiku 5.5 above 100,000', () => {
    const usage = { input: 1, cacheRead: 60_000, cacheWrite5m: 20_000, cacheWrite1h: 20_000, output: 10 };
    expect(book.cost(ask('claude-haiku-5-5', usage))).toBeCloseTo(
      (0.5 + 60_000 * 0.05 + 20_000 * 0.625 + 20_000 * 1 + 10 * 2.5) / M,
      12,
    );
    expect(book.cost(ask('claude-haiku-5-5', { input: 100_001, output: 10 }))).toBeCloseTo(
      (100_001 * 0.5 + 25) / M,
      12,
    );
    expect(book.cost(ask('claude-haiku-5-5', { input: 100_000, output: 10 }))).toBeCloseTo(
      (10_000 + 5) / M,
      12,
    );
  });

  test('8. Gemini thoughts are output', () => {
    const call = ask('gemini-4-carbon', { input: 46, output: 195, reasoning: 188 }, { on: '2026-11-15' });
    expect(book.cost(call)).toBeCloseTo(0.002042, 12);
  });

  test('9. a scheduled rise', () => {
    const usage = { input: M, output: M };
    expect(book.cost(ask('gemini-4-argon', usage, { on: '2026-11-30T23:59:59.999Z' }))).toBe(12);
    expect(book.cost(ask('gemini-4-argon', usage, { on: '2026-12-01T00:00:00Z' }))).toBe(24);
  });

  test('10. what is unknown is said and never free', () => {
    const usage = { input: 1000, output: 100 };
    for (const [call, code] of [
      [ask('gpt-99', usage), 'unknown-model'],
      [ask('deepseek-v4-flash', usage, { provider: 'global-apis' }), 'missing-rate'],
      [ask('gpt-5', usage, { on: '2025-08-06' }), 'no-price-at-date'],
      [ask('gpt-5', usage, { provider: 'acme' }), 'unknown-provider'],
      [ask('qwen/qwen3-32b', usage), 'ambiguous-host'],
      [ask('gpt-99', {}), 'unknown-model'],
    ] as const) {
      expect(book.cost(call)).toBeNaN();
      const priced = book.price(call);
      expect(priced.usd).toBeNaN();
      expect(priced.code).toBe(code);
      expect(priced.reason).not.toBe('');
    }
  });

  test('11. a negative count is refused, not priced', () => {
    for (const kind of ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output'] as const) {
      for (const count of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
        const call = ask('gpt-5', { input: 1000, output: 1000, [kind]: count });
        expect(book.cost(call)).toBeNaN();
        expect(book.price(call)).toMatchObject({
          code: 'invalid-usage',
          reason: expect.stringContaining(kind),
        });
      }
    }
  });
});

describe('long context', () => {
  test('300K tokens on Gemini 2.5 Pro are repriced whole: 0.75, not 0.50', () => {
    expect(book.cost(ask('gemini-2.5-pro', { input: 300_000 }))).toBeCloseTo(0.75, 12);
  });

  test('Qwen3-Max has three bands', () => {
    const at = (input: number) => book.cost(ask('qwen3-max', { input, output: 1000 }));
    expect(at(32_000)).toBeCloseTo((32_000 * 1.2 + 6000) / M, 12);
    expect(at(32_001)).toBeCloseTo((32_001 * 2.4 + 12_000) / M, 12);
    expect(at(128_000)).toBeCloseTo((128_000 * 2.4 + 12_000) / M, 12);
    expect(at(128_001)).toBeCloseTo((128_001 * 3 + 15_000) / M, 12);
  });

  test('Opus 4.6 lost its surcharge on 2026-03-13', () => {
    const usage = { input: 200_001 };
    expect(book.cost(ask('claude-opus-4-6', usage, { on: '2026-03-12T23:59:59Z' }))).toBeCloseTo(2.00001, 10);
    expect(book.cost(ask('claude-opus-4-6', usage, { on: '2026-03-13' }))).toBeCloseTo(1.000005, 10);
  });

  test('xAI charges more for what exceeds 200,000', () => {
    expect(book.cost(ask('grok-4.7', { input: 200_000 }))).toBeCloseTo(0.4, 12);
    expect(book.cost(ask('grok-4.7', { input: 200_001 }))).toBeCloseTo(0.800004, 12);
  });

  test('a rate that the long context lacks leaves the call unpriced', () => {
    const call = ask('qwen3.7-plus', { input: 256_000, cacheWrite5m: 1 });
    expect(book.cost(call)).toBeNaN();
    expect(book.price(call).reason).toBe(
      "alibaba's price of qwen3.7-plus has no rate for cache writes above 256000 tokens",
    );
    expect(book.cost(ask('qwen3.7-plus', { input: 255_999, cacheWrite5m: 1 }))).toBeCloseTo(
      (255_999 * 0.5 + 0.625) / M,
      12,
    );
  });
});

describe('caches', () => {
  test.each([
    ['gpt-4.1', 2],
    ['deepseek-flash', 0.15],
    ['mistral-large-2512', 0.5],
    ['gemini-2.5-flash', 0.3],
  ])('%s writes at its input rate', (model, rate) => {
    expect(book.cost(ask(model, { cacheWrite5m: 1000 }))).toBeCloseTo((1000 * rate) / M, 12);
    expect(book.cost(ask(model, { cacheWrite1h: 1000 }))).toBeCloseTo((1000 * rate) / M, 12);
  });

  test('free writes take the long-context input rate', () => {
    expect(book.cost(ask('gpt-5.4', { cacheWrite5m: 272_001 }))).toBeCloseTo((272_001 * 5) / M, 12);
  });

  test('paid writes are paid', () => {
    expect(book.cost(ask('gpt-6-sol', { cacheWrite5m: 1000 }))).toBeCloseTo(0.0025, 12);
    expect(book.cost(ask('claude-opus-5', { cacheWrite1h: 1000 }))).toBeCloseTo(0.01, 12);
    expect(book.cost(ask('gpt-6-sol', { cacheWrite1h: 1000 }))).toBeNaN();
    expect(book.cost(ask('grok-4.7', { cacheWrite5m: 1000 }))).toBeNaN();
  });

  test('reads are the table’s own, not a tenth', () => {
    expect(book.cost(ask('claude-opus-5-5', { cacheRead: M }))).toBe(0.2);
    expect(book.cost(ask('claude-fable-5-1', { cacheRead: M }))).toBe(0.25);
    expect(book.cost(ask('claude-sonnet-5-5', { cacheRead: M }, { on: '2026-10-06T23:59:59Z' }))).toBe(0.2);
    expect(book.cost(ask('claude-sonnet-5-5', { cacheRead: M }, { on: '2026-10-07' }))).toBe(0.1);
    expect(book.cost(ask('gpt-5.4-pro', { cacheRead: 1 }))).toBeNaN();
    expect(book.cost(ask('gpt-5.4-pro', { input: M }))).toBe(60);
  });
});

describe('thinking', () => {
  test('has its own output price at Alibaba, for the whole output', () => {
    expect(book.cost(ask('qwen-plus', { output: 1000 }))).toBeCloseTo(0.0012, 12);
    expect(book.cost(ask('qwen-plus', { output: 1000, reasoning: 1 }))).toBeCloseTo(0.004, 12);
    const long = ask('qwen-plus', { input: 256_001, output: 1000, reasoning: 1 });
    expect(book.price(long)).toMatchObject({
      code: 'missing-rate',
      reason: expect.stringContaining('thinking output'),
    });
  });

  test('is ordinary output elsewhere', () => {
    const plain = book.cost(ask('o3', { input: 10, output: 1000 }));
    expect(book.cost(ask('o3', { input: 10, output: 1000, reasoning: 900 }))).toBe(plain);
  });
});
