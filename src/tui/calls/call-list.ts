import type { DataTable } from '../../report/data/data-table.ts';
import { type Field, field, tableOf } from '../../report/data/table-of.ts';
import { tokens, usd } from '../../report/format.ts';
import { dateTimeSeconds } from '../../report/format-time.ts';
import type { CallTable } from '../explorer.ts';
import type { ListColumn } from '../list/list-columns.ts';
import type { ListRows } from '../list/list-order.ts';

interface CallColumn extends ListColumn {
  cell(row: number): string;
}

/** The columns of calls; money that a finding says of them only where there is a finding. */
export function callColumns(table: CallTable, timezone: string): readonly CallColumn[] {
  const hasWaste = table.wastedUsd.some((value) => !Number.isNaN(value));
  const right = { align: 'right' } as const;
  return [
    { label: 'time', width: 19, cell: (row) => dateTimeSeconds(table.time[row]!, timezone) },
    { label: 'model', cell: (row) => modelOf(table, row) },
    { label: 'user', width: 18, drop: 4, cell: (row) => userOf(table, row) },
    { label: 'feature', width: 18, drop: 5, cell: (row) => featureOf(table, row) },
    { label: 'status', width: 6, drop: 3, ...right, cell: (row) => statusText(table.status[row]!) },
    { label: 'in', width: 7, drop: 1, ...right, cell: (row) => tokens(table.tokensIn[row], 7) },
    { label: 'out', width: 7, drop: 2, ...right, cell: (row) => tokens(table.tokensOut[row], 7) },
    { label: 'cost', width: 9, ...right, cell: (row) => usd(table.costUsd[row], 9) },
    ...(hasWaste
      ? [{ label: 'avoidable', width: 9, ...right, cell: (row: number) => wasteText(table, row) }]
      : []),
  ];
}

/** Calls in time order first; a filter looks into model, user, feature and status. */
export function callRows(table: CallTable): ListRows {
  const { size, costUsd, wastedUsd, tokensIn, tokensOut, status } = table;
  const hasWaste = wastedUsd.some((value) => !Number.isNaN(value));
  const most = (label: string, values: Float64Array) => ({
    label,
    by: (row: number) => values[row]!,
    isDescending: true,
  });
  return {
    size,
    text: (row) =>
      `${modelOf(table, row)} ${userOf(table, row)} ${featureOf(table, row)} ${statusText(status[row]!)}`,
    sorts: [
      ...(hasWaste ? [most('avoidable', wastedUsd)] : []),
      most('cost', costUsd),
      most('tokens in', tokensIn),
      most('tokens out', tokensOut),
      { label: 'model', by: (row) => modelOf(table, row) },
      { label: 'user', by: (row) => userOf(table, row) },
    ],
  };
}

/** The calls with all that the list knows of them, for the export. */
export function callsTable(table: CallTable): DataTable {
  const fields: readonly Field<number>[] = [
    field('call', 'call', 'count', (row) => table.index[row]! + 1),
    field('time', 'time', 'text', (row) => isoTime(table.time[row]!)),
    field('model', 'model', 'text', (row) => modelOf(table, row)),
    field('user', 'user', 'text', (row) => userOf(table, row)),
    field('feature', 'feature', 'text', (row) => featureOf(table, row)),
    field('status', 'status', 'text', (row) => statusText(table.status[row]!)),
    field('tokensIn', 'tokens in', 'tokens', (row) => known(table.tokensIn[row]!)),
    field('tokensOut', 'tokens out', 'tokens', (row) => known(table.tokensOut[row]!)),
    field('costUsd', 'cost', 'usd', (row) => known(table.costUsd[row]!)),
    field('wastedUsd', 'avoidable', 'usd', (row) => known(table.wastedUsd[row]!)),
    field('isKept', 'needed', 'flag', (row) => table.isKept[row] === 1),
  ];
  const rows = Array.from({ length: table.size }, (_, row) => row);
  return tableOf('calls', `Calls of ${table.what}`, rows, fields);
}

/** What is avoidable of a call without a price is not known. */
function wasteText({ wastedUsd, costUsd, isKept }: CallTable, row: number): string {
  if (isKept[row] === 1) return 'needed';
  return usd(Number.isNaN(costUsd[row]) ? null : wastedUsd[row], 9);
}

function statusText(status: number): string {
  return status === 0 ? '' : String(status);
}

function modelOf({ models, model }: CallTable, row: number): string {
  return models[model[row]!] ?? '';
}

function userOf({ users, user }: CallTable, row: number): string {
  return users[user[row]!] ?? '';
}

function featureOf({ features, feature }: CallTable, row: number): string {
  return features[feature[row]!] ?? '';
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function isoTime(time: number): string | null {
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
