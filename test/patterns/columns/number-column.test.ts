import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NumberColumn } from '../../../src/patterns/columns/number-column.ts';

const value = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.constantFrom(2 ** 31 - 1, 2 ** 31, -(2 ** 31), 2 ** 52, Number.NaN),
);

/** A zero has no sign here: it may come back as either. */
test('holds what an array holds, whatever kinds of numbers come in whatever order', () => {
  const step = fc.tuple(fc.constantFrom('set', 'add', 'push'), fc.nat(90), value);
  fc.assert(
    fc.property(
      fc.constantFrom(0, -1, 1, Number.NaN, 0.5),
      fc.array(step, { maxLength: 60 }),
      (empty, steps) => {
        const column = new NumberColumn(empty);
        const array: number[] = [];
        const put = (index: number, number: number) => {
          while (array.length <= index) array.push(empty);
          array[index] = number;
        };
        for (const [what, index, number] of steps) {
          if (what === 'push')
            expect(column.push(number)).toBe(put(array.length, number) ?? array.length - 1);
          else if (what === 'set') {
            column.set(index, number);
            put(index, number);
          } else {
            column.add(index, number);
            put(index, (array[index] ?? empty) + number);
          }
        }
        expect(column.length).toBe(array.length);
        for (let i = 0; i < array.length + 3; i++) expect(column.get(i) + 0).toEqual((array[i] ?? empty) + 0);
      },
    ),
  );
});
