import { expect, test } from 'vitest';
import { namedCalls } from '../../../src/strategies/choosing/named-calls.ts';
import { makeCall } from '../../support/calls.ts';

const templates = {
  of: ({ prompt }: { readonly prompt: number }) => (prompt < 0 ? -1 : prompt),
  id: (template: number) => ['', 'abc', 'def'][template]!,
  label: () => '',
};

test('calls of any entry are meant, by their exact names', () => {
  const isMeant = namedCalls(' feature: nightly ,user:etl:2,template:def', templates);
  expect(isMeant(makeCall({ feature: 'nightly' }))).toBe(true);
  expect(isMeant(makeCall({ user: 'etl:2' }))).toBe(true);
  expect(isMeant(makeCall({ prompt: 2 }))).toBe(true);
  expect(isMeant(makeCall({ prompt: 1, feature: 'Nightly', user: 'etl' }))).toBe(false);
  expect(isMeant(makeCall({ feature: 'etl:2', user: 'nightly' }))).toBe(false);
  expect(isMeant(makeCall())).toBe(false);
});

test('a call without a prompt has no template', () => {
  expect(namedCalls('template:abc', templates)(makeCall({ prompt: -1 }))).toBe(false);
});

test.each(['nightly', 'feature:', 'model:gpt-4o', 'feature:a,', '', 'feature:a;user'])('%j', (list) => {
  if (list === 'feature:a;user')
    expect(namedCalls(list, templates)(makeCall({ feature: 'a;user' }))).toBe(true);
  else expect(() => namedCalls(list, templates)).toThrow('names no calls');
});
