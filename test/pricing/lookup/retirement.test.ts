import { describe, expect, test } from 'vitest';
import { readUserPrices } from '../../../src/pricing/own/user-prices.ts';
import { loadPriceBook } from '../../../src/pricing/price-book.ts';

const book = loadPriceBook();
const day = (model: string, provider = '') => {
  const known = book.retirement(model, provider);
  if (known === undefined) return undefined;
  return Number.isNaN(known.retires) ? 'deprecated' : new Date(known.retires).toISOString();
};

describe('retirement', () => {
  test('by id, alias, snapshot and routed name', () => {
    const end = '2026-12-11T00:00:00.000Z';
    expect(day('gpt-5')).toBe(end);
    expect(day('gpt-5-2025-08-07')).toBe(end);
    expect(day('openai/gpt-5', 'litellm')).toBe(end);
    expect(day('claude-sonnet-4-5-20250929', 'anthropic')).toBe('2026-11-30T00:00:00.000Z');
    expect(book.retirement('gpt-5', 'openai')).toMatchObject({ replacement: 'gpt-5.6-sol', asOf: book.date });
  });

  test('a snapshot goes on its own day', () => {
    expect(day('gpt-4o-2024-05-13')).toBe('2026-10-23T00:00:00.000Z');
    expect(day('gpt-4o')).toBe('2027-01-14T00:00:00.000Z');
    expect(day('gpt-4-0314')).toBe('2026-03-26T00:00:00.000Z');
    expect(day('deepseek-chat')).toBe('2026-07-24T15:59:00.000Z');
  });

  test('on the day of whoever serves it', () => {
    // Put off from 2026-10-01 after the state of 2026-07-07.
    expect(day('gpt-4o', 'azure')).toBe('2027-04-14T00:00:00.000Z');
    expect(day('azure/gpt-4o')).toBe('2027-04-14T00:00:00.000Z');
    expect(day('gpt-4o-2024-05-13', 'azure')).toBe('2026-12-09T00:00:00.000Z');
    expect(day('gemini-2.5-pro', 'google')).toBe('2026-12-01T00:00:00.000Z');
    expect(day('gemini-2.5-pro', 'vertex')).toBe('2026-10-20T00:00:00.000Z');
    expect(day('claude-3-opus', 'bedrock')).toBe('2026-01-15T00:00:00.000Z');
    expect(day('claude-sonnet-4-5', 'bedrock')).toBeUndefined();
    expect(day('us.anthropic.claude-sonnet-4-20250514-v1:0', 'bedrock')).toBe('2026-10-14T00:00:00.000Z');
    expect(day('bedrock/anthropic.claude-3-7-sonnet-20250219-v1:0')).toBe('2026-04-28T00:00:00.000Z');
    expect(day('anthropic.claude-sonnet-4-5-20250929-v1:0', 'bedrock')).toBeUndefined();
    expect(day('openai/gpt-4o', 'openrouter')).toBeUndefined();
  });

  test('what the table marks as deprecated, without a day', () => {
    expect(day('grok-2-1212')).toBe('deprecated');
    expect(day('command-r')).toBe('deprecated');
    expect(day('sonar')).toBe('2026-09-27T00:00:00.000Z');
  });

  test('unknown stays unknown', () => {
    expect(day('gpt-5.4')).toBeUndefined();
    expect(day('house-model')).toBeUndefined();
    expect(day('')).toBeUndefined();
    expect(day('x'.repeat(100_000))).toBeUndefined();
  });

  test("through the user's alias", () => {
    const own = readUserPrices({ aliases: { prod: { model: 'gpt-4.1', provider: 'openai' } } }, 'own.json');
    expect(loadPriceBook({ overrides: [own] }).retirement('prod', '')?.replacement).toBe('gpt-6-luna');
  });
});

describe('price periods', () => {
  test('one after the other, with the standard rates', () => {
    const periods = book.pricePeriods('gpt-5.6-sol', 'openai');
    expect(periods.map(({ input, output }) => [input, output])).toEqual([
      [5, 30],
      [4, 20],
    ]);
    expect(periods[0]!.to).toBe(Date.UTC(2026, 7, 21));
    expect(periods[1]!.from).toBe(periods[0]!.to);
    expect(periods[1]!.to).toBe(Number.POSITIVE_INFINITY);
  });

  test('follow a name from model to model', () => {
    const periods = book.pricePeriods('deepseek-chat', '');
    expect(periods[0]!.from).toBe(Number.NEGATIVE_INFINITY);
    for (let i = 1; i < periods.length; i++) expect(periods[i]!.from).toBe(periods[i - 1]!.to);
    expect(periods.map(({ input }) => input)).toEqual([0.14, 0.27, 0.56, 0.28, 0.14, 0.14, 0.22, 0.15]);
  });

  test('hold the discount, and are one where everything is priced as of one date', () => {
    const own = readUserPrices({ discounts: { openai: 10 } }, 'own.json');
    expect(loadPriceBook({ overrides: [own] }).pricePeriods('gpt-5.6-sol', '')[1]!.input).toBe(3.6);
    const dated = loadPriceBook({ at: Date.UTC(2026, 7, 1) }).pricePeriods('gpt-5.6-sol', '');
    expect(dated.map(({ input }) => input)).toEqual([5]);
  });

  test('none of a model that is not known', () => {
    expect(book.pricePeriods('house-model', '')).toEqual([]);
  });
});
