import type { Input, Report, Warning } from '../../model/report.ts';
import type { DataTable } from './data-table.ts';
import { field, tableOf } from './table-of.ts';

/** What was read. */
export function inputsTable({ inputs }: Report): DataTable {
  return tableOf<Input>('inputs', 'Inputs', inputs, [
    field('path', 'input', 'text', ({ path }) => path),
    field('source', 'format', 'text', ({ source }) => source),
    field('why', 'why this format', 'text', ({ why }) => why),
    field('records', 'records', 'count', ({ records }) => records),
    field('calls', 'calls', 'count', ({ calls }) => calls),
    field('repeatedRecords', 'repeated', 'count', ({ repeatedRecords }) => repeatedRecords),
    field('otherRecords', 'other', 'count', ({ otherRecords }) => otherRecords),
    field('skippedRecords', 'skipped', 'count', ({ skipped }) => skipped),
  ]);
}

/** Records that could not be read, as many as the report keeps of each input. */
export function skippedTable({ inputs }: Report): DataTable {
  const items = inputs.flatMap(({ path, skippedSamples }) =>
    skippedSamples.map((sample) => ({ path, ...sample })),
  );
  const table = tableOf<(typeof items)[number]>('skipped-records', 'Records that could not be read', items, [
    field('path', 'input', 'text', ({ path }) => path),
    field('line', 'line', 'count', ({ line }) => line),
    field('reason', 'reason', 'text', ({ reason }) => reason),
  ]);
  return { ...table, rowsTotal: inputs.reduce((sum, { skipped }) => sum + skipped, 0) };
}

export function warningsTable({ warnings }: Report): DataTable {
  return tableOf<Warning>('warnings', 'Warnings', warnings, [
    field('code', 'code', 'text', ({ code }) => code),
    field('text', 'warning', 'text', ({ text }) => text),
    field('count', 'times', 'count', ({ count }) => count),
  ]);
}
