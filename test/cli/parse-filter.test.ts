import { describe, expect, test } from 'vitest';
import { conditions, groupings, moment } from '../../src/cli/parse-filter.ts';

const place = { name: '--x', base: '/base' };
const DAY_MS = 86_400_000;

describe('moments', () => {
  test.each([
    ['2026-11-01', { kind: 'day', day: '2026-11-01' }],
    ['2028-02-29', { kind: 'day', day: '2028-02-29' }],
    ['2026-11-01T12:00Z', { kind: 'instant', time: Date.UTC(2026, 10, 1, 12) }],
    ['2026-11-01T12:00:00.5+01:00', { kind: 'instant', time: Date.UTC(2026, 10, 1, 11, 0, 0, 500) }],
    ['7d', { kind: 'ago', ms: 7 * DAY_MS }],
    ['24h', { kind: 'ago', ms: DAY_MS }],
    ['2w', { kind: 'ago', ms: 14 * DAY_MS }],
    ['1.5h', { kind: 'ago', ms: 5_400_000 }],
  ])('%s', (text, value) => {
    expect(moment(text, place)).toEqual(value);
  });

  test.each([
    ...['', 'yesterday', '7', '-7d', '7y', '2026-02-31', '2026-11-1', '2026-11-01T12:00', '1969-12-31'],
    ...['9999999999w', '3000-01-01', '2026-11-01 ', '9'.repeat(400), 7, null, {}],
  ])('%j is refused', (value) => {
    expect(() => moment(value, place)).toThrow(/^--x: needs a day such as 2026-11-01, an instant such as/);
  });
});

describe('conditions', () => {
  const one = (key: string, value: string, isNegated = false) => ({ key, value, isNegated });

  test.each([
    ['feature=search-*', [one('feature', 'search-*')]],
    ['user!=bob', [one('user', 'bob', true)]],
    ['user=', [one('user', '')]],
    ['user!=', [one('user', '', true)]],
    ['model=a=b!=c', [one('model', 'a=b!=c')]],
    ['tag:team=x', [one('tag:team', 'x')]],
    ['tags.team.name!=x', [one('tag:team.name', 'x', true)]],
    [
      ['user=a', 'user=b'],
      [one('user', 'a'), one('user', 'b')],
    ],
    [
      { feature: 'a,b', status: [429, '5*'] },
      [one('feature', 'a,b'), one('status', '429'), one('status', '5*')],
    ],
    ['user=two\nlines', [one('user', 'two\nlines')]],
  ])('%j', (value, parsed) => {
    expect(conditions(value, place)).toEqual(parsed);
  });

  test.each([
    ['modle=x', '--x: "modle" is not a known filter; did you mean "model"?'],
    [
      'team=x',
      '--x: "team" is not a known filter; use model, provider, user, feature, template, session, status, endpoint, tier, or tag:team for a tag',
    ],
    ['tag:=x', 'endpoint, tier, or tag:NAME for a tag'],
    ['constructor=x', '--x: "constructor" is not a known filter'],
    ['=x', '--x: "" is not a known filter; use model, provider'],
    [{ user: [] }, '--x: "user" has no values; leave it out for every call'],
    ['model', '--x: needs key=value, not "model"'],
    [7, '--x: needs key=value, not 7'],
    [{ model: { a: 1 } }, '--x: needs key=value'],
  ])('%j: %s', (value, message) => {
    expect(() => conditions(value, place)).toThrow(message);
  });
});

describe('groupings', () => {
  test.each([
    ['model', ['model']],
    ['day, tag:team,tags.env,day', ['day', 'tag:team', 'tag:env']],
    [
      ['status', 'tag:a,b'],
      ['status', 'tag:a,b'],
    ],
  ])('%j', (value, parsed) => {
    expect(groupings(value, place)).toEqual(parsed);
  });

  test.each([
    ['modle', 'is not a known grouping; did you mean "model"?'],
    ['department', 'or tag:department for a tag'],
    ['tag:', 'or tag:NAME for a tag'],
    ['', 'needs a text'],
    [7, 'needs names separated by commas'],
  ])('%j: %s', (value, message) => {
    expect(() => groupings(value, place)).toThrow(message);
  });
});
