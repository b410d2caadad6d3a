import { expect, test } from 'vitest';
import type { DataTable } from '../../../src/report/data/data-table.ts';
import { jsonTable, safeJson } from '../../../src/report/data/json-table.ts';
import { hostileTexts } from '../hostile-texts.ts';

const table: DataTable = {
  id: 'a',
  title: 'A',
  columns: [
    { key: 'name', label: 'n', kind: 'text' },
    { key: 'costUsd', label: 'c', kind: 'usd' },
  ],
  rows: [
    ['a', 0.5],
    ['b', Number.NaN],
    ['c', null],
  ],
};

test('a table is a list of objects, unknown values null', () => {
  expect(JSON.parse(jsonTable(table))).toEqual([
    { name: 'a', costUsd: 0.5 },
    { name: 'b', costUsd: null },
    { name: 'c', costUsd: null },
  ]);
});

test('a table without rows is an empty list', () => {
  expect(JSON.parse(jsonTable({ ...table, rows: [] }))).toEqual([]);
});

test('hostile text reads back as it was, and nothing in the output is obeyed or hidden', () => {
  const text = jsonTable({ ...table, rows: hostileTexts.map((value) => [value, 1]) });
  expect(text.replaceAll('\n', '')).not.toMatch(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u,
  );
  expect((JSON.parse(text) as { name: string }[]).map(({ name }) => name)).toEqual(hostileTexts);
});

test('what is outside the first plane is escaped as the two units that JSON has for it', () => {
  expect(safeJson('\u{e0041}')).toBe('"\\udb40\\udc41"');
});

test('an indented value is harmless too, and its lines stay lines', () => {
  const value = { user: '\u009b31m\u007f\u202enna', text: 'a\nb', odd: '\ud800', list: hostileTexts };
  const text = safeJson(value, 2);
  expect(text.split('\n').slice(0, 2)).toEqual(['{', '  "user": "\\u009b31m\\u007f\\u202enna",']);
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  expect(JSON.parse(text)).toEqual(value);
});
