import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Delays } from '../../../src/patterns/columns/delays.ts';

test('quantiles are those of all calls sorted, the waiting ones last', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(0, 0, 1, 2.5, 7, 1e6), { maxLength: 200 }),
      fc.nat({ max: 5 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, waiting, share) => {
        const delays = new Delays();
        for (const value of values) delays.add(value);
        const all: (number | null)[] = [...values].sort((a, b) => a - b);
        for (let i = 0; i < waiting; i++) all.push(null);
        const rank = Math.max(1, Math.ceil(share * all.length));
        expect(delays.quantile(share, waiting)).toBe(all[rank - 1] ?? null);
        expect(delays.calls).toBe(values.length);
      },
    ),
  );
});

test('what binary fractions leave is no delay, an unknown one neither', () => {
  const delays = new Delays();
  expect([delays.add(1e-9), delays.add(Number.NaN), delays.add(1)]).toEqual([false, false, true]);
  expect([delays.calls, delays.delayed]).toEqual([3, 1]);
  expect(delays.metrics('Delay').map(({ key, value }) => [key, value])).toEqual([
    ['delayP50', 0],
    ['delayP95', 1],
    ['delayP99', 1],
    ['delayMax', 1],
  ]);
});

test('values that come after a quantile was asked for count', () => {
  const delays = new Delays();
  delays.add(5);
  expect(delays.quantile(1)).toBe(5);
  delays.add(3);
  expect([delays.quantile(0.5), delays.quantile(1)]).toEqual([3, 5]);
});
