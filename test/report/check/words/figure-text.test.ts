import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MeasureUnit } from '../../../../src/model/check.ts';
import {
  allowedDifference,
  beforeAndAfter,
  changeText,
  figure,
  foundAndAllowed,
  limitFigure,
  relativeChange,
} from '../../../../src/report/check/words/figure-text.ts';

test.each<readonly [number | null, MeasureUnit, string]>([
  [4.116, 'usd', '$4.12'],
  [0.0343, 'usd', '$0.0343'],
  [0.000214, 'usd', '$0.000214'],
  [0.0023456, 'usd', '$0.00235'],
  [-0.002, 'usd', '-$0.00200'],
  [1e-12, 'usd', '<$0.0001'],
  [0, 'usd', '$0.00'],
  [null, 'usd', 'unknown'],
  [1234.5, 'tokens', '1,235'],
  [0.412, 'share', '41.2%'],
  [120, 'calls', '120'],
])('%s %s is %s', (value, unit, expected) => {
  expect(figure(value, unit)).toBe(expected);
});

test.each<readonly [number, MeasureUnit, string]>([
  [5, 'usd', '$5.00'],
  [4.092, 'usd', '$4.092'],
  [0.03755, 'usd', '$0.03755'],
  [0.1 + 0.2, 'usd', '$0.30'],
  [0.07, 'share', '7%'],
  [0.0525, 'share', '5.25%'],
  [1200, 'tokens', '1,200'],
])('a limit of %s %s is said as it was given: %s', (value, unit, expected) => {
  expect(limitFigure(value, unit)).toBe(expected);
});

test('what is found and what is allowed never read the same', () => {
  const units = fc.constantFrom<MeasureUnit>('usd', 'tokens', 'share', 'calls');
  fc.assert(
    fc.property(
      units,
      fc.double({ min: 0.001, max: 1e4, noNaN: true }),
      fc.double({ min: 1e-6, max: 1, noNaN: true }),
      (unit, of, more) => {
        for (const isGiven of [true, false]) {
          const { found, allowed } = foundAndAllowed(of * (1 + more), of, unit, isGiven);
          expect(found).not.toBe(allowed);
        }
      },
    ),
  );
});

describe('changes', () => {
  test.each<readonly [number | null, number | null, string]>([
    [4, 5.22, '+$1.22 (+30.5%)'],
    [5.22, 4, '-$1.22 (-23.4%)'],
    [0, 4, '+$4.00'],
    [4, 4 + 1e-12, 'no change'],
    [0.1 + 0.2, 0.3, 'no change'],
    [0, 0, 'no change'],
    [1000, 1000.1, '+$0.10 (<+0.1%)'],
    [null, 4, ''],
    [4, null, ''],
  ])('%s to %s: %j', (baseline, current, expected) => {
    expect(changeText({ baseline, current }, 'usd')).toBe(expected);
  });

  test('of shares are points', () => {
    expect(changeText({ baseline: 0.4, current: 0.3 }, 'share')).toBe('-10 points (-25.0%)');
    expect(allowedDifference(0.05, 'share')).toBe('+5 points');
  });

  test.each<readonly [number, number, MeasureUnit, string]>([
    [0.4002, 0.4, 'share', '-0.02 points (>-0.1%)'],
    [0.4, 0.40012345, 'share', '+0.012 points (<+0.1%)'],
    [0.4, 0.4006, 'share', '+0.1 points (+0.1%)'],
    [100.2, 100.4, 'tokens', '+0.2 (+0.2%)'],
    [100.4, 100.2, 'tokens', '-0.2 (-0.2%)'],
    [100, 1634.6, 'tokens', '+1,535 (+1,534.6%)'],
    [100, 98, 'calls', '-2 (-2.0%)'],
  ])('from %s to %s %s have the digits that show them: %s', (baseline, current, unit, expected) => {
    expect(changeText({ baseline, current }, unit)).toBe(expected);
  });

  test('however small never read as none', () => {
    const units = fc.constantFrom<MeasureUnit>('usd', 'tokens', 'share');
    const figures = fc.double({ min: 0.001, max: 1e4, noNaN: true });
    fc.assert(
      fc.property(units, figures, fc.double({ min: -0.9, max: 0.9, noNaN: true }), (unit, baseline, by) => {
        const text = changeText({ baseline, current: baseline * (1 + by) }, unit);
        // `>-$0.0001` is a loss below what is shown.
        if (text !== 'no change') expect(text).toMatch(/^(?:[+-]|>-).*[1-9].* \(/);
      }),
    );
  });

  test('from nothing have no percentage', () => {
    expect(relativeChange({ baseline: 0, current: 3 })).toBe('');
  });

  test('that cannot be seen are one figure', () => {
    expect(beforeAndAfter({ baseline: 4.001, current: 4.002 }, 'usd')).toBe('$4.00');
    expect(beforeAndAfter({ baseline: 4, current: 5 }, 'usd')).toBe('$4.00 → $5.00');
    expect(beforeAndAfter({ baseline: null, current: 5 }, 'usd')).toBe('$5.00');
    expect(beforeAndAfter({ baseline: null, current: null }, 'usd')).toBe('unknown');
  });
});
