import { expect, test } from 'vitest';
import { checkSums } from '../../../src/gate/baseline/check-sums.ts';
import type { Measurement } from '../../../src/model/measurement.ts';
import { madeFigures, madeGroups, madeMeasurement, madeMoney } from '../made-measurement.ts';

const row = { terms: 0, input: 100, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 10 };
const part = (key: string, input = 100) => ({
  key,
  calls: 10,
  tokens: { input: 1000, output: 100 },
  money: madeMoney(1, 1, [{ ...row, input }]),
});

function measured(leftOut = 0, total = 20, input = 100): Measurement {
  return {
    ...madeMeasurement({}),
    total: madeFigures({ calls: total, money: madeMoney(2, 2, [{ ...row, input: 200, output: 20 }]) }),
    groups: { feature: madeGroups([part('a', input), part('b')], leftOut) },
  };
}

test('groups that add up to the total are believed, also where some were left out', () => {
  expect(() => checkSums(measured())).not.toThrow();
  expect(() => checkSums(measured(3, 90))).not.toThrow();
});

test('a total that was raised, or tokens of one group, are not', () => {
  expect(() => checkSums(measured(0, 21))).toThrow(
    'the calls of its feature groups do not add up to those of the total: it was edited or merged; write it anew with --write-baseline',
  );
  expect(() => checkSums(measured(0, 20, 5000))).toThrow('the money.bill of its feature groups');
});
