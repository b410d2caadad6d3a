import { describe, expect, test } from 'vitest';
import { causesOf } from '../../../src/gate/causes/causes.ts';
import { showTarget } from '../../../src/gate/causes/show-target.ts';
import { gateView } from '../../../src/gate/gate-view.ts';
import { judge } from '../../../src/gate/judge.ts';
import { measureOf } from '../../../src/gate/measures/measures.ts';
import type { Budget } from '../../../src/model/budget.ts';
import type { Cause } from '../../../src/model/check.ts';
import type { Measurement } from '../../../src/model/measurement.ts';
import { madeBudget, madeInput } from '../made-input.ts';
import { type MadeGroup, madeMeasurement, madeMoney } from '../made-measurement.ts';

function log(templates: readonly MadeGroup[], features: readonly MadeGroup[] = []): Measurement {
  const usd = templates.reduce((sum, { money }) => sum + (money?.thenUsd ?? 0), 0);
  const calls = templates.reduce((sum, group) => sum + (group.calls ?? 10), 0);
  return madeMeasurement({
    total: { calls, money: madeMoney(usd) },
    groups: { template: templates, feature: features },
  });
}

function group(key: string, calls: number, usd: number): MadeGroup {
  return { key: `prompt:${key}`, calls, money: madeMoney(usd) };
}

function causes(budget: Budget, current: Measurement, baseline?: Measurement): readonly Cause[] {
  return judge(madeInput([budget], current, baseline)).budgets[0]!.judged[0]!.causes;
}

function shares(found: readonly Cause[]) {
  return found.map(({ key, share }) => [key.replace('prompt:', ''), Number(share.toPrecision(6))]);
}

describe('of a sum', () => {
  const before = log([group('a', 10, 1), group('b', 10, 2), group('old', 10, 1)]);
  const now = log([group('a', 20, 4), group('b', 10, 1), group('new', 10, 1)]);

  test('what has grown since the baseline, new templates among it', () => {
    const found = causes(madeBudget('cost', { maxIncrease: { share: 0.1 } }), now, before);
    expect(shares(found)).toEqual([
      ['a', 0.75],
      ['new', 0.25],
    ]);
    expect(found[0]).toMatchObject({
      ...{ by: 'template', status: 'same', label: 'prompt:a' },
      ...{ calls: { baseline: 10, current: 20 }, value: { baseline: 1, current: 4 } },
    });
    expect(found[1]).toMatchObject({
      ...{
        status: 'appeared',
        calls: { baseline: null, current: 10 },
        value: { baseline: null, current: 1 },
      },
    });
  });

  test('all of it where there is no baseline, or it did not grow', () => {
    const budget = madeBudget('cost', { max: 1 });
    const expected = [
      ['a', 0.666667],
      ['b', 0.166667],
      ['new', 0.166667],
    ];
    expect(shares(causes(budget, now))).toEqual(expected);
    expect(causes(budget, now)[0]).toMatchObject({ status: null, value: { baseline: null, current: 4 } });
    expect(shares(causes(budget, now, log([group('a', 10, 100)])))).toEqual(expected);
  });

  test('too few calls: those that are gone, and only beside a baseline', () => {
    const budget = madeBudget('calls', { min: 35 });
    const fewer = log([group('a', 20, 1), group('b', 4, 1)]);
    const found = causes(budget, fewer, log([group('a', 20, 1), group('b', 8, 1), group('old', 12, 1)]));
    expect(shares(found)).toEqual([
      ['old', 0.75],
      ['b', 0.25],
    ]);
    expect(found[0]).toMatchObject({ status: 'vanished', calls: { baseline: 12, current: null } });
    // What is gone cannot be shown.
    expect(showTarget(measureOf('calls')!, found)).toBe('template=prompt:b');
    expect(causes(budget, fewer)).toEqual([]);
  });
});

describe('of a figure per call', () => {
  test('what is beyond the limit, times the calls', () => {
    // At most $0.20: a has 10 * 0.30 too much, b 30 * 0.10, c is below.
    const now = log([group('a', 10, 5), group('b', 30, 9), group('c', 10, 1)]);
    const found = causes(madeBudget('costPerCall', { max: 0.2 }), now);
    expect(shares(found)).toEqual([
      ['a', 0.5],
      ['b', 0.5],
    ]);
    expect(found.map(({ value }) => value.current)).toEqual([0.5, 0.3]);
  });

  test('at most three of a kind, and none that is a trifle', () => {
    const many = ['a', 'b', 'c', 'd'].map((key, n) => group(key, 10, 100 - n));
    const features = [
      { key: 'search', calls: 10, money: madeMoney(1000) },
      { key: 'chat', calls: 10, money: madeMoney(15) },
    ];
    const found = causes(madeBudget('costPerCall', { max: 1 }), log(many, features));
    expect(found.map(({ by, key }) => `${by} ${key}`)).toEqual([
      'feature search',
      'template prompt:a',
      'template prompt:b',
      'template prompt:c',
    ]);
  });

  test('of a quantile the groups whose own one is beyond the limit', () => {
    const of = (p95: number) => ({ p50: 1, p95 });
    const quantiles = (p95: number) => ({ input: of(p95), output: of(1), reasoning: of(0) });
    const made = log([
      { ...group('a', 10, 1), quantiles: quantiles(900) },
      { ...group('b', 90, 1), quantiles: quantiles(100) },
    ]);
    const current = { ...made, total: { ...made.total, quantiles: quantiles(500) } };
    const found = causes(madeBudget('inputTokensPerCall.p95', { max: 400 }), current);
    expect(shares(found)).toEqual([['a', 1]]);
    expect(found[0]!.value).toEqual({ baseline: null, current: 900 });
  });

  test('of a share that is too small those that have too little of it', () => {
    const cached = (key: string, input: number, cacheRead: number): MadeGroup => {
      return { ...group(key, 10, 1), tokens: { input, cacheRead } };
    };
    const made = log([cached('a', 100, 900), cached('b', 1000, 0)]);
    const current = {
      ...made,
      total: { ...made.total, tokens: { ...made.total.tokens, input: 1100, cacheRead: 900 } },
    };
    const found = causes(madeBudget('cacheHitShare', { min: 0.5 }), current);
    expect(found.map(({ key, value }) => [key, value.current])).toEqual([['prompt:b', 0]]);
  });
});

describe('like for like', () => {
  test('what the same calls cost more', () => {
    const before = log([group('a', 10, 1), group('b', 10, 1), group('old', 10, 1)]);
    const now = log([group('a', 30, 6), group('b', 10, 1), group('new', 10, 9)]);
    const found = causes(madeBudget('likeForLikeCost', { maxIncrease: { share: 0.1 } }), now, before);
    expect(shares(found)).toEqual([['a', 1]]);
    expect(found[0]!.value.baseline).toBeCloseTo(3, 12);
    expect(found[0]!.value.current).toBe(6);
  });
});

describe('there are none', () => {
  const max = madeBudget('cost', { max: 1 });

  test('where no call names a group, and where templates are the features', () => {
    const feature = { key: 'search', calls: 10, money: madeMoney(9) };
    const unnamed = log([{ ...feature, key: '' }], [feature]);
    expect(causes(max, unnamed).map(({ by, key }) => [by, key])).toEqual([['feature', 'search']]);
    const same = log([{ ...feature, key: 'feature:search' }], [feature]);
    expect(causes(max, same).map(({ by, key }) => [by, key])).toEqual([['feature', 'search']]);
    const mixed = log([{ ...feature, key: 'feature:search' }, group('a', 10, 1), { ...feature, key: '' }]);
    expect(shares(causes(max, mixed))).toEqual([['a', 0.0526316]]);
  });

  test('for a figure per user: nobody knows which calls of a group name one', () => {
    const users = { user: [{ key: 'ann' }, { key: 'bob' }] };
    const made = log([group('a', 10, 6), group('b', 10, 2)]);
    const current = { ...made, groups: { ...made.groups, ...madeMeasurement({ groups: users }).groups } };
    expect(causes(madeBudget('costPerUser', { max: 1 }), current)).toEqual([]);
  });

  test('but for a figure per template the templates themselves, without what names none', () => {
    const made = log([group('a', 10, 6), group('b', 10, 2), { key: '', calls: 10, money: madeMoney(90) }]);
    expect(shares(causes(madeBudget('costPerTemplate', { max: 1 }), made))).toEqual([
      ['a', 0.75],
      ['b', 0.25],
    ]);
  });

  test('where the budget is kept, and for what a strategy would save', () => {
    const view = gateView(madeInput([], log([group('a', 10, 1)])));
    expect(causesOf(view, measureOf('cost')!, [])).toEqual([]);
    const exceeded = [{ limit: 'max', allowed: 1, found: 2 } as const];
    expect(causesOf(view, measureOf('strategy.router')!, exceeded)).toEqual([]);
    expect(showTarget(measureOf('strategy.router')!, [])).toBeNull();
    expect(showTarget(measureOf('cost')!, [])).toBeNull();
    expect(showTarget(measureOf('finding.duplicates')!, [])).toBe('duplicates');
  });
});

describe('of a quotient that rose since the baseline', () => {
  const budget = madeBudget('costPerCall', { maxIncrease: { share: 0.1 } });

  test('what became dearer, not what always was', () => {
    // $10 a call as ever, and $1 that is now $2: of 20 calls' rise from $5.50 to $6 all is the second one's.
    const before = log([group('dear', 10, 100), group('cheap', 10, 10)]);
    const now = log([group('dear', 10, 100), group('cheap', 10, 20)]);
    const tight = madeBudget('costPerCall', { maxIncrease: { share: 0.01 } });
    expect(shares(causes(tight, now, before))).toEqual([['cheap', 1]]);
  });

  test('by what each adds: half and half for two that rose alike', () => {
    const before = log([group('dear', 10, 100), group('cheap', 10, 10)]);
    const now = log([group('dear', 10, 120), group('cheap', 10, 30)]);
    expect(shares(causes(budget, now, before))).toEqual([
      ['cheap', 0.5],
      ['dear', 0.5],
    ]);
  });

  test('more of the dear calls, where none became dearer', () => {
    // The cheap ones, of which there are as many as before, add as much by being fewer of all; they are not to blame.
    const before = log([group('dear', 10, 100), group('cheap', 10, 10)]);
    const now = log([group('dear', 20, 200), group('cheap', 10, 10)]);
    expect(shares(causes(budget, now, before))).toEqual([['dear', 1]]);
  });
});
