import { describe, expect, test } from 'vitest';
import type { ServiceTier } from '../../src/model/call.ts';
import { loadPriceBook } from '../../src/pricing/price-book.ts';
import { ask } from './ask.ts';

const book = loadPriceBook();
const M = 1_000_000;
const LONG = 300_000;

/** US dollars per 1M tokens of one kind; above 272,000 tokens the prompt is that long. */
function rate(
  model: string,
  tier: ServiceTier,
  kind: 'input' | 'cacheRead' | 'cacheWrite5m' | 'output',
  long = false,
) {
  const tokens = long ? LONG : 1000;
  const usage = kind === 'output' && long ? { input: LONG, output: tokens } : { [kind]: tokens };
  const line = book.price(ask(model, usage, { tier })).lines.find((each) => each.kind === kind);
  return line!.rate;
}

describe('as OpenAI lists them', () => {
  // developers.openai.com/api/docs/pricing.md as read on 2026-09-13.
  test.each([
    ['gpt-6-astra', 'batch', 5, 0.5, 6.25, 25],
    ['gpt-6-astra', 'flex', 5, 0.5, 6.25, 25],
    ['gpt-6-astra', 'fast', 20, 2, 25, 100],
    ['gpt-6-astra', 'priority', 20, 2, 25, 100],
    ['gpt-5-mini', 'flex', 0.125, 0.0125, 0.125, 1],
    ['gpt-5-mini', 'priority', 0.45, 0.045, 0.45, 3.6],
    ['gpt-5-nano', 'batch', 0.025, 0.0025, 0.025, 0.2],
    ['gpt-4.1', 'fast', 3.5, 0.875, 3.5, 14],
    ['gpt-4.1-mini', 'priority', 0.7, 0.175, 0.7, 2.8],
    ['gpt-6.1-terra', 'batch', 0.5, 0.025, 0.625, 2.5],
  ] as const)('%s %s', (model, tier, input, cacheRead, cacheWrite, output) => {
    expect(rate(model, tier, 'input')).toBeCloseTo(input, 12);
    expect(rate(model, tier, 'cacheRead')).toBeCloseTo(cacheRead, 12);
    expect(rate(model, tier, 'cacheWrite5m')).toBeCloseTo(cacheWrite, 12);
    expect(rate(model, tier, 'output')).toBeCloseTo(output, 12);
  });

  test.each([
    ['gpt-6-astra', 'batch', 10, 1, 12.5, 37.5],
    ['gpt-6-astra', 'flex', 10, 1, 12.5, 37.5],
    ['gpt-6-astra', 'fast', 40, 4, 50, 150],
  ] as const)('%s %s above 272,000', (model, tier, input, cacheRead, cacheWrite, output) => {
    expect(rate(model, tier, 'input', true)).toBeCloseTo(input, 12);
    expect(rate(model, tier, 'cacheRead', true)).toBeCloseTo(cacheRead, 12);
    expect(rate(model, tier, 'cacheWrite5m', true)).toBeCloseTo(cacheWrite, 12);
    expect(rate(model, tier, 'output', true)).toBeCloseTo(output, 12);
  });

  test('a batch takes nothing off cached input before GPT-5, and says so', () => {
    const priced = book.price(
      ask('gpt-4.1', { input: 1000, cacheRead: 1000, output: 1000 }, { tier: 'batch' }),
    );
    expect(priced.usd).toBeCloseTo((1000 * 1 + 1000 * 0.5 + 1000 * 4) / M, 12);
    expect(priced.caveats.join()).toContain('no batch rate is listed for cached input');
    expect(book.price(ask('gpt-4.1', { input: 1000 }, { tier: 'batch' })).caveats).toEqual([]);
  });
});

describe('other providers', () => {
  test('an Anthropic batch halves everything, long context included', () => {
    const usage = { input: 1000, cacheRead: 1000, cacheWrite5m: 1000, cacheWrite1h: 1000, output: 1000 };
    for (const model of ['claude-sonnet-5', 'claude-opus-4-6', 'claude-haiku-5-5']) {
      const whole = book.cost(ask(model, usage));
      expect(book.cost(ask(model, usage, { tier: 'batch' }))).toBeCloseTo(whole / 2, 15);
    }
    const long = { ...usage, input: 100_000 };
    expect(book.cost(ask('claude-haiku-5-5', long, { tier: 'batch' }))).toBeCloseTo(
      book.cost(ask('claude-haiku-5-5', long)) / 2,
      15,
    );
  });

  test('Anthropic fast mode raises the caches with the input', () => {
    const call = ask('claude-opus-5-5', { input: 1000, cacheRead: 1000, output: 1000 }, { tier: 'fast' });
    expect(book.cost(call)).toBeCloseTo((8000 + 400 + 40_000) / M, 12);
  });

  test('a Gemini batch takes nothing off cached input', () => {
    const call = ask('gemini-2.5-pro', { input: 1000, cacheRead: 1000, output: 1000 }, { tier: 'batch' });
    expect(book.cost(call)).toBeCloseTo((625 + 125 + 5000) / M, 12);
  });

  test('nor does Gemini flex', () => {
    const priced = book.price(
      ask('gemini-2.5-pro', { input: 1000, cacheRead: 1000, output: 1000 }, { tier: 'flex' }),
    );
    expect(priced.usd).toBeCloseTo((625 + 125 + 5000) / M, 12);
    expect(priced.caveats.join()).toContain('no flex rate is listed for cached input');
  });

  test('xAI priority is twice the list', () => {
    const usage = { input: 1000, cacheRead: 1000, output: 1000 };
    expect(book.cost(ask('grok-4.6', usage, { tier: 'priority' }))).toBeCloseTo(
      2 * book.cost(ask('grok-4.6', usage)),
      15,
    );
  });

  test('an embedding in a batch is half', () => {
    expect(book.cost(ask('text-embedding-3-small', { input: M }, { tier: 'batch' }))).toBe(0.01);
  });
});

describe('a tier without a listed rate', () => {
  test.each([
    ['gpt-3.5-turbo', 'batch', 'input, output'],
    ['gpt-5.1-codex', 'batch', 'input, output'],
    ['gpt-4.1', 'flex', 'input, output'],
    ['gpt-5.4-nano', 'priority', 'input, output'],
    ['claude-sonnet-5', 'fast', 'input, output'],
    ['claude-sonnet-5', 'priority', 'input, output'],
    ['deepseek-flash', 'batch', 'input, output'],
  ] as const)('%s %s is unpriced', (model, tier, kinds) => {
    const call = ask(model, { input: 1000, output: 1000 }, { tier });
    expect(book.cost(call)).toBeNaN();
    expect(book.price(call)).toMatchObject({
      code: 'missing-rate',
      reason: expect.stringContaining(`no ${tier} rate for ${kinds}`),
    });
  });

  test('has no rate for cached input either', () => {
    expect(book.cost(ask('gpt-3.5-turbo', { cacheRead: 1 }, { tier: 'batch' }))).toBeNaN();
    expect(book.cost(ask('deepseek-flash', { cacheRead: 1 }, { tier: 'batch' }))).toBeNaN();
  });
});

test('uncertain rates are named where they are used', () => {
  const caveats = (tier: ServiceTier) =>
    book.price(ask('gpt-5.5', { input: 1, output: 1 }, { tier })).caveats;
  expect(caveats('standard')).toEqual([]);
  expect(caveats('priority')).toEqual([
    'not confirmed: priority_input of gpt-5.5',
    'not confirmed: priority_output of gpt-5.5',
  ]);
});
