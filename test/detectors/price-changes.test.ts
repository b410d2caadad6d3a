import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { priceChanges } from '../../src/detectors/price-changes.ts';
import { readUserPrices } from '../../src/pricing/own/user-prices.ts';
import { inOrder } from '../support/calls.ts';
import { realModels } from './real-models.ts';
import { runDetector } from './run-detector.ts';

const models = realModels();

type Parts = Parameters<typeof inOrder>[0][number];

/** A call of 100k input and 10k output tokens. */
const on = (day: string, parts: Parts = {}): Parts => ({
  time: Date.parse(day),
  provider: '',
  usage: { input: 100_000, output: 10_000 },
  ...parts,
});
const run = (parts: readonly Parts[], settings = {}, known = models) =>
  runDetector(priceChanges, inOrder(parts), undefined, settings, known);

// GPT-5.6 Sol: 5/30 until 2026-08-21, then 4/20; Terra changed on 2026-07-30.
const sol = { model: 'gpt-5.6-sol' };

describe('a change within the log', () => {
  const parts = [on('2026-08-20', sol), on('2026-08-20T23:59:59.999Z', sol), on('2026-08-21', sol)];

  test('with its calls on either side and what they cost at either price', () => {
    const [group, ...others] = run(parts);
    expect(others).toEqual([]);
    const { oldInput, newInput, oldOutput, newOutput } = group!.columns as Record<string, number>;
    const old = 0.1 * oldInput! + 0.01 * oldOutput!;
    const now = 0.1 * newInput! + 0.01 * newOutput!;
    expect([oldInput, newInput]).toEqual([5, 4]);
    expect(group).toMatchObject({ label: 'gpt-5.6-sol falls on 2026-08-21', basis: 'measured' });
    expect(group!.columns).toMatchObject({
      changes: '2026-08-21',
      callsBefore: 2,
      callsAfter: 1,
      unpriced: 0,
    });
    expect(group!.columns.oldUsd).toBeCloseTo(3 * old, 12);
    expect(group!.columns.newUsd).toBeCloseTo(3 * now, 12);
    expect(group!.columns.changeUsd).toBeCloseTo(3 * (now - old), 12);
    expect(group!.covered!.calls).toBe(3);
    const calls = inOrder([
      ...parts,
      on('2026-08-21', { model: 'gpt-5.5' }),
      on('2026-08-21', { ...sol, cacheHit: true }),
    ]);
    expect(calls.map((call) => group!.covered!.covers(call))).toEqual([true, true, true, false, false]);
  });

  test('needs calls on both sides', () => {
    expect(run([on('2026-08-18', { model: 'gpt-5.5' }), on('2026-08-21', sol)])).toEqual([]);
    expect(run([on('2026-08-18', sol), on('2026-08-22', { model: 'gpt-5.5' })])).toEqual([]);
  });

  test('and not one outside it, or of a model that is not used', () => {
    const terra = { model: 'gpt-5.6-terra' };
    expect(run([on('2026-08-18', terra), on('2026-08-24', terra)])).toEqual([]);
    expect(run([on('2026-08-18', { model: 'gpt-5.5' }), on('2026-08-24', { model: 'gpt-5.5' })])).toEqual([]);
  });

  test('is told as estimated where the tokens are', () => {
    expect(run([...parts, on('2026-08-22', { ...sol, usageBasis: 'estimated' })])[0]!.basis).toBe(
      'estimated',
    );
  });

  test('leaves calls out of the sums whose cost is not known', () => {
    const none = { ...sol, usageBasis: 'none' as const, usage: { input: 0, output: 0 } };
    const [group] = run([on('2026-08-20', none), on('2026-08-21', none)]);
    expect(group!.columns).toMatchObject({ unpriced: 2, oldUsd: null, newUsd: null, changeUsd: null });
  });

  test('calls without a time are on neither side', () => {
    const [group] = run([...parts, { ...sol, provider: '', time: Number.NaN }]);
    expect(group!.columns).toMatchObject({ callsBefore: 2, callsAfter: 1 });
    const [timeless] = inOrder([{ ...sol, provider: '', time: Number.NaN }]);
    expect(group!.covered!.covers(timeless!)).toBe(false);
  });
});

describe('a change after the log', () => {
  const argon = { model: 'gemini-4-argon' };

  test('that is known, within the days', () => {
    const [group] = run([on('2026-11-12', argon)]);
    expect(group).toMatchObject({
      label: 'gemini-4-argon rises on 2026-12-01',
      columns: { callsBefore: 1, callsAfter: 0, oldInput: 2, newInput: 4 },
    });
    expect(run([on('2026-11-12', argon)], { days: 19 })).toHaveLength(1);
    expect(run([on('2026-11-12', argon)], { days: 18 })).toEqual([]);
  });

  test('no price changes when every call is priced as of one date', () => {
    const known = realModels({ at: Date.UTC(2026, 10, 20) });
    expect(run([on('2026-11-12', argon)], {}, known)).toEqual([]);
  });
});

test("the user's own prices change on their own days", () => {
  const own = readUserPrices(
    {
      prices: [
        { model: 'house', input: 1, output: 1, effective_to: '2026-08-01' },
        { model: 'house', input: 2, output: 2, effective_from: '2026-08-01' },
      ],
    },
    'own.json',
  );
  const known = realModels({ overrides: [own] });
  const groups = run([on('2026-07-30', { model: 'house' }), on('2026-08-02', { model: 'house' })], {}, known);
  expect(groups.map(({ label }) => label)).toEqual(['house rises on 2026-08-01']);
});

test('the sums are those of a plain second reading, whatever the calls', () => {
  const call = fc.record({
    hours: fc.integer({ min: 0, max: 24 * 14 - 1 }),
    model: fc.constantFrom('gpt-5.6-sol', 'gpt-5.6', 'gpt-5.5'),
    input: fc.integer({ min: 0, max: 400_000 }),
    output: fc.integer({ min: 0, max: 9000 }),
  });
  const CHANGE = Date.UTC(2026, 7, 21);
  fc.assert(
    fc.property(fc.array(call, { maxLength: 30 }), (drafts) => {
      drafts.sort((a, b) => a.hours - b.hours);
      const parts = drafts.map(({ hours, model, input, output }) => ({
        time: CHANGE + (hours - 24 * 7) * 3_600_000,
        model,
        provider: '',
        usage: { input, output },
      }));
      const calls = inOrder(parts).filter(({ model }) => model !== 'gpt-5.5');
      const before = calls.filter(({ time }) => time < CHANGE).length;
      const groups = run(parts);
      if (before === 0 || before === calls.length) return;
      const sum = (time: number) => calls.reduce((usd, each) => usd + models.cost({ ...each, time }), 0);
      expect(groups[0]!.columns.oldUsd).toBeCloseTo(sum(CHANGE - 1), 9);
      expect(groups[0]!.columns.newUsd).toBeCloseTo(sum(CHANGE), 9);
    }),
  );
});
