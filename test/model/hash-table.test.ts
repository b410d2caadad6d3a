import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hash52 } from '../../src/model/hash.ts';
import { HashTable } from '../../src/model/hash-table.ts';

const key = fc.oneof(
  fc.integer({ min: 1, max: 40 }),
  fc.integer({ min: 1, max: 40 }).map((n) => n * 2 ** 32),
  fc.integer({ min: 1, max: 2 ** 53 - 1 }),
);

test('holds what a Map holds', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(key, fc.nat()), { maxLength: 300 }), key, (entries, other) => {
      const table = new HashTable();
      const map = new Map<number, number>();
      for (const [k, value] of entries) {
        expect(table.has(k)).toBe(map.has(k));
        table.set(k, value);
        map.set(k, value);
        expect(table.size).toBe(map.size);
      }
      for (const k of [...map.keys(), other]) expect(table.get(k)).toBe(map.get(k) ?? -1);
    }),
  );
});

test('a hundred thousand hashes stay apart', () => {
  const table = new HashTable();
  for (let i = 0; i < 100_000; i++) table.set(hash52(`key ${i}`), i);
  expect(table.size).toBe(100_000);
  for (let i = 0; i < 100_000; i += 97) expect(table.get(hash52(`key ${i}`))).toBe(i);
  expect(table.get(hash52('another'))).toBe(-1);
});
