import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SERVICE_TIERS } from '../../src/model/call.ts';
import { readUserPrices } from '../../src/pricing/own/user-prices.ts';
import { loadPriceBook } from '../../src/pricing/price-book.ts';
import { TABLE } from '../../src/pricing/table/table.ts';
import { ask } from './ask.ts';

const OWN = readUserPrices(
  {
    prices: [{ model: 'gpt-4.1', input: 1.5, output: 6, cache_read: 0.25 }],
    discounts: { anthropic: 15 },
  },
  'own.json',
);
const books = [loadPriceBook(), loadPriceBook({ overrides: [OWN] })];

const kinds = ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output'] as const;
const tokens = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 400_000 }));
const usage = fc
  .record(
    Object.fromEntries(kinds.map((kind) => [kind, tokens])) as Record<(typeof kinds)[number], typeof tokens>,
  )
  .chain((counts) => fc.nat(counts.output).map((reasoning) => ({ ...counts, reasoning })));
const calls = fc.record({
  row: fc.constantFrom(...TABLE),
  tier: fc.constantFrom(...SERVICE_TIERS),
  // Peak hours, promotions and changes of price are all in this span.
  time: fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 2, 1) }),
  usage,
});

describe('the bill of a call', () => {
  test('adds up to its cost to the last bit, by every tier, band, hour and price of its own', () => {
    let priced = 0;
    fc.assert(
      fc.property(calls, fc.constantFrom(...books), ({ row: { model, provider }, ...call }, book) => {
        const billable = { model, provider, ...call };
        const lines = book.bill(billable)?.lines ?? [];
        const cost = book.cost(billable);
        if (cost > 0) priced++;
        if (book.bill(billable) === undefined) {
          expect(cost).toBeNaN();
          return;
        }
        expect(lines.reduce((sum, { usd }) => sum + usd, 0)).toBe(cost);
        for (const kind of kinds)
          expect(lines.find((line) => line.kind === kind)?.tokens ?? 0).toBe(call.usage[kind]);
      }),
      { numRuns: 4000, seed: 1 },
    );
    expect(priced).toBeGreaterThan(500);
  });

  test('says what the list asks where a discount is taken off it', () => {
    const [list, own] = books.map((book) =>
      book.bill(ask('claude-sonnet-4-5', { input: 1000, output: 1000 })),
    );
    expect(list!.lines.map(({ rate, listRate }) => [rate, listRate])).toEqual([
      [3, 3],
      [15, 15],
    ]);
    expect(own!.lines.map(({ rate, listRate }) => [rate, listRate])).toEqual([
      [2.55, 3],
      [12.75, 15],
    ]);
  });

  test('takes a price of the user as it is', () => {
    const bill = books[1]!.bill(ask('gpt-4.1', { input: 100, cacheRead: 50 }));
    expect(bill).toEqual({
      provider: 'openai',
      lines: [
        { kind: 'input', tokens: 100, rate: 1.5, listRate: 1.5, usd: 0.00015 },
        { kind: 'cacheRead', tokens: 50, rate: 0.25, listRate: 0.25, usd: 0.0000125 },
      ],
    });
  });

  test('has the rates of a long prompt and of the batch tier', () => {
    const rates = (model: string, input: number, tier: 'standard' | 'batch') =>
      books[0]!.bill(ask(model, { input, output: 1 }, { tier }))!.lines.map(({ rate }) => rate);
    expect(rates('gemini-2.5-pro', 200_000, 'standard')).toEqual([1.25, 10]);
    expect(rates('gemini-2.5-pro', 200_001, 'standard')).toEqual([2.5, 15]);
    expect(rates('gpt-4.1', 1000, 'batch')).toEqual([1, 4]);
  });

  test('is unknown for a model without a price', () => {
    expect(books[0]!.bill(ask('no-such-model-9', { input: 1 }))).toBeUndefined();
  });
});
