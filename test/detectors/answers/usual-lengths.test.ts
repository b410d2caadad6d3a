import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UsualLengths } from '../../../src/detectors/answers/usual-lengths.ts';

const RULES = { factor: 3, minExcess: 50 };

function usualOf(values: readonly number[]) {
  const lengths = new UsualLengths();
  for (const value of values) lengths.add(7, value);
  return { usual: lengths.usual(7, RULES), count: lengths.count(7) };
}

/** Nearest rank, the slow and obvious way. */
function rank(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(1, Math.ceil(q * sorted.length)) - 1]!;
}

describe('usual lengths', () => {
  test('one answer is no usage', () => {
    expect(usualOf([])).toEqual({ usual: undefined, count: 0 });
    expect(usualOf([5])).toEqual({ usual: undefined, count: 1 });
  });

  test('median, percentile and limit follow their definitions', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3000), { minLength: 2, maxLength: 60 }), (values) => {
        const { usual, count } = usualOf(values);
        const median = rank(values, 0.5);
        const low = rank(values, 0.25) + 20;
        const high = rank(values, 0.75) + 20;
        const isWide = high > 3 * low;
        const limit = isWide
          ? Number.POSITIVE_INFINITY
          : Math.max(Math.floor(high * (high / low) ** 2 - 20), 3 * median, median + 49);
        const p95 = rank(
          values.filter((value) => value <= limit),
          0.95,
        );
        expect(count).toBe(values.length);
        expect(usual).toEqual({ median, p95, longest: Math.max(...values), limit });
      }),
    );
  });
});
