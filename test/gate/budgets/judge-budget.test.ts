import { describe, expect, test } from 'vitest';
import { hashedKey } from '../../../src/gate/baseline/hashed-key.ts';
import { judgeBudget } from '../../../src/gate/budgets/judge-budget.ts';
import type { GateInput } from '../../../src/gate/gate-input.ts';
import { gateView } from '../../../src/gate/gate-view.ts';
import type { Budget } from '../../../src/model/budget.ts';
import type { BudgetResult } from '../../../src/model/check.ts';
import { madeBudget, madeInput } from '../made-input.ts';
import { type MadeGroup, madeBaseline, madeMeasurement, madeMoney } from '../made-measurement.ts';

function judged(budget: Budget, input: GateInput): BudgetResult {
  return judgeBudget(gateView(input), budget);
}

/** Features whose calls cost so much each. */
function log(features: Readonly<Record<string, readonly [calls: number, usd: number]>>, unpriced = 0) {
  const groups = Object.entries(features).map(([key, [calls, usd]]): MadeGroup => {
    return { key, calls, unpricedCalls: unpriced, money: madeMoney((calls - unpriced) * usd) };
  });
  const calls = groups.reduce((sum, group) => sum + group.calls!, 0);
  return madeMeasurement({ total: { calls }, groups: { feature: groups } });
}

const forAll = { by: 'feature', pattern: '*' } as const;

function rows({ judged: groups }: BudgetResult) {
  return groups.map(({ key, status, reason }) => [key, status, reason]);
}

describe('a budget on groups', () => {
  const max = madeBudget('costPerCall', { groups: forAll, max: 0.02, minCalls: 5 });
  const grow = madeBudget('costPerCall', { groups: forAll, maxIncrease: { share: 0.1 }, minCalls: 5 });

  test('judges each by itself; those that failed come first, the worst of them at the top', () => {
    const found = log({ a: [10, 0.01], b: [10, 0.03], c: [10, 0.2], '': [10, 9], d: [4, 9], e: [20, 0.02] });
    const result = judged(max, madeInput([], found));
    expect([result.status, result.reason]).toEqual(['failed', null]);
    expect(rows(result)).toEqual([
      ['c', 'failed', null],
      ['b', 'failed', null],
      ['e', 'passed', null],
      ['a', 'passed', null],
      ['d', 'notJudged', '4 calls, fewer than the 5 that it takes'],
    ]);
    expect(result.judged[0]).toMatchObject({
      ...{ by: 'feature', label: 'c', calls: 10, value: 0.2, show: 'feature=c', causes: [] },
      exceeded: [{ limit: 'max', allowed: 0.02, found: 0.2 }],
    });
    expect(result.judged[2]!.show).toBeNull();
  });

  test('passes over small groups while others are judged, and passes nothing where all are small', () => {
    expect(judged(max, madeInput([], log({ a: [10, 0.01], d: [4, 9] }))).status).toBe('passed');
    expect(judged(max, madeInput([], log({ d: [4, 0.01] })))).toMatchObject({
      status: 'notJudged',
      reason: 'feature d: 4 calls, fewer than the 5 that it takes',
    });
  });

  test('does not pass over a group whose prices are not known', () => {
    const found = { a: [10, 0.01], b: [10, 0.01] } as const;
    const input = madeInput([], log(found, 1));
    const limits = { maxUnpriced: 0.1, maxSkipped: 0 };
    expect(judged(max, { ...input, limits })).toMatchObject({ status: 'passed' });
    expect(judged(max, { ...input, limits: { ...limits, maxUnpriced: 0.09 } })).toMatchObject({
      status: 'notJudged',
      reason: 'feature a: 1 of 10 calls have no price (10%); at most 9% is allowed',
    });
  });

  test('compares groups with their own baseline; new, gone and small ones are told apart', () => {
    const before = log({ a: [10, 0.01], b: [10, 0.01], gone: [10, 1], small: [2, 1] });
    const now = log({ a: [20, 0.011], b: [10, 0.02], new: [10, 1], small: [10, 9] });
    const result = judged(grow, madeInput([], now, before));
    expect(result.status).toBe('failed');
    expect(rows(result)).toEqual([
      ['b', 'failed', null],
      ['a', 'passed', null],
      ['new', 'notJudged', 'it is not in the baseline'],
      ['small', 'notJudged', 'in the baseline 2 calls, fewer than the 5 that it takes'],
      ['gone', 'notJudged', 'it is in the baseline only'],
    ]);
    expect(result.judged[1]!.compared!.baseline).toBeCloseTo(0.01, 12);
    expect(result.judged[1]!.compared!.current).toBeCloseTo(0.011, 12);
  });

  test('where every group is new or gone nothing was judged', () => {
    const result = judged(grow, madeInput([], log({ new: [10, 1] }), log({ old: [10, 1] })));
    expect(result).toMatchObject({ status: 'notJudged', reason: 'feature new: it is not in the baseline' });
    const gone = { ...grow, groups: { by: 'feature', pattern: 'old' } } as const;
    expect(judged(gone, madeInput([], log({ new: [10, 1] }), log({ old: [10, 1] })))).toMatchObject({
      status: 'notJudged',
      reason: 'feature old: it is in the baseline only',
    });
  });

  test('does not pass over a group that the baseline may have left out for its number', () => {
    const before = log({ a: [10, 0.01] });
    const cut = { ...before, groups: { feature: { ...before.groups.feature!, leftOut: 3 } } };
    const result = judged(grow, madeInput([], log({ a: [10, 0.01], b: [10, 5] }), cut));
    expect(result).toMatchObject({
      status: 'notJudged',
      reason: 'feature b: it is not among the 1 dearest, which are all that the baseline lists',
    });
  });

  test('says that a baseline was not measured by what the groups are of', () => {
    const result = judged(grow, madeInput([], log({ a: [10, 1] }), { ...log({ a: [10, 1] }), groups: {} }));
    expect(result).toMatchObject({
      status: 'notJudged',
      reason:
        'feature a: in the baseline nothing was measured by feature: write it anew with the budgets of now',
    });
  });

  test('finds groups again whose keys the baseline has hashed', () => {
    const before = log({ [hashedKey('user', 'ann')]: [10, 0.01] });
    const hashed = { ...before, groups: { user: before.groups.feature! } };
    const now = log({ ann: [10, 0.02] });
    const input = { ...madeInput([], { ...now, groups: { user: now.groups.feature! } }) };
    const budget = { ...grow, groups: { by: 'user', pattern: '*' } } as const;
    const result = judged(budget, { ...input, baseline: madeBaseline(hashed) });
    expect(result.judged.map(({ key, show }) => [key, show])).toEqual([['ann', 'user=ann']]);
  });
});

describe('a budget that cannot be meant is an error', () => {
  const found = log({ 'search-docs': [10, 1], chat: [10, 1] });
  test.each([
    [
      madeBudget('cost', { max: 1, groups: { by: 'feature', pattern: 'serach-docs' } }),
      'budget "cost": no feature of the log is "serach-docs"; did you mean "search-docs"?',
    ],
    [
      madeBudget('cost', { max: 1, groups: { by: 'tag:team', pattern: '*' } }),
      'budget "cost": no tag:team of the log is "*"; no call names a tag:team',
    ],
    [madeBudget('costs', { max: 1 }), 'budget "costs": there is no measure "costs"'],
    [
      madeBudget('costPerUser', { max: 1, groups: forAll }),
      'budget "costPerUser": costPerUser is known for all calls only, not for groups of them',
    ],
    [madeBudget('cost'), 'budget "cost" has no limit; it takes max, min or maxIncrease'],
  ])('%j', (budget, message) => {
    expect(() => judged(budget, madeInput([], found))).toThrow(message);
  });

  test('but one that is off looks for nothing', () => {
    const budget = madeBudget('cost', { level: 'off', groups: { by: 'feature', pattern: 'none' } });
    expect(judged(budget, madeInput([], found))).toMatchObject({ status: 'off', reason: null, judged: [] });
  });
});

test('a limit that is exceeded counts although another cannot be judged', () => {
  const budget = madeBudget('costPerCall', { max: 0.5, maxIncrease: { share: 0.1 } });
  expect(judged(budget, madeInput([], madeMeasurement()))).toMatchObject({ status: 'failed' });
  expect(judged({ ...budget, max: 1 }, madeInput([], madeMeasurement()))).toMatchObject({
    status: 'notJudged',
    reason: 'there is no baseline to compare with; --baseline names one',
  });
});
