import { expect, test } from 'vitest';
import { callColumns, callRows, callsTable } from '../../../src/tui/calls/call-list.ts';
import { listOrder } from '../../../src/tui/list/list-order.ts';
import { madeUpCalls } from '../made-up-calls.ts';

const calls = madeUpCalls('duplicates', 20);
const cells = (row: number) =>
  Object.fromEntries(callColumns(calls, 'UTC').map(({ label, cell }) => [label, cell(row)]));

test('what is unknown is said, and a call that is needed says so', () => {
  expect(cells(0)).toMatchObject({ time: '2026-09-01 14:05:09', avoidable: 'needed', cost: '$0.01' });
  expect(cells(1)).toMatchObject({ cost: 'unknown', avoidable: 'unknown' });
  expect(cells(2)).toMatchObject({ time: 'unknown', avoidable: '$0.0080' });
});

test('calls that no finding is about have no column of what is avoidable', () => {
  const plain = { ...calls, wastedUsd: calls.wastedUsd.map(() => Number.NaN) };
  expect(callColumns(plain, 'UTC').map(({ label }) => label)).not.toContain('avoidable');
  expect(callRows(plain).sorts.map(({ label }) => label)).not.toContain('avoidable');
});

test('calls are filtered by model, user, feature and status, and sorted by cost', () => {
  const rows = callRows(calls);
  expect([...listOrder(rows, '429', -1)]).toEqual([9, 19]);
  expect([...listOrder(rows, 'mini bob', -1)]).toEqual([1, 7, 13, 19]);
  const cost = rows.sorts.findIndex(({ label }) => label === 'cost');
  const order = listOrder(rows, '', cost);
  expect([order[0], order[19]]).toEqual([19, 1]);
});

test('the export has raw values, and null where nothing is known', () => {
  const { columns, rows } = callsTable(calls);
  const at = (row: number, key: string) => rows[row]![columns.findIndex((column) => column.key === key)];
  expect([at(2, 'time'), at(1, 'costUsd')]).toEqual([null, null]);
  expect([at(0, 'call'), at(0, 'time'), at(3, 'costUsd')]).toEqual([101, '2026-09-01T14:05:09.000Z', 0.0103]);
});
