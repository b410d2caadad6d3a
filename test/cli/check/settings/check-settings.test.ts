import { describe, expect, test } from 'vitest';
import {
  type CheckFlags,
  checkSettings,
  checkThereAreBudgets,
} from '../../../../src/cli/check/settings/check-settings.ts';

const JUDGEABLE = { detectors: [], chosenDetectors: [], strategies: [] };
const place = { name: 'llm-cost.config.json: check', base: '/repo' };

const settingsOf = (value?: unknown, flags: Partial<CheckFlags> = {}) =>
  checkSettings(
    value === undefined ? undefined : { value, place },
    { exitCode: true, ...flags },
    JUDGEABLE,
    '/cwd',
  );

test('what nobody says', () => {
  expect(settingsOf()).toEqual({
    name: 'llm-cost',
    limits: { maxUnpriced: 0, maxSkipped: 0.01 },
    budgets: [],
  });
});

test('the file says it all, its paths starting at the file', () => {
  const value = {
    name: 'search',
    baseline: 'ci/base.json',
    maxUnpriced: '5%',
    maxSkipped: 0.5,
    minCalls: 10,
    budgets: { a: { measure: 'cost', max: 1 }, b: { measure: 'cost', max: 2, minCalls: 3 } },
  };
  const { budgets, ...settings } = settingsOf(value);
  expect(settings).toEqual({
    name: 'search',
    baseline: { named: 'ci/base.json', path: '/repo/ci/base.json' },
    limits: { maxUnpriced: 0.05, maxSkipped: 0.5 },
  });
  expect(budgets.map(({ minCalls }) => minCalls)).toEqual([10, 3]);
});

test('flags beat the file, and their budgets join its own', () => {
  const value = {
    name: 'x',
    baseline: 'b.json',
    maxUnpriced: 0.5,
    maxSkipped: 0.5,
    budgets: { a: { measure: 'cost', max: 1 } },
  };
  const flags = {
    name: 'y',
    baseline: 'c.json',
    maxUnpriced: '1%',
    maxSkipped: '2%',
    budget: [' calls max=9 '],
  };
  const { budgets, ...settings } = settingsOf(value, flags);
  expect(settings).toEqual({
    name: 'y',
    baseline: { named: 'c.json', path: '/cwd/c.json' },
    limits: { maxUnpriced: 0.01, maxSkipped: 0.02 },
  });
  expect(budgets.map(({ name }) => name)).toEqual(['a', 'calls max=9']);
});

describe('what is wrong', () => {
  const at = 'llm-cost.config.json: check';
  test.each([
    [[], `${at}: needs an object of name, baseline`],
    [null, `${at}: needs an object of`],
    [{ budget: {} }, `${at}: "budget" is not a known setting of a check; did you mean "budgets"?`],
    [{ budgets: [] }, `${at}.budgets: needs an object of budgets by their names, not []`],
    [{ budgets: null }, `${at}.budgets: needs an object of budgets by their names, not null`],
    [{ budgets: { '': 'off' } }, `${at}.budgets: a budget needs a name`],
    [{ name: '' }, `${at}.name: needs a text, not ""`],
    [{ baseline: 7 }, `${at}.baseline: needs a text, not 7`],
    [{ maxUnpriced: 5 }, `${at}.maxUnpriced: needs a share such as 5% or 0.05, at most 100%, not 5`],
    [{ maxSkipped: '$1' }, `${at}.maxSkipped: needs a share`],
    [{ minCalls: 1.5 }, `${at}.minCalls: needs a whole number of at least 1, not 1.5`],
    [JSON.parse('{"__proto__": {"name": "x"}}'), `${at}: "__proto__" is not a known setting of a check`],
  ])('%j', (value, message) => {
    expect(() => settingsOf(value)).toThrow(message);
  });

  test.each([
    [{ maxUnpriced: '5' }, '--max-unpriced: needs a share such as 5% or 0.05'],
    [{ maxSkipped: 'some' }, '--max-skipped: needs a share'],
    [{ name: '' }, '--name: needs a text, not ""'],
    [{ baseline: '' }, '--baseline: needs a text, not ""'],
    [
      { budget: ['cost max=1', 'cost max=1'] },
      'two budgets are named "cost max=1"; give each a name of its own',
    ],
  ])('%j', (flags, message) => {
    expect(() => settingsOf(undefined, flags)).toThrow(message);
  });

  test('a flag has the name of a budget of the file', () => {
    const value = { budgets: { 'cost max=1': { measure: 'cost', max: 2 } } };
    expect(() => settingsOf(value, { budget: ['cost max=1'] })).toThrow('two budgets are named "cost max=1"');
  });
});

test('nothing to check is no check', () => {
  expect(() => checkThereAreBudgets(settingsOf())).toThrow(/^there are no budgets: give one with --budget '/);
  expect(() => checkThereAreBudgets(settingsOf({ budgets: { a: 'off' } }))).toThrow('there are no budgets');
  const off = { budgets: { a: { measure: 'cost', max: 1, level: 'off' } } };
  expect(() => checkThereAreBudgets(settingsOf(off))).toThrow(
    'all budgets are off: there is nothing to check',
  );
  expect(() =>
    checkThereAreBudgets(settingsOf({ budgets: { a: { measure: 'cost', max: 1 } } })),
  ).not.toThrow();
});
