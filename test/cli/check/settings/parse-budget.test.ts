import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse as parseYaml, stringify as toYaml } from 'yaml';
import { type CheckFlags, checkSettings } from '../../../../src/cli/check/settings/check-settings.ts';
import { InputError } from '../../../../src/contracts/input-error.ts';

const JUDGEABLE = {
  detectors: ['duplicates', 'retry-storms', 'oversized-context'],
  chosenDetectors: ['duplicates', 'retry-storms'],
  strategies: ['cache', 'router'],
};

const fromFile = (value: unknown) =>
  checkSettings(
    { value, place: { name: 'llm-cost.config.yaml: check', base: '/repo' } },
    { exitCode: true },
    JUDGEABLE,
    '/cwd',
  );
const fromFlags = (...budget: string[]) =>
  checkSettings(undefined, { exitCode: true, budget } satisfies CheckFlags, JUDGEABLE, '/cwd').budgets;
const budgetsOf = (budgets: unknown) => fromFile({ budgets }).budgets;

describe('a budget', () => {
  test('says what it says, and is an error for any number of calls otherwise', () => {
    expect(budgetsOf({ total: { measure: 'cost', max: 5 } })).toEqual([
      { name: 'total', level: 'error', measure: 'cost', max: 5, minCalls: 1 },
    ]);
  });

  test('may allow one figure only', () => {
    expect(budgetsOf({ total: { measure: 'calls', min: 5, max: 5 } })).toMatchObject([{ min: 5, max: 5 }]);
  });

  test('may say everything', () => {
    const said = {
      measure: 'inputTokensPerCall.p95',
      for: 'feature:search-*',
      max: 2000,
      min: 10,
      maxIncrease: ['5%', 100],
      minCalls: 20,
      level: 'warn',
    };
    expect(budgetsOf({ big: said })).toEqual([
      {
        name: 'big',
        level: 'warn',
        measure: 'inputTokensPerCall.p95',
        groups: { by: 'feature', pattern: 'search-*' },
        max: 2000,
        min: 10,
        maxIncrease: { share: 0.05, amount: 100 },
        minCalls: 20,
      },
    ]);
  });

  test('is off in a word, or stays in the list when it says what it would be', () => {
    const off = { measure: 'cost', level: 'off', max: 1 };
    const budgets = budgetsOf({ a: 'off', b: { level: 'off' }, c: off, d: { measure: 'calls', max: 9 } });
    expect(budgets.map(({ name, level }) => [name, level])).toEqual([
      ['c', 'off'],
      ['d', 'error'],
    ]);
  });

  test('of a finding or a strategy is known by its id', () => {
    const ids = ['finding.duplicates', 'finding.duplicates.share', 'strategy.cache', 'strategy.router.share'];
    const budgets = Object.fromEntries(ids.map((measure) => [measure, { measure, max: 0.1 }]));
    expect(budgetsOf(budgets).map(({ measure }) => measure)).toEqual(ids);
  });
});

describe('what is wrong is said with its file and key', () => {
  const at = 'llm-cost.config.yaml: check.budgets.total';
  test.each([
    [{ measur: 'cost' }, `${at}: "measur" is not a known key of a budget; did you mean "measure"?`],
    [{ max: 5 }, `${at}: needs a measure, such as measure: costPerCall`],
    ['of', `${at}: needs off, or a measure and its limits such as {measure: cost, max: 5}`],
    [null, `${at}: needs off, or`],
    [
      { measure: 'costPerCal', max: 5 },
      `${at}.measure: "costPerCal" is not a known measure; did you mean "costPerCall"?`,
    ],
    [{ measure: 7, max: 5 }, `${at}.measure: needs a text, not 7`],
    [{ measure: 'cost' }, `${at}: has no limit; give it max, min or maxIncrease`],
    [{ measure: 'cost', max: '5%' }, `${at}.max: needs US dollars`],
    [{ measure: 'cost', max: null }, `${at}.max: needs US dollars such as 0.02 or $0.02, not null`],
    [
      { measure: 'inputTokensPerCall', max: '$5' },
      `${at}.max: needs a number of tokens such as 1500, not "$5"`,
    ],
    [{ measure: 'cost', max: 1, min: 2 }, `${at}.max: 1 is below min, 2: no figure can keep both`],
    [{ measure: 'cost', max: 1, for: 'team:a' }, `${at}.for: "team" is not a known kind of group`],
    [
      { measure: 'costPerUser', max: 1, for: 'feature:a' },
      `${at}.for: "costPerUser" is known of all calls together only; leave "for" out`,
    ],
    [
      { measure: 'likeForLikeCost', max: 1 },
      `${at}.max: "likeForLikeCost" is only known against a baseline; use maxIncrease`,
    ],
    [
      { measure: 'likeForLikeCost', min: 1 },
      `${at}.min: "likeForLikeCost" is only known against a baseline; use maxIncrease`,
    ],
    [
      { measure: 'finding.duplicate', max: 1 },
      `${at}.measure: "finding.duplicate" is not a known measure; did you mean "finding.duplicates"?`,
    ],
    [
      { measure: 'finding.oversized-context', max: 1 },
      `${at}.measure: "finding.oversized-context" needs the detector "oversized-context", which is not among the chosen ones`,
    ],
    [
      { measure: 'strategy.cahce', max: 1 },
      `${at}.measure: "strategy.cahce" is not a known measure; did you mean "strategy.cache"?`,
    ],
    [{ measure: 'finding.', max: 1 }, `${at}.measure: "finding." is not a known measure`],
    [{ measure: 'cost', max: 1, level: 'eror' }, `${at}.level: needs one of off, warn, error, not "eror"`],
    [{ measure: 'cost', max: 1, minCalls: 0 }, `${at}.minCalls: needs a whole number of at least 1, not 0`],
    [
      { measure: 'cost', maxIncrease: 0.1 },
      `${at}.maxIncrease: needs a percentage such as 10%, money such as $0.50, or both, not 0.1`,
    ],
  ])('%j', (total, message) => {
    expect(() => budgetsOf({ total })).toThrow(InputError);
    expect(() => budgetsOf({ total })).toThrow(message);
  });

  test('retryShare needs the detector that finds retries', () => {
    const judgeable = { ...JUDGEABLE, chosenDetectors: ['duplicates'] };
    const budget = ['retryShare max=5%'];
    expect(() => checkSettings(undefined, { exitCode: true, budget }, judgeable, '/')).toThrow(
      '--budget "retryShare max=5%": measure: "retryShare" needs the detector "retry-storms"',
    );
  });

  test.each([
    ['cost mux=5', '--budget "cost mux=5": "mux" is not a known key of a budget; did you mean "max"?'],
    ['cots max=5', '--budget "cots max=5": measure: "cots" is not a known measure; did you mean "cost"?'],
    ['cost max=5%', '--budget "cost max=5%": max: needs US dollars'],
    ['cost', '--budget "cost": has no limit; give it max, min or maxIncrease'],
  ])('of a flag: %s', (text, message) => {
    expect(() => fromFlags(text)).toThrow(message);
  });
});

const amount = fc.oneof(fc.nat(1000), fc.double({ min: 0, max: 1000, noNaN: true }));
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
/** As people write it: without a part that is not said. */
const written = fc
  .record({
    measure: fc.constantFrom('cost', 'costPerCall', 'finding.duplicates'),
    for: maybe(fc.constantFrom('feature:search-*', 'tag:team:a b', 'model:*', 'user:x=y')),
    max: fc.oneof(
      amount,
      amount.map(String),
      amount.map((value) => `$${value}`),
    ),
    maxIncrease: maybe(
      fc.oneof(
        fc.constantFrom('10%', '$0.5', '0.5 %', '$ 3'),
        fc.constant(['12.5%', '$0.25']),
        fc.constant(['$0.25', '12.5%']),
      ),
    ),
    minCalls: maybe(fc.integer({ min: 1, max: 1e6 })),
    level: maybe(fc.constantFrom('off', 'warn', 'error')),
  })
  .map((said) => Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)));

test('written in JSON, in YAML or as a flag it is the same budget', () => {
  fc.assert(
    fc.property(written, (said) => {
      const { measure, ...keys } = said;
      const text = [measure, ...Object.entries(keys).map(([key, value]) => `${key}=${String(value)}`)].join(
        ' ',
      );
      const [flag] = fromFlags(text);
      const [json] = budgetsOf(JSON.parse(JSON.stringify({ [text]: said })));
      const [yaml] = budgetsOf(parseYaml(toYaml({ [text]: said })));
      expect(json).toEqual(flag);
      expect(yaml).toEqual(flag);
    }),
  );
});

test('whatever the file holds, it is budgets or one line that names the file', () => {
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true }), (value) => {
      try {
        fromFile(value);
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
        expect((error as Error).message).toMatch(/^llm-cost\.config\.yaml: check/);
      }
    }),
  );
});
