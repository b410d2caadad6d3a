import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SERVICE_TIERS, type ServiceTier } from '../../src/model/call.ts';
import { addTokens, type TokenCounts } from '../../src/model/usage.ts';
import { loadPriceBook } from '../../src/pricing/price-book.ts';
import type { PriceRow } from '../../src/pricing/table/price-row.ts';
import { bandsOf } from '../../src/pricing/table/rate-card.ts';
import { TABLE } from '../../src/pricing/table/table.ts';
import { referenceCost } from './reference.ts';

const book = loadPriceBook();

const tokens = (max: number) => fc.oneof(fc.constant(0), fc.integer({ min: 0, max }));
const usages = (max: number): fc.Arbitrary<TokenCounts> =>
  fc
    .record({
      input: tokens(max),
      cacheRead: tokens(max),
      cacheWrite5m: tokens(max),
      cacheWrite1h: tokens(max),
      output: tokens(max),
      thinks: fc.boolean(),
    })
    .map(({ thinks, ...usage }) => ({ ...usage, reasoning: thinks ? Math.ceil(usage.output / 2) : 0 }));

const rows = fc.constantFrom(...TABLE);

function timesOf(row: PriceRow): fc.Arbitrary<number> {
  const from = row.effective_from === null ? Date.UTC(2020, 0, 1) : Date.parse(row.effective_from);
  const to =
    row.effective_to === null ? Math.max(from + 1, Date.UTC(2028, 0, 1)) : Date.parse(row.effective_to);
  return fc.integer({ min: from, max: to - 1 });
}

function call(row: PriceRow, time: number, usage: TokenCounts, tier: ServiceTier = 'standard') {
  return { model: row.model, provider: row.provider, time, tier, usage };
}

const calls = rows.chain((row) => fc.tuple(fc.constant(row), timesOf(row), usages(400_000)));

describe('the cost of a call', () => {
  test('is what the plain reference says', () => {
    let unpriced = 0;
    let priced = 0;
    fc.assert(
      fc.property(calls, ([row, time, usage]) => {
        const expected = referenceCost(row, call(row, time, usage));
        const actual = book.cost(call(row, time, usage));
        if (Number.isNaN(expected)) {
          unpriced++;
          expect(actual).toBeNaN();
        } else {
          priced++;
          expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-12 * Math.max(1, expected));
        }
      }),
      { numRuns: 5000, seed: 1 },
    );
    expect(Math.min(priced, unpriced)).toBeGreaterThan(500);
  });

  test('equals its breakdown, which adds up', () => {
    fc.assert(
      fc.property(calls, fc.constantFrom(...SERVICE_TIERS), ([row, time, usage], tier) => {
        const billable = call(row, time, usage, tier);
        const cost = book.cost(billable);
        const priced = book.price(billable);
        expect(priced.usd).toBe(cost);
        expect(priced.row).toBe(row);
        expect(priced.code === 'priced').toBe(!Number.isNaN(cost));
        expect(priced.reason === '').toBe(priced.code === 'priced');
        const sum = priced.lines.reduce((total, line) => total + line.usd, 0);
        if (priced.code === 'priced') expect(sum).toBeCloseTo(cost, 9);
        else expect(sum).toBeNaN();
      }),
      { numRuns: 3000, seed: 2 },
    );
  });

  test('is never negative and never 0 for tokens whose rate is unknown', () => {
    fc.assert(
      fc.property(calls, fc.constantFrom(...SERVICE_TIERS), ([row, time, usage], tier) => {
        const { usd, lines } = book.price(call(row, time, usage, tier));
        if (lines.some((line) => Number.isNaN(line.rate))) expect(usd).toBeNaN();
        else expect(usd).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 3000, seed: 3 },
    );
  });

  test('is linear below the first threshold', () => {
    const small = rows.chain((row) => fc.tuple(fc.constant(row), timesOf(row), usages(3000), usages(3000)));
    fc.assert(
      fc.property(small, ([row, time, a, b]) => {
        const first = book.cost(call(row, time, a));
        const second = book.cost(call(row, time, b));
        const both = book.cost(call(row, time, addTokens(a, b)));
        // Thinking changes the rate of the whole output where it has a price of its own: that is no line.
        fc.pre(row.output_reasoning === undefined);
        if (Number.isNaN(first) || Number.isNaN(second)) expect(both).toBeNaN();
        else expect(both).toBeCloseTo(first + second, 12);
      }),
      { numRuns: 3000, seed: 4 },
    );
  });

  test('does not fall when tokens are added', () => {
    fc.assert(
      fc.property(calls, usages(50_000), ([row, time, usage], more) => {
        const less = book.cost(call(row, time, usage));
        const all = book.cost(call(row, time, addTokens(usage, more)));
        fc.pre(!Number.isNaN(less) && !Number.isNaN(all));
        expect(all).toBeGreaterThanOrEqual(less - 1e-12);
      }),
      { numRuns: 3000, seed: 5 },
    );
  });

  test('jumps only one token above a threshold', () => {
    for (const row of TABLE) {
      for (const band of bandsOf(row)) {
        const time = row.effective_from === null ? Date.UTC(2020, 0, 1) : Date.parse(row.effective_from);
        const at = (input: number) =>
          book.price(
            call(row, time, {
              ...{ cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, reasoning: 0 },
              input,
            }),
          );
        expect(at(band.above_tokens).longContextAbove, row.model).not.toBe(band.above_tokens);
        expect(at(band.above_tokens + 1).longContextAbove, row.model).toBe(band.above_tokens);
        expect(at(band.above_tokens + 1).lines[0]?.rate).toBe(band.input);
      }
    }
  });

  test('of a cached token is at most that of a fresh one, in every tier', () => {
    for (const row of TABLE) {
      const time = row.effective_from === null ? Date.UTC(2020, 0, 1) : Date.parse(row.effective_from);
      const none = { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, reasoning: 0 };
      for (const tier of SERVICE_TIERS) {
        const read = book.cost(call(row, time, { ...none, cacheRead: 1000 }, tier));
        if (!Number.isNaN(read))
          expect(read).toBeLessThanOrEqual(
            book.cost(call(row, time, { ...none, input: 1000 }, tier)) + 1e-12,
          );
      }
    }
  });
});

describe('names that are not in the table', () => {
  const names = new Set(TABLE.flatMap((row) => [row.model, ...row.aliases]));
  const change = (name: string) =>
    fc.oneof(
      fc.string({ minLength: 1, maxLength: 3 }).map((tail) => name + tail),
      fc.integer({ min: 1, max: name.length - 1 }).map((cut) => name.slice(0, cut)),
      fc.constant(name.toUpperCase()),
    );

  test('are never priced', () => {
    const near = fc
      .constantFrom(...names)
      .chain(change)
      .filter((name) => !names.has(name) && !name.includes('/'));
    const usage = { input: 1000, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 10, reasoning: 0 };
    fc.assert(
      fc.property(near, (model) => {
        expect(book.cost({ model, provider: '', time: Number.NaN, tier: 'standard', usage })).toBeNaN();
      }),
      { numRuns: 3000, seed: 6 },
    );
  });
});
