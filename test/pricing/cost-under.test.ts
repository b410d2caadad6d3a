import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SERVICE_TIERS } from '../../src/model/call.ts';
import type { Billable, RateTerms } from '../../src/model/price.ts';
import { BILLED_KINDS, type BilledKind, NO_TOKENS } from '../../src/model/usage.ts';
import { loadPriceBook } from '../../src/pricing/price-book.ts';

const book = loadPriceBook();
const sold = book.periods.map(({ info }) => ({ model: info.id, provider: info.provider }));
/** Peak hours depend on the weekday and the hour, which the days below do not share. */
const withoutPeak = sold.filter(({ model, provider }) =>
  book.periods.every(
    ({ info, peak }) => peak === undefined || info.id !== model || info.provider !== provider,
  ),
);
/** Around every threshold of the table, and far from any. */
const thresholds = [...new Set(book.periods.flatMap((period) => period.thresholds))];
const counts = fc.oneof(
  fc.integer({ min: 0, max: 5_000 }),
  fc.constantFrom(...thresholds.flatMap((threshold) => [threshold - 1, threshold, threshold + 1])),
);

const usage = fc
  .record({ input: counts, cacheRead: counts, cacheWrite5m: counts, cacheWrite1h: counts, output: counts })
  .chain((tokens) =>
    fc.integer({ min: 0, max: Math.min(1, tokens.output) }).map((reasoning) => ({ ...tokens, reasoning })),
  );

/** Calls of one model and tier in the hours of one day, weekends among them: no price of the table changes within these. */
const callsOfADay: fc.Arbitrary<Billable[]> = fc
  .record({
    sold: fc.constantFrom(...sold),
    day: fc.integer({ min: 12, max: 19 }),
    tier: fc.constantFrom(...SERVICE_TIERS),
    asked: fc.array(fc.record({ quarter: fc.integer({ min: 0, max: 95 }), usage }), {
      minLength: 1,
      maxLength: 40,
    }),
  })
  .map(({ sold: { model, provider }, day, tier, asked }) =>
    asked.map(({ quarter, usage: tokens }) => {
      return { model, provider, tier, time: Date.UTC(2026, 10, day, 0, 15 * quarter), usage: tokens };
    }),
  );

describe('tokens of calls under the same terms', () => {
  test('cost together what the calls cost one by one', () => {
    fc.assert(
      fc.property(callsOfADay, (calls) => {
        const sums = new Map<
          string,
          { terms: RateTerms; time: number; tokens: Record<BilledKind, number>; usd: number }
        >();
        for (const one of calls) {
          const terms = book.terms(one);
          const key = JSON.stringify(terms);
          const sum = sums.get(key) ?? { terms, time: one.time, tokens: { ...NO_TOKENS }, usd: 0 };
          for (const kind of BILLED_KINDS) sum.tokens[kind] += one.usage[kind];
          sum.usd += book.cost(one);
          sums.set(key, sum);
        }
        for (const { terms, time, tokens, usd } of sums.values()) {
          const found = book.costUnder(terms, time, tokens);
          if (Number.isNaN(usd)) expect(found).toBeNaN();
          else expect(Math.abs(found - usd)).toBeLessThanOrEqual(1e-9 * Math.max(1, usd));
        }
      }),
      { numRuns: 500, seed: 7 },
    );
  });

  test('cost on another day what the calls would cost on it, whatever became of thresholds', () => {
    const days = [8, 60, 130, 200, 300, 420].map((days) => Date.UTC(2025, 9, days));
    fc.assert(
      fc.property(
        fc.constantFrom(...withoutPeak),
        fc.constantFrom(...days),
        fc.constantFrom(...days),
        usage,
        (one, then, now, asked) => {
          const call: Billable = { ...one, tier: 'standard', time: then, usage: asked };
          expect(book.costUnder(book.terms(call), now, asked)).toBe(book.cost({ ...call, time: now }));
        },
      ),
      { numRuns: 3000, seed: 11 },
    );
    // xAI moved the threshold of grok-4 from 128,000 tokens to 200,000.
    const long = { ...NO_TOKENS, input: 250_000 };
    const grok: Billable = {
      model: 'grok-4',
      provider: 'xai',
      tier: 'standard',
      time: Date.UTC(2026, 2, 9),
      usage: long,
    };
    const later = Date.UTC(2026, 10, 9);
    expect(book.costUnder(book.terms(grok), later, long)).toBe(book.cost({ ...grok, time: later }));
  });

  test('are at peak by their hour also from before there were peak prices, and when other days had them', () => {
    const usage = { ...NO_TOKENS, input: 10_000, output: 1_000 };
    // deepseek-v4-flash has peak hours since 2026-08-16, and off-peak weekends since 2026-09-10. Tuesdays and Saturdays.
    const july = [14, 18].map((day) => Date.UTC(2026, 6, day));
    const august = [25, 29].map((day) => Date.UTC(2026, 7, day));
    const november = [10, 14].map((day) => Date.UTC(2026, 10, day));
    const at = (midnight: number, hour: number): Billable => {
      const time = midnight + hour * 3_600_000;
      return { model: 'deepseek-v4-flash', provider: 'deepseek', tier: 'standard', time, usage };
    };
    for (const hour of [0, 2, 5, 7, 12]) {
      for (const day of [0, 1]) {
        const calls = [july, august, november].map((days) => at(days[day]!, hour));
        for (const call of calls)
          for (const other of calls)
            expect(book.costUnder(book.terms(call), other.time, usage)).toBe(book.cost(other));
      }
    }
  });

  test('keep their band and their hour on another day', () => {
    const long = {
      model: 'gemini-2.5-pro',
      provider: 'google',
      tier: 'standard',
      time: Date.UTC(2026, 10, 20),
    } as const;
    const none = { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, reasoning: 0 };
    const terms = book.terms({ ...long, usage: { ...none, input: 200_001 } });
    expect(terms.above).toBe(200_000);
    // A tenth of such a prompt is billed as a part of it, not as a short one.
    const short = book.cost({ ...long, usage: { ...none, input: 20_000 } });
    const part = book.costUnder(terms, long.time, { ...none, input: 20_000 });
    expect(part).toBeCloseTo(2 * short, 12);
  });

  test('of a model that nobody sells have no price', () => {
    const usage = { input: 1, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, reasoning: 0 };
    const terms = book.terms({
      model: 'nobody-sells-this',
      provider: '',
      tier: 'standard',
      time: Number.NaN,
      usage,
    });
    expect(terms).toMatchObject({ above: 0, peak: [], isReasoning: false });
    expect(book.costUnder(terms, Date.UTC(2026, 10, 20), usage)).toBeNaN();
  });
});
