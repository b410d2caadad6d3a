import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exceedsIncrease, exceedsMax, exceedsMin } from '../../../src/gate/budgets/limit-check.ts';

const figure = fc.double({ min: 0, max: 1e12, noNaN: true });
const share = fc.double({ min: 0, max: 10, noNaN: true });

/** The same sum, added up in another order. */
const sums = fc
  .array(fc.double({ min: 1e-6, max: 1e3, noNaN: true }), { minLength: 1, maxLength: 60 })
  .map((parts) => [
    parts.reduce((sum, part) => sum + part, 0),
    [...parts].sort((a, b) => a - b).reduceRight((sum, part) => sum + part, 0),
  ]);

describe('what equals a limit keeps it', () => {
  test('at any value', () => {
    fc.assert(
      fc.property(figure, share, (value, by) => {
        expect(exceedsMax(value, value)).toBeNull();
        expect(exceedsMin(value, value)).toBeNull();
        expect(exceedsIncrease(value * (1 + by), value, { share: by })).toBeNull();
        expect(exceedsIncrease(value + by, value, { amount: by })).toBeNull();
        expect(exceedsIncrease(value, value, { share: 0 })).toBeNull();
        expect(exceedsIncrease(value, value, { amount: 0 })).toBeNull();
        expect(exceedsIncrease(value, value, { share: 0, amount: 0 })).toBeNull();
      }),
    );
  });

  test('however a sum was added up', () => {
    expect(0.1 + 0.2).toBeGreaterThan(0.3);
    expect(exceedsMax(0.1 + 0.2, 0.3)).toBeNull();
    expect(exceedsMin(0.3, 0.1 + 0.2)).toBeNull();
    expect(exceedsIncrease(0.1 + 0.2, 0.3, { share: 0 })).toBeNull();
    expect(exceedsIncrease(0.33, 0.3, { share: 0.1 })).toBeNull();
    fc.assert(
      fc.property(sums, ([one = 0, other = 0]) => {
        expect([exceedsMax(one, other), exceedsMin(one, other)]).toEqual([null, null]);
        expect(exceedsIncrease(one, other, { share: 0 })).toBeNull();
      }),
    );
  });
});

describe('what is beyond a limit exceeds it', () => {
  test('by a millionth', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e12, noNaN: true }), share, (value, by) => {
        const more = value * 1.000001;
        expect(exceedsMax(more, value)).toEqual({ limit: 'max', allowed: value, found: more });
        expect(exceedsMin(value, more)).toEqual({ limit: 'min', allowed: more, found: value });
        expect(exceedsIncrease(more * (1 + by), value, { share: by })?.limit).toBe('maxIncrease');
      }),
    );
  });

  test.each([
    // Both must be exceeded: 10 % of $1 is 10 cents, 50 cents are allowed too.
    [1.2, 1, { share: 0.1, amount: 0.5 }, null],
    [1.6, 1, { share: 0.1, amount: 0.5 }, 1.5],
    [105, 100, { share: 0.1, amount: 0.5 }, null],
    [111, 100, { share: 0.1, amount: 0.5 }, 110],
    [1.2, 1, { share: 0.1 }, 1.1],
    [1.2, 1, { amount: 0.1 }, 1.1],
    // No share can be taken of nothing.
    [0.001, 0, { share: 10 }, 0],
    [0, 0, { share: 0.1 }, null],
    [0.4, 0, { share: 0.1, amount: 0.5 }, null],
    [0.6, 0, { share: 0.1, amount: 0.5 }, 0.5],
    // A saving may be negative.
    [-9.5, -10, { share: 0.1 }, null],
    [-8.5, -10, { share: 0.1 }, -9],
  ])('%d after %d with %j', (found, baseline, limits, allowed) => {
    const exceeded = exceedsIncrease(found, baseline, limits);
    if (allowed === null) expect(exceeded).toBeNull();
    else {
      expect(exceeded).toMatchObject({ limit: 'maxIncrease', found });
      expect(exceeded!.allowed).toBeCloseTo(allowed, 12);
    }
  });
});
