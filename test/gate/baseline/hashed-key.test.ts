import { describe, expect, test } from 'vitest';
import { baselineWhere } from '../../../src/gate/baseline/baseline-where.ts';
import { baselineKey, hashedKey } from '../../../src/gate/baseline/hashed-key.ts';

test('a hash can be worked out by hand: printf "user\\0ann@example.com" | sha256sum', () => {
  expect(hashedKey('user', 'ann@example.com')).toBe('#1a486c49a76c');
});

test('names of different groupings have different hashes; none is hashed twice; no name stays no name', () => {
  expect(hashedKey('feature', 'ann@example.com')).not.toBe('#1a486c49a76c');
  expect(hashedKey('user', '#1a486c49a76c')).toBe('#1a486c49a76c');
  expect(hashedKey('user', '')).toBe('');
});

test.each([
  ['user', 'ann', '#', '#'],
  ['feature', 'search', 'search', '#'],
  ['tag:team', 'core', 'core', '#'],
  ['template', 'feature:search', 'feature:search', '#'],
  ['template', 'prompt:0123abc', 'prompt:0123abc', 'prompt:0123abc'],
  ['template', 'prompt:not a hash', 'prompt:not a hash', '#'],
  ['model', 'gpt-4.1', 'gpt-4.1', 'gpt-4.1'],
  ['day', '2026-11-20', '2026-11-20', '2026-11-20'],
  ['status', '429', '429', '429'],
])('%s %s is %s, or hashed %s', (by, key, plain, hashed) => {
  expect(baselineKey(by, key, false).slice(0, plain === '#' ? 1 : undefined)).toBe(plain);
  expect(baselineKey(by, key, true).slice(0, hashed === '#' ? 1 : undefined)).toBe(hashed);
});

describe('conditions', () => {
  const where = ['tag:a=x=y', 'user!=ann', 'model=gpt-*', 'feature=search-*', 'no condition'];

  test('on users are hashed, and all are sorted', () => {
    expect(baselineWhere(where, false)).toEqual([
      'feature=search-*',
      'model=gpt-*',
      'no condition',
      'tag:a=x=y',
      `user!=${hashedKey('user', 'ann')}`,
    ]);
  });

  test("on names of one's own are hashed with the keys", () => {
    expect(baselineWhere(where, true)).toEqual([
      `feature=${hashedKey('feature', 'search-*')}`,
      'model=gpt-*',
      'no condition',
      `tag:a=${hashedKey('tag:a', 'x=y')}`,
      `user!=${hashedKey('user', 'ann')}`,
    ]);
  });

  test('that are hashed stay as they are', () => {
    expect(baselineWhere(baselineWhere(where, true), true)).toEqual(baselineWhere(where, true));
  });
});
