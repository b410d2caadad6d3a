import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timeOrder } from '../../../src/engine/log/time-order.ts';

const time = fc.oneof(fc.nat(9), fc.constantFrom(Number.NEGATIVE_INFINITY, 1.75e12));
const batches = fc.array(fc.array(time, { maxLength: 9 }), { maxLength: 7 });
const isSorted = fc.boolean();

test('is a stable sort of all rows, without those that are dropped', () => {
  fc.assert(
    fc.property(batches, isSorted, fc.array(fc.nat(60)), (values, sorted, gone) => {
      const times = values.map((batch) =>
        Float64Array.from(sorted ? batch.toSorted((a, b) => a - b) : batch),
      );
      const starts = [0];
      for (const batch of times) starts.push(starts.at(-1)! + batch.length);
      const rows = times.flatMap((batch) => [...batch]).map((at, row) => ({ at, row }));
      const dropped = new Uint8Array(rows.length);
      for (const row of gone) if (row < rows.length) dropped[row] = 1;
      const byTime = (a: { at: number; row: number }, b: { at: number; row: number }) =>
        a.at === b.at ? a.row - b.row : a.at < b.at ? -1 : 1;
      const expected = rows.filter(({ row }) => dropped[row] === 0).sort(byTime);
      const order = timeOrder(times, starts, gone.length > 0 ? dropped : undefined);
      expect([...order]).toEqual(expected.map(({ row }) => row));
    }),
    { numRuns: 400 },
  );
});
