import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ListRows, listOrder } from '../../../src/tui/list/list-order.ts';

function rowsOf(texts: readonly string[], values: readonly number[] = []): ListRows {
  return {
    size: texts.length,
    text: (row) => texts[row]!,
    sorts: [
      { label: 'value', by: (row) => values[row]!, isDescending: true },
      { label: 'name', by: (row) => texts[row]! },
    ],
  };
}

test('without a filter and an order it is the list as given', () => {
  expect([...listOrder(rowsOf(['b', 'a']), '', -1)]).toEqual([0, 1]);
});

test('a row must contain every word of the filter, whatever their case and order', () => {
  const rows = rowsOf(['gpt-4.1 Search', 'gpt-4.1 chat', 'search by claude']);
  expect([...listOrder(rows, 'SEARCH gpt', -1)]).toEqual([0]);
  expect([...listOrder(rows, '  ', -1)]).toEqual([0, 1, 2]);
  expect([...listOrder(rows, 'nothing', -1)]).toEqual([]);
});

test('most first, equal ones as given, unknown ones last in either direction', () => {
  const rows = rowsOf(['b', '', 'a', 'c'], [1, Number.NaN, 1, 5]);
  expect([...listOrder(rows, '', 0)]).toEqual([3, 0, 2, 1]);
  expect([...listOrder(rows, '', 1)]).toEqual([2, 0, 3, 1]);
});

test('any filter and order: the rows found are those a plain search finds, each once', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string(), fc.oneof(fc.double(), fc.constant(Number.NaN)))),
      fc.string({ maxLength: 3 }),
      fc.integer({ min: -1, max: 1 }),
      (list, filter, sort) => {
        const texts = list.map(([text]) => text);
        const found = [
          ...listOrder(
            rowsOf(
              texts,
              list.map(([, value]) => value),
            ),
            filter,
            sort,
          ),
        ];
        const words = filter
          .toLowerCase()
          .split(' ')
          .filter((word) => word !== '');
        const wanted = texts.flatMap((text, row) =>
          words.every((word) => text.toLowerCase().includes(word)) ? [row] : [],
        );
        expect([...found].sort((a, b) => a - b)).toEqual(wanted);
        if (sort === 0) {
          const values = found.map((row) => list[row]![1]).filter((value) => !Number.isNaN(value));
          for (let i = 1; i < values.length; i++) expect(values[i]! <= values[i - 1]!).toBe(true);
        }
      },
    ),
  );
});

test('rows are sorted once, however often the filter changes', () => {
  let asked = 0;
  const rows: ListRows = {
    size: 3,
    text: (row) => ['a', 'ab', 'abc'][row]!,
    sorts: [
      {
        label: 'value',
        by: (row) => {
          asked++;
          return [2, 1, 3][row]!;
        },
      },
    ],
  };
  expect([...listOrder(rows, 'a', 0)]).toEqual([1, 0, 2]);
  expect([...listOrder(rows, 'ab', 0)]).toEqual([1, 2]);
  expect([...listOrder(rows, '', 0)]).toEqual([1, 0, 2]);
  expect(asked).toBe(3);
});
