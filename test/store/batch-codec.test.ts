import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BATCH_COLUMNS, type BatchColumn, type CallBatch } from '../../src/model/call-batch.ts';
import { COLUMN_NUMBER, encodeBatch, StoredBatch } from '../../src/store/batch-codec.ts';

/** A batch with these values in one column, their negatives in the next and zeros elsewhere. */
function batchOf(values: readonly number[], ids: readonly string[] = values.map(() => '')): CallBatch {
  const columns = Object.fromEntries(
    BATCH_COLUMNS.map((name, c) => [
      name,
      Float64Array.from(values, (value) => (c === 0 ? value : c === 1 ? -value : 0)),
    ]),
  ) as Record<BatchColumn, Float64Array>;
  return { length: values.length, columns, ids };
}

function readBack(batch: CallBatch): { columns: Record<string, number[]>; ids: string[] } {
  const stored = new StoredBatch(encodeBatch(batch));
  const rows = Array.from({ length: stored.length }, (_, row) => row);
  return {
    columns: Object.fromEntries(
      BATCH_COLUMNS.map((name) => [name, rows.map((row) => stored.at(COLUMN_NUMBER[name], row))]),
    ),
    ids: rows.map((row) => stored.id(row)),
  };
}

/** The sign of zero says nothing about a call. */
const plain = (value: number): number => (value === 0 ? 0 : value);

function expectRoundTrip(batch: CallBatch): void {
  const { columns, ids } = readBack(batch);
  for (const name of BATCH_COLUMNS) {
    expect(columns[name]!.map(plain), name).toEqual([...batch.columns[name]].map(plain));
  }
  expect(ids).toEqual(batch.ids);
}

const anyNumber = fc.oneof(
  fc.double(),
  fc.integer({ min: -3, max: 300 }),
  fc.maxSafeInteger(),
  fc.constantFrom(Number.NaN, -0, -1, 0.5, 2 ** 53 - 1, -(2 ** 53 - 1), Number.POSITIVE_INFINITY),
);

describe('batch codec', () => {
  test('gives back every value of every column', () => {
    fc.assert(
      fc.property(fc.array(anyNumber, { maxLength: 40 }), (values) => expectRoundTrip(batchOf(values))),
    );
  });

  test('gives back integers whatever their range, with and without unknowns', () => {
    const edges = [0xfd, 0xfe, 0xff, 0x100, 0xfffd, 0xfffe, 0xffff, 0x10000].concat([
      0xfffffffd,
      0xfffffffe,
      0xffffffff,
      0x100000000,
      2 ** 53 - 1,
    ]);
    for (const range of edges) {
      for (const base of [0, -1, -range, 17]) {
        const values = [base, base + range, base + Math.floor(range / 2)].filter(Number.isSafeInteger);
        expectRoundTrip(batchOf(values));
        expectRoundTrip(batchOf([...values, Number.NaN]));
      }
    }
  });

  test('a fractional column keeps -1', () => {
    expectRoundTrip(batchOf([0.25, -1, 1, Number.NaN]));
  });

  test('gives back equal values of any kind', () => {
    for (const value of [0, -1, Number.NaN, 0.1, 2 ** 53 - 1])
      expectRoundTrip(batchOf([value, value, value]));
  });

  test('gives back ids in any script, empty ones too', () => {
    const id = fc.oneof(fc.constant(''), fc.string({ unit: 'grapheme', maxLength: 12 }), fc.string());
    fc.assert(
      fc.property(fc.array(id, { maxLength: 30 }), (ids) => {
        expectRoundTrip(
          batchOf(
            ids.map((_, i) => i),
            ids,
          ),
        );
      }),
    );
  });

  test('half a character at the end of an id does not move the ids after it', () => {
    const ids = ['a\ud83d', '\ude00b', 'after'];
    expect(readBack(batchOf([1, 2, 3], ids)).ids).toEqual(['a\ufffd', '\ufffdb', 'after']);
  });

  test('reads from a buffer that begins anywhere', () => {
    const bytes = encodeBatch(batchOf([1.5, 2.5, 300], ['a', 'é', '']));
    const shifted = Buffer.concat([Buffer.alloc(3), bytes]).subarray(3);
    const stored = new StoredBatch(shifted);
    expect([0, 1, 2].map((row) => stored.at(COLUMN_NUMBER.time, row))).toEqual([1.5, 2.5, 300]);
    expect(stored.id(1)).toBe('é');
  });

  test('a column that an older program did not write is unknown', () => {
    const bytes = encodeBatch(batchOf([1, 2]));
    bytes.writeUInt32LE(BATCH_COLUMNS.length - 1, 4);
    expect(new StoredBatch(bytes).at(COLUMN_NUMBER.cacheTtl, 0)).toBeNaN();
    expect(new StoredBatch(bytes).at(COLUMN_NUMBER.time, 1)).toBe(2);
  });

  test('a column of equal values takes no space and small integers one byte each', () => {
    const rows = Array.from({ length: 800 }, (_, i) => i % 200);
    const constant = encodeBatch(batchOf(rows.map(() => 7))).length;
    expect(encodeBatch(batchOf(rows)).length - constant).toBe(2 * 800);
  });
});
