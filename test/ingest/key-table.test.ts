import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeyTable } from '../../src/ingest/key-table.ts';

const keyOf = (number: number) => createHash('sha256').update(String(number)).digest().subarray(0, 16);

test('numbers keys as a Map of their hexadecimal would', () => {
  const table = new KeyTable();
  const reference = new Map<string, number>();
  for (let i = 0; i < 30_000; i++) {
    const key = keyOf((i * 7919) % 9000);
    const name = key.toString('hex');
    const isNew = !reference.has(name);
    if (isNew) reference.set(name, reference.size);
    expect(table.add(key)).toEqual({ id: reference.get(name), isNew });
  }
  expect(table.size).toBe(reference.size);
});

test('keys that agree in three of their four words are different keys', () => {
  const word = fc.constantFrom(0, 1, 0x7fffffff, 0x80000000, 0xffffffff);
  const key = fc.tuple(word, word, word, word).map((words) => new Uint8Array(Uint32Array.from(words).buffer));
  fc.assert(
    fc.property(fc.array(key, { maxLength: 60 }), (keys) => {
      const table = new KeyTable();
      const names = keys.map((bytes) => Buffer.from(bytes).toString('hex'));
      const distinct = [...new Set(names)];
      expect(keys.map((bytes) => table.add(bytes).id)).toEqual(names.map((name) => distinct.indexOf(name)));
    }),
  );
});
