import { expect, test } from 'vitest';
import { errorName, lastFolder, tagsOf, timeOf } from '../../../src/sources/agent-logs/agent-fields.ts';
import { httpStatusOf } from '../../../src/sources/record/record-access.ts';

test.each([
  ['/home/ada/client/shop', 'shop'],
  ['/home/ada/client/shop/', 'shop'],
  ['C:\\Users\\ada\\shop', 'shop'],
  ['C:\\', undefined],
  ['/', undefined],
  ['', undefined],
  ['shop', 'shop'],
  [7, undefined],
])('the last folder of %j', (path, folder) => {
  expect(lastFolder(path)).toBe(folder);
});

test('tags are texts, numbers and what is true', () => {
  expect(tagsOf({ a: 'x', b: 3, c: true, d: false, e: '', f: null, g: {} })).toEqual({
    a: 'x',
    b: '3',
    c: 'true',
  });
  expect(tagsOf({ a: undefined })).toBeUndefined();
  expect(tagsOf({ a: 'Bearer sk-ant-12345678' })!.a).toMatch(/^redacted-/);
});

test('a status is an HTTP status', () => {
  expect([529, '429', 0, 99, 600, 4.5, 'x', null].map(httpStatusOf)).toEqual([
    ...[529, 429],
    ...Array(6).fill(undefined),
  ]);
});

test('an error’s name is kept, its message is not', () => {
  expect([errorName('rate_limit'), errorName('Rate limit of key sk-1'), errorName(null)]).toEqual([
    ...['rate_limit', 'error', 'error'],
  ]);
});

test('a time without a zone is in the one that is given', () => {
  expect(timeOf('2026-03-05 14:00:00', 'Europe/Berlin')).toBe(Date.UTC(2026, 2, 5, 13));
  expect(timeOf('noon')).toBeUndefined();
});
