import { describe, expect, test } from 'vitest';
import { priceGap } from '../../../src/gate/faults/price-gap.ts';
import { judge } from '../../../src/gate/judge.ts';
import { MADE_LIMITS, madeBudget, madeInput } from '../made-input.ts';
import { madeFigures, madeMeasurement, madeMoney } from '../made-measurement.ts';

const whole = madeMeasurement();
const gaps = madeMeasurement({ total: { unpricedCalls: 2 } });

describe('calls without a price', () => {
  test('count by their tokens where these are the larger share', () => {
    const figures = madeFigures({ calls: 100, unpricedCalls: 1, unpricedTokens: 5500 });
    expect(priceGap(figures, { ...MADE_LIMITS, maxUnpriced: 0.5 })).toBeNull();
    expect(priceGap(figures, { ...MADE_LIMITS, maxUnpriced: 0.1 })).toBe(
      '50% of the tokens, those of 1 of 100 calls, have no price; at most 10% is allowed',
    );
    expect(priceGap(madeFigures({ calls: 0 }), MADE_LIMITS)).toBeNull();
  });

  test('of either log leave no increase of money to be judged, and one of tokens alone', () => {
    const reasons = (current: typeof whole, baseline: typeof whole) =>
      judge(
        madeInput(
          ['costPerCall', 'inputTokensPerCall'].map((id) => madeBudget(id, { maxIncrease: { share: 9 } })),
          ...[current, baseline],
        ),
      ).budgets.map(({ reason }) => reason);
    const text = '2 of 10 calls have no price (20%); at most 0% is allowed';
    expect(reasons(whole, whole)).toEqual([null, null]);
    expect(reasons(gaps, whole)).toEqual([text, null]);
    expect(reasons(whole, gaps)).toEqual([`in the baseline ${text}`, null]);
  });

  test('of one group are not passed over although another was judged', () => {
    const groups = { feature: [{ key: 'a' }, { key: 'b', unpricedCalls: 1 }] };
    const budget = madeBudget('costPerCall', { max: 5, groups: { by: 'feature', pattern: '*' } });
    expect(judge(madeInput([budget], madeMeasurement({ groups }))).budgets[0]).toMatchObject({
      status: 'notJudged',
      reason: 'feature b: 1 of 10 calls have no price (10%); at most 0% is allowed',
    });
  });
});

test('an increase and its causes are at the prices of one day, on both sides', () => {
  const log = (thenUsd: number, nowUsd: number) =>
    madeMeasurement({
      total: { money: madeMoney(thenUsd, nowUsd) },
      groups: { template: [{ key: 'prompt:a', money: madeMoney(thenUsd, nowUsd) }] },
    });
  const [cost, perCall] = judge(
    madeInput(
      ['cost', 'costPerCall'].map((id) => madeBudget(id, { maxIncrease: { share: 0.1 } })),
      ...[log(5, 30), log(50, 20)],
    ),
  ).budgets;
  expect(cost!.judged[0]).toMatchObject({ value: 5, compared: { baseline: 20, current: 30 } });
  expect(cost!.judged[0]!.causes[0]).toMatchObject({ value: { baseline: 20, current: 30 }, share: 1 });
  expect(perCall!.judged[0]!.causes[0]).toMatchObject({ value: { baseline: 2, current: 3 } });
  // As billed it is in the limits, and what has grown is told at one day's prices.
  const [max] = judge(madeInput([madeBudget('cost', { max: 4 })], log(5, 30), log(50, 20))).budgets;
  expect(max!.judged[0]!.causes[0]).toMatchObject({ value: { baseline: 50, current: 5 }, share: 1 });
  // Of two limits it is the increase whose causes are told.
  const both = madeBudget('cost', { max: 4, maxIncrease: { share: 0.1 } });
  const [twice] = judge(madeInput([both], log(5, 30), log(50, 20))).budgets;
  expect(twice!.judged[0]!.exceeded.map(({ limit }) => limit)).toEqual(['max', 'maxIncrease']);
  expect(twice!.judged[0]!.causes[0]!.value).toEqual({ baseline: 20, current: 30 });
});
