import { expect, test } from 'vitest';
import { CallTags } from '../../src/model/call-tags.ts';

const read = (tags: string, name: string): string => new CallTags().valueOf(tags, name);

test('tags are read by their names', () => {
  const tags = '{"env":"prod","team":"search"}';
  expect(read(tags, 'team')).toBe('search');
  expect(read(tags, 'Team')).toBe('');
  expect(read('', 'team')).toBe('');
});

test('names of an object’s own machinery are names like any other', () => {
  expect(read('{"a":"b"}', 'constructor')).toBe('');
  expect(read('{"a":"b"}', '__proto__')).toBe('');
  expect(read('{"__proto__":"x","toString":"y"}', '__proto__')).toBe('x');
  expect(read('{"__proto__":"x","toString":"y"}', 'toString')).toBe('y');
});

test('values that are no text are compact JSON, and null is no value', () => {
  const tags = '{"n":7,"list":["a","b"],"deep":{"x":{"y":1}},"no":null,"flag":false}';
  expect(['n', 'list', 'deep', 'no', 'flag'].map((name) => read(tags, name))).toEqual([
    '7',
    '["a","b"]',
    '{"x":{"y":1}}',
    '',
    'false',
  ]);
});

test.each(['{', 'null', '[1]', '"text"', '7', '{"a":', '\u0000', '{"a":"b"}x', '['.repeat(100_000)])(
  'what is no object has no tags: %#',
  (tags) => {
    expect(read(tags, 'a')).toBe('');
    expect(read(tags, '0')).toBe('');
  },
);

test('more tags than are kept at hand are still read', () => {
  const tags = new CallTags();
  for (let i = 0; i < 20_001; i++) expect(tags.valueOf(`{"id":"${i}"}`, 'id')).toBe(String(i));
  expect(tags.valueOf('{"id":"3"}', 'id')).toBe('3');
});
