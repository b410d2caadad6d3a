import fc from 'fast-check';
import { expect, test } from 'vitest';
import { combine52, hash52 } from '../../src/model/hash.ts';

const isKey = (value: number) => Number.isInteger(value) && value > 0 && value < 2 ** 52;

test('hashes are whole numbers below 2^52, never 0, the same every time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer(), (text, seed) => {
      expect(isKey(hash52(text, seed))).toBe(true);
      expect(hash52(`${text}`, seed)).toBe(hash52(text, seed));
    }),
  );
});

test('stores hold hashes, so they must not change', () => {
  expect(hash52('')).toBe(1991970746549212);
  expect(hash52('gpt-4.1')).toBe(1820769136617194);
  expect(hash52('gpt-4.1', 1)).toBe(163817843855644);
  expect(combine52(1, 2)).toBe(4175500879336619);
  expect(combine52(2, 1)).toBe(3931265874948527);
});

test('texts that differ in little do not collide', () => {
  const texts = new Set<string>();
  for (let i = 0; i < 20_000; i++) {
    texts.add(String(i));
    texts.add(`${'a'.repeat(i % 300)}${i % 97}`);
    texts.add(`${i % 97}${'a'.repeat(i % 300)}`);
  }
  const hashes = new Set([...texts].map((text) => hash52(text)));
  expect(hashes.size).toBe(texts.size);
  const seeded = [...texts].filter((text) => hash52(text, 7) === hash52(text));
  expect(seeded).toEqual([]);
});

test('combining keeps the order and tells pairs apart', () => {
  const keys = Array.from({ length: 150 }, (_, i) => hash52(String(i)));
  const pairs = new Set(keys.flatMap((a) => keys.map((b) => combine52(a, b))));
  expect(pairs.size).toBe(keys.length ** 2);
  expect([...pairs].every(isKey)).toBe(true);
});
