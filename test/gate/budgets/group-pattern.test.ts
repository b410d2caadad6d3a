import { describe, expect, test } from 'vitest';
import { hashedKey } from '../../../src/gate/baseline/hashed-key.ts';
import { fittingPairs } from '../../../src/gate/budgets/group-pattern.ts';
import { gateView } from '../../../src/gate/gate-view.ts';
import { madeInput } from '../made-input.ts';
import { madeBaseline, madeMeasurement } from '../made-measurement.ts';

function log(...features: string[]) {
  return madeMeasurement({ groups: { feature: features.map((key) => ({ key })) } });
}

const NOW = log('', 'search-a', 'search-b', 'chat');

function fitting(pattern: string, before?: readonly string[], hasHashedKeys = false): (string | undefined)[] {
  const input = madeInput([], NOW);
  const baseline = before && madeBaseline(log(...before), { hasHashedKeys });
  const view = gateView({ ...input, ...(baseline && { baseline }) });
  return fittingPairs(view, 'b', { by: 'feature', pattern }).map(
    ({ current, baseline: was }) => (current ?? was)?.key,
  );
}

describe('a pattern', () => {
  test('fits names, and calls without a name are in no group', () => {
    expect(fitting('search-*')).toEqual(['search-a', 'search-b']);
    expect(fitting('chat')).toEqual(['chat']);
    expect(fitting('*')).toEqual(['chat', 'search-a', 'search-b']);
    expect(() => fitting('')).toThrow('budget "b": no feature of the log is ""');
  });

  test('fits what is in the baseline only', () => {
    expect(fitting('s*', ['', 'search-a', 'search-old', 'x'])).toEqual([
      'search-a',
      'search-b',
      'search-old',
    ]);
    expect(fitting('search-old', ['search-old'])).toEqual(['search-old']);
  });

  test('fits a hashed name where it is the whole name', () => {
    const old = hashedKey('feature', 'search-old');
    expect(fitting('search-old', [old], true)).toEqual([old]);
    expect(fitting('search-a', [hashedKey('feature', 'search-a')], true)).toEqual(['search-a']);
    // What is left of a name in a hash means nothing.
    expect(fitting('*', [old], true)).toEqual(['chat', 'search-a', 'search-b']);
  });

  test.each([
    ['serch-a', 'budget "b": no feature of the log is "serch-a"; did you mean "search-a"?'],
    ['chat-*x', 'budget "b": no feature of the log is "chat-*x"; did you mean "chat"?'],
    [
      'completely-other',
      'budget "b": no feature of the log is "completely-other"; it has "chat", "search-a", "search-b"',
    ],
  ])('that fits nothing is an error: %s', (pattern, message) => {
    expect(() => fitting(pattern)).toThrow(new RegExp(`^${message.replace(/[*?]/g, '\\$&')}$`));
  });

  test('tells no names of users', () => {
    const users = madeMeasurement({ groups: { user: [{ key: 'ann@example.com' }] } });
    const view = gateView(madeInput([], users));
    expect(() => fittingPairs(view, 'b', { by: 'user', pattern: 'nobody' })).toThrow(/ is "nobody"$/);
  });
});
