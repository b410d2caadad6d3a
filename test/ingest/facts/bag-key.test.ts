import { expect, test } from 'vitest';
import { Random } from '../../../src/demo/random.ts';
import { bagKey } from '../../../src/ingest/facts/bag-key.ts';

test('the order of the words does not matter, nor what stands between them', () => {
  expect(bagKey('{"b": 2, "a": 1}')).toBe(bagKey('{"a":1,"b":2}'));
  expect(bagKey('read the file')).toBe(bagKey('file\n\nthe... read'));
});

test('every word matters, and how often it stands there', () => {
  const keys = ['a b', 'a b b', 'a', 'ab', 'a c', 'A b'].map(bagKey);
  expect(new Set(keys).size).toBe(keys.length);
});

test('a text without words is 0', () => {
  expect(bagKey('')).toBe(0);
  expect(bagKey(' ,.-/{}')).toBe(0);
});

test('words in other scripts count', () => {
  expect(bagKey('Grüße nach Köln')).not.toBe(bagKey('Grüße nach Bonn'));
  expect(bagKey('天気 東京')).toBe(bagKey('東京 天気'));
});

test('keys are exact numbers of 52 bits, and thousands of bags do not collide', () => {
  const random = new Random(1);
  const bags = new Map<string, number>();
  for (let i = 0; i < 5000; i++) {
    const words = Array.from({ length: random.between(1, 6) }, () => `w${random.between(1, 60)}`);
    const key = bagKey(words.join(' '));
    expect(Number.isSafeInteger(key) && key < 2 ** 52).toBe(true);
    const bag = [...words].sort().join(' ');
    expect(bags.get(bag) ?? key).toBe(key);
    bags.set(bag, key);
  }
  expect(new Set(bags.values()).size).toBe(bags.size);
});
