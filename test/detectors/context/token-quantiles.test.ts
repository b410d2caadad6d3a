import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TokenQuantiles } from '../../../src/detectors/context/token-quantiles.ts';

function of(values: readonly number[]): TokenQuantiles {
  const quantiles = new TokenQuantiles();
  for (const value of values) quantiles.add(value);
  return quantiles;
}

/** Nearest rank, by sorting. */
function slow(values: readonly number[], q: number, limit: number): number {
  const sorted = values.filter((value) => value <= limit).sort((a, b) => a - b);
  return sorted[Math.max(1, Math.ceil(q * sorted.length)) - 1] ?? Number.NaN;
}

test('a few values are exact', () => {
  const values = fc.array(fc.nat(50), { maxLength: 30 });
  fc.assert(
    fc.property(values, fc.constantFrom(0.05, 0.5, 0.95, 1), fc.nat(60), (list, q, limit) => {
      expect(of(list).quantile(q)).toEqual(slow(list, q, Number.POSITIVE_INFINITY));
      expect(of(list).quantile(q, limit)).toEqual(slow(list, q, limit));
      expect(of(list).count).toBe(list.length);
    }),
  );
});

test('many values are at most 1% too high, and the order does not matter', () => {
  const values = Array.from({ length: 20_000 }, (_, i) => Math.floor(1.0006 ** i * ((i * 7919) % 13)));
  const forward = of(values);
  const backward = of(values.toReversed());
  for (const q of [0.01, 0.25, 0.5, 0.75, 0.95, 0.999, 1]) {
    const exact = slow(values, q, Number.POSITIVE_INFINITY);
    expect(forward.quantile(q)).toBeGreaterThanOrEqual(exact);
    expect(forward.quantile(q)).toBeLessThanOrEqual(exact * 1.01);
    expect(backward.quantile(q)).toBe(forward.quantile(q));
  }
  const limit = slow(values, 0.6, Number.POSITIVE_INFINITY);
  const p95 = slow(values, 0.95, limit);
  expect(forward.quantile(0.95, limit)).toBeGreaterThanOrEqual(p95);
  expect(forward.quantile(0.95, limit)).toBeLessThanOrEqual(p95 * 1.02);
});

test('the exact count turns into buckets without losing a value', () => {
  for (const count of [4095, 4096, 4097, 4098]) {
    const quantiles = of(Array.from({ length: count }, (_, i) => i % 100));
    expect(quantiles.count).toBe(count);
    expect(quantiles.quantile(0.5)).toBe(
      slow(
        Array.from({ length: count }, (_, i) => i % 100),
        0.5,
        100,
      ),
    );
    expect(quantiles.quantile(1)).toBe(99);
  }
});
