import { describe, expect, test } from 'vitest';
import { lendParts, type PartRow, type PlacedRow } from '../../../src/engine/log/part-lending.ts';

/** Files 10 and 11 lie in folder 1, files 20 and 21 in folder 2, and so on. */
function call(row: number, file: number): PlacedRow {
  return { row, file, folder: Math.floor(file / 10) };
}

function part(row: number, file: number, request: number): PartRow {
  return { ...call(row, file), request };
}

function lent(calls: readonly PlacedRow[], parts: readonly PartRow[]) {
  const { lenders, ...rest } = lendParts(calls, parts);
  return { ...rest, lenders: Object.fromEntries(lenders) };
}

describe('one call', () => {
  test('borrows from all its parts wherever they are, in the order of their rows', () => {
    expect(lent([call(5, 20)], [part(0, 10, 0), part(1, 11, 7), part(2, 30, 0)])).toEqual({
      lenders: { 5: [0, 1, 2] },
      ambiguous: 0,
      unanswered: 0,
    });
  });

  test('takes the request of its own file, and the other request is one without an answer', () => {
    expect(lent([call(5, 20)], [part(0, 10, 7), part(6, 20, 8), part(7, 21, 9)])).toEqual({
      lenders: { 5: [6] },
      ambiguous: 0,
      unanswered: 2,
    });
  });

  test('takes the request of its own folder rather than one of elsewhere', () => {
    expect(lent([call(5, 20)], [part(0, 10, 7), part(6, 21, 8), part(7, 30, 0)])).toEqual({
      lenders: { 5: [6, 7] },
      ambiguous: 0,
      unanswered: 1,
    });
  });

  test('takes none of two different requests that are equally near', () => {
    expect(lent([call(5, 20)], [part(0, 21, 7), part(1, 21, 8), part(2, 30, 9)])).toEqual({
      lenders: {},
      ambiguous: 3,
      unanswered: 0,
    });
  });
});

describe('several calls', () => {
  test('all borrow from one of the copies of a request', () => {
    expect(lent([call(5, 20), call(6, 20)], [part(0, 10, 7), part(1, 30, 7)])).toEqual({
      lenders: { 5: [0], 6: [0] },
      ambiguous: 0,
      unanswered: 0,
    });
  });

  test('borrow nothing from parts that do not show their request', () => {
    expect(lent([call(5, 20), call(6, 20)], [part(0, 10, 0), part(1, 10, 0)])).toEqual({
      lenders: {},
      ambiguous: 2,
      unanswered: 0,
    });
  });

  test('borrow each in its folder', () => {
    const parts = [part(0, 10, 7), part(1, 20, 8), part(2, 30, 9)];
    expect(lent([call(5, 11), call(6, 21)], parts)).toEqual({
      lenders: { 5: [0], 6: [1] },
      ambiguous: 1,
      unanswered: 0,
    });
  });

  test('borrow each in its file, and what is left of a folder is for the call that is left', () => {
    const parts = [part(0, 10, 7), part(1, 12, 8), part(2, 13, 8)];
    expect(lent([call(5, 10), call(6, 11)], parts)).toEqual({
      lenders: { 5: [0], 6: [1, 2] },
      ambiguous: 0,
      unanswered: 0,
    });
  });

  test('of one file borrow nothing', () => {
    expect(lent([call(5, 10), call(6, 10)], [part(0, 10, 7), part(1, 11, 8)])).toEqual({
      lenders: {},
      ambiguous: 2,
      unanswered: 0,
    });
  });

  test('a copy of what was lent is not left over', () => {
    const parts = [part(0, 10, 7), part(1, 20, 8), part(2, 30, 8)];
    expect(lent([call(5, 11), call(6, 21)], parts).ambiguous).toBe(0);
  });
});

test('requests without any call are counted once however often they were copied', () => {
  expect(lent([], [part(0, 10, 7), part(1, 11, 7), part(2, 11, 0)]).unanswered).toBe(1);
  expect(lent([], [part(0, 10, 7), part(1, 11, 8)]).unanswered).toBe(2);
  expect(lent([], [part(0, 10, 0), part(1, 11, 0)]).unanswered).toBe(1);
});

test('many parts and calls of one join take no longer than they should', () => {
  const many = Array.from({ length: 200_000 }, (_, row) => row);
  const calls = many.map((row) => call(row, 10 + (row % 3) * 10));
  const parts = many.map((row) => part(300_000 + row, 11 + (row % 5) * 10, row % 7));
  expect(lendParts(calls, parts).ambiguous).toBeGreaterThan(0);
  expect(lendParts(calls.slice(0, 1), parts).lenders.size).toBe(0);
});
