import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RepeatFinder } from '../../../src/engine/log/repeat-finder.ts';
import { BATCH_COLUMNS, type BatchColumn, USAGE_BASES } from '../../../src/model/call-batch.ts';
import { encodeBatch, StoredBatch } from '../../../src/store/batch-codec.ts';

interface Row {
  readonly key: number;
  readonly check: number;
  readonly basis: number;
  readonly output: number;
}

function batchOf(rows: readonly Row[]): StoredBatch {
  const columns = Object.fromEntries(
    BATCH_COLUMNS.map((name) => [name, new Float64Array(rows.length)]),
  ) as Record<BatchColumn, Float64Array>;
  rows.forEach(({ key, check, basis, output }, i) => {
    columns.key[i] = key;
    columns.keyCheck[i] = check;
    columns.usageBasis[i] = basis;
    columns.output[i] = output;
  });
  return new StoredBatch(encodeBatch({ length: rows.length, columns, ids: rows.map(() => '') }));
}

/** Of each key the best row, the first of the best; everything without a key. */
function keptRows(rows: readonly Row[]): number[] {
  const best = new Map<string, number>();
  const isBetter = (a: Row, b: Row) => {
    const [loggedA, loggedB] = [a, b].map(({ basis }) => USAGE_BASES[basis] === 'logged');
    return loggedA === loggedB ? a.output > b.output : loggedA === true;
  };
  rows.forEach((row, i) => {
    if (row.key === 0) best.set(`none ${i}`, i);
    else {
      const name = `${row.key}/${row.check}`;
      const known = best.get(name);
      if (known === undefined || isBetter(row, rows[known]!)) best.set(name, i);
    }
  });
  return [...best.values()].sort((a, b) => a - b);
}

const row = fc.record({
  key: fc.oneof(fc.nat(12), fc.constantFrom(2 ** 52 - 1, 2 ** 51 + 1)),
  // Keys that differ in one half only are different keys.
  check: fc.constantFrom(0, 1, 4096, 0xffffffff),
  basis: fc.nat(2),
  output: fc.nat(3),
});

test('keeps of every key the most complete row, whatever the batches', () => {
  fc.assert(
    fc.property(fc.array(fc.array(row, { maxLength: 20 }), { maxLength: 5 }), (batches) => {
      const finder = new RepeatFinder();
      let start = 0;
      for (const rows of batches) {
        finder.add(batchOf(rows), start);
        start += rows.length;
      }
      const dropped = finder.fates(start);
      const all = Array.from({ length: start }, (_, i) => i);
      expect(all.filter((i) => dropped === undefined || dropped[i] === 0)).toEqual(keptRows(batches.flat()));
    }),
    { numRuns: 200 },
  );
});

test('keeps finding repeats when there are many keys', () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => ({
    key: 1 + (i % 9000) * 4099,
    check: (i % 9000) * 65_536,
    basis: 2,
    output: i % 7,
  }));
  const finder = new RepeatFinder();
  finder.add(batchOf(rows), 0);
  const dropped = finder.fates(rows.length)!;
  expect(rows.flatMap((_, i) => (dropped[i] === 0 ? [i] : []))).toEqual(keptRows(rows));
});
