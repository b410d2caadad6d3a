import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Condition } from '../../../src/engine/audit-request.ts';
import { Conditions, conditionText } from '../../../src/engine/log/conditions.ts';

type Subject = Readonly<Record<string, readonly string[]>>;

const conditionsOn = (where: readonly Condition[]) =>
  new Conditions<Subject>(where, (key, subject) => subject[key]!);

const condition = (text: string): Condition => {
  const [, key = '', mark, value = ''] = /^([^=!]+)(!?)=(.*)$/s.exec(text)!;
  return { key, value, isNegated: mark === '!' };
};

const value = fc.constantFrom('', 'a', 'ab', 'b', 'ba');
const anyCondition = fc.record({
  key: fc.constantFrom('user', 'feature'),
  value: fc.constantFrom('', '*', 'a', 'a*', '*b', 'ab', 'c'),
  isNegated: fc.boolean(),
});
const anySubject = fc.record({
  user: fc.array(value, { minLength: 1, maxLength: 2 }),
  feature: fc.array(value, { minLength: 1, maxLength: 2 }),
});

/** One subject by the words of the contract, key by key. */
function reference(where: readonly Condition[], subject: Subject): boolean {
  const fits = ({ key, value }: Condition): boolean =>
    subject[key]!.some((own) => new RegExp(`^${value.replaceAll('*', '.*')}$`).test(own));
  const wanted = where.filter(({ isNegated }) => !isNegated);
  return (
    where.filter(({ isNegated }) => isNegated).every((one) => !fits(one)) &&
    wanted.every(({ key }) => wanted.some((one) => one.key === key && fits(one)))
  );
}

test('conditions of one key are alternatives, all keys and all negated ones must hold', () => {
  fc.assert(
    fc.property(
      fc.array(anyCondition, { maxLength: 5 }),
      fc.array(anySubject, { minLength: 1, maxLength: 8 }),
      (where, subjects) => {
        const conditions = conditionsOn(where);
        for (const subject of subjects) expect(conditions.hold(subject)).toBe(reference(where, subject));
        const unfit = where.filter((one) =>
          subjects.every((subject) => !reference([{ ...one, isNegated: false }], subject)),
        );
        expect(conditions.warnings()).toHaveLength(unfit.length);
      },
    ),
    { numRuns: 1000 },
  );
});

test('more values than are remembered are still judged', () => {
  const conditions = conditionsOn([condition('user=u19999')]);
  const held = Array.from({ length: 20_000 }, (_, i) => conditions.hold({ user: [`u${i}`] }));
  expect(held.filter(Boolean)).toHaveLength(1);
  expect(conditions.warnings()).toEqual([]);
});

describe('a condition that fits nothing', () => {
  const warned = (text: string, users: readonly string[]): string => {
    const conditions = conditionsOn([condition(text)]);
    for (const user of users) conditions.hold({ user: [user] });
    return conditions.warnings()[0]?.text ?? '';
  };

  test.each([
    ['user=serach', ['search', 'chat'], 'no call fits user=serach; did you mean "search"?'],
    ['user!=serach', ['search', 'chat'], 'no call fits user!=serach; did you mean "search"?'],
    ['user=zzzzzz*', ['search', 'chat'], 'no call fits user=zzzzzz*; there are search, chat'],
    ['user=ann', [''], 'no call fits user=ann; the log has no user of any call'],
    ['user=', ['ann'], 'no call fits user='],
    ['user=ann', ['ann'], ''],
  ])('%s in %j: %s', (text, users, warning) => {
    expect(warned(text, users)).toBe(warning);
  });

  test('is told of also where another key already leaves every call out', () => {
    const conditions = conditionsOn([condition('user=ann'), condition('feature=chta')]);
    conditions.hold({ user: ['bob'], feature: ['chat'] });
    expect(conditions.warnings().map(({ text }) => text)).toEqual([
      'no call fits user=ann; there is bob',
      'no call fits feature=chta; did you mean "chat"?',
    ]);
  });

  test('repeats no more than the beginning of long names', () => {
    const long = 'x'.repeat(10_000);
    expect(warned(`user=${long}`, ['y'.repeat(10_000)]).length).toBeLessThan(400);
  });
});

test('conditions are told as they are given', () => {
  for (const text of ['feature=search-*', 'user!=bob', 'tag:team=', 'model=a=b'])
    expect(conditionText(condition(text))).toBe(text);
});
