import { expect, test } from 'vitest';
import { groupPattern } from '../../../../src/cli/check/settings/group-pattern.ts';
import { InputError } from '../../../../src/contracts/input-error.ts';

const place = { name: 'x', base: '/' };

test.each([
  ['feature:search-*', { by: 'feature', pattern: 'search-*' }],
  ['model:*', { by: 'model', pattern: '*' }],
  ['template:prompt:1a2b', { by: 'template', pattern: 'prompt:1a2b' }],
  ['user:a b', { by: 'user', pattern: 'a b' }],
  ['tag:team:search', { by: 'tag:team', pattern: 'search' }],
  ['tag:team:a:b', { by: 'tag:team', pattern: 'a:b' }],
])('%s', (text, found) => {
  expect(groupPattern(text, place)).toEqual(found);
});

test.each([
  ['feature', 'x: needs a kind of group and a name such as feature:search-*, not "feature"'],
  ['feature:', 'x: needs a kind of group and a name such as feature:search-*, not "feature:"'],
  [7, 'x: needs a kind of group and a name such as feature:search-*, not 7'],
  ['featur:a', 'x: "featur" is not a known kind of group; did you mean "feature"?'],
  ['day:2026-11-01', 'x: "day" is not a known kind of group'],
  [':a', 'x: "" is not a known kind of group'],
  ['tag:team', 'x: needs the name of the tag too, such as tag:team:team'],
])('%j is none', (value, message) => {
  expect(() => groupPattern(value, place)).toThrow(InputError);
  expect(() => groupPattern(value, place)).toThrow(message);
});
