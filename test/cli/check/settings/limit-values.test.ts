import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { increase, limit, share } from '../../../../src/cli/check/settings/limit-values.ts';
import { InputError } from '../../../../src/contracts/input-error.ts';

const place = { name: 'x', base: '/' };

describe('a limit is in the unit of its measure', () => {
  test.each([
    ['usd', 0.02, 0.02],
    ['usd', '0.02', 0.02],
    ['usd', '$0.02', 0.02],
    ['usd', '$ 5', 5],
    ['usd', 0, 0],
    ['usd', '1e-7', 1e-7],
    ['tokens', 1500, 1500],
    ['tokens', '1500', 1500],
    ['calls', '.5e3', 500],
    ['share', 0.05, 0.05],
    ['share', '0.05', 0.05],
    ['share', '5%', 0.05],
    ['share', '5 %', 0.05],
    ['share', '100%', 1],
    ['share', 1, 1],
  ] as const)('%s %j', (unit, value, found) => {
    expect(limit(unit)(value, place)).toBe(found);
  });

  test.each([
    ['usd', '5%', 'x: needs US dollars such as 0.02 or $0.02, not "5%"'],
    ['usd', -1, 'x: needs US dollars such as 0.02 or $0.02, not -1'],
    ['usd', '-$1', 'x: needs US dollars such as 0.02 or $0.02, not "-$1"'],
    ['usd', '€5', 'x: needs US dollars such as 0.02 or $0.02, not "€5"'],
    ['usd', Number.POSITIVE_INFINITY, 'x: needs US dollars such as 0.02 or $0.02, not null'],
    ['usd', '1e999', 'x: needs US dollars such as 0.02 or $0.02, not "1e999"'],
    ['usd', null, 'x: needs US dollars such as 0.02 or $0.02, not null'],
    ['usd', true, 'x: needs US dollars such as 0.02 or $0.02, not true'],
    ['usd', [1], 'x: needs US dollars such as 0.02 or $0.02, not [1]'],
    ['usd', '', 'x: needs US dollars such as 0.02 or $0.02, not ""'],
    ['tokens', '$5', 'x: needs a number of tokens such as 1500, not "$5"'],
    ['tokens', '1,500', 'x: needs a number of tokens such as 1500, not "1,500"'],
    ['calls', '5%', 'x: needs a number of calls such as 200, not "5%"'],
    ['share', 5, 'x: needs a share such as 5% or 0.05, at most 100%, not 5'],
    ['share', '101%', 'x: needs a share such as 5% or 0.05, at most 100%, not "101%"'],
    ['share', '$0.05', 'x: needs a share such as 5% or 0.05, at most 100%, not "$0.05"'],
  ] as const)('%s is not %j', (unit, value, message) => {
    expect(() => limit(unit)(value, place)).toThrow(new InputError(message));
  });

  test('whole percentages are the shares that they are written as', () => {
    for (let percent = 0; percent <= 100; percent++)
      expect(share(`${percent}%`, place)).toBe(Number(`${percent}e-2`));
  });
});

describe('an increase is a share, an amount, or both', () => {
  test.each([
    ['usd', '10%', { share: 0.1 }],
    ['usd', '$0.5', { amount: 0.5 }],
    ['usd', ['10%', '$0.5'], { share: 0.1, amount: 0.5 }],
    ['usd', ['$0.5', '10%'], { share: 0.1, amount: 0.5 }],
    ['usd', '10%,$0.5', { share: 0.1, amount: 0.5 }],
    ['usd', '10% , $0.5', { share: 0.1, amount: 0.5 }],
    ['usd', 0, { amount: 0 }],
    ['usd', '0', { amount: 0 }],
    ['usd', '250%', { share: 2.5 }],
    ['tokens', 200, { amount: 200 }],
    ['tokens', ['5%', 200], { share: 0.05, amount: 200 }],
    ['calls', '20', { amount: 20 }],
    ['share', '10%', { share: 0.1 }],
    ['share', '2pp', { amount: 0.02 }],
    ['share', '10%,2 pp', { share: 0.1, amount: 0.02 }],
    ['share', 0, { amount: 0 }],
  ] as const)('%s %j', (unit, value, found) => {
    expect(increase(unit)(value, place)).toEqual(found);
  });

  test.each([
    // 0.1 may be meant as 10 % and as ten cents.
    ['usd', 0.1],
    ['usd', '0.1'],
    ['usd', '10%,20%'],
    ['usd', ['$1', '$2']],
    ['usd', ['10%', '$1', '$2']],
    ['usd', []],
    ['usd', '10%,'],
    ['usd', '-10%'],
    ['usd', '2pp'],
    ['usd', null],
    ['tokens', '$0.5'],
    ['tokens', '2pp'],
    ['share', 0.02],
    ['share', '$1'],
  ] as const)('%s is not %j', (unit, value) => {
    expect(() => increase(unit)(value, place)).toThrow(/^x: needs a percentage/);
  });
});

test('whatever is given, it is a limit of at least 0 or one line that says what is needed', () => {
  const units = fc.constantFrom('usd', 'tokens', 'calls', 'share');
  fc.assert(
    fc.property(units, fc.oneof(fc.anything(), fc.string(), fc.double()), (unit, value) => {
      try {
        expect(limit(unit)(value, place)).toBeGreaterThanOrEqual(0);
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
      }
    }),
  );
});
