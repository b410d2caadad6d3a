import type { Report } from '../../model/report.ts';
import type { DataTable } from '../../report/data/data-table.ts';
import { inputsTable, skippedTable, warningsTable } from '../../report/data/input-tables.ts';
import { field, tableOf } from '../../report/data/table-of.ts';
import { count, counted, tokens } from '../../report/format.ts';
import { unpricedModels } from '../../report/money.ts';
import type { ListColumn } from '../list/list-columns.ts';
import type { ListRows } from '../list/list-order.ts';

/** One of the lists of what was read. */
export interface InputSection {
  readonly id: string;
  /** With how many there are. */
  readonly title: string;
  readonly rows: ListRows;
  readonly columns: readonly ListColumn[];
  cells(row: number): readonly string[];
  /** A row in full, a paragraph a line. */
  whole(row: number): readonly string[];
  table(): DataTable;
}

const RIGHT = { align: 'right' } as const;

/** The files, what of them was skipped, models without a price, and warnings. */
export function inputSections(report: Report): readonly InputSection[] {
  return [files(report), skipped(report), unpriced(report), warnings(report)];
}

function files(report: Report): InputSection {
  const { inputs } = report;
  const by = (label: string, value: (row: number) => number) => ({ label, by: value, isDescending: true });
  return {
    id: 'files',
    title: `What was read: ${counted(inputs.length, 'input')}`,
    rows: {
      size: inputs.length,
      text: (row) => `${pathName(inputs[row]!.path)} ${inputs[row]!.source} ${inputs[row]!.why}`,
      sorts: [
        by('skipped', (row) => inputs[row]!.skipped),
        by('calls', (row) => inputs[row]!.calls),
        { label: 'name', by: (row) => inputs[row]!.path },
      ],
    },
    columns: [
      { label: 'input' },
      { label: 'format', width: 12 },
      { label: 'why', width: 36, drop: 4 },
      { label: 'records', width: 7, drop: 1, ...RIGHT },
      { label: 'calls', width: 7, ...RIGHT },
      { label: 'repeated', width: 8, drop: 2, ...RIGHT },
      { label: 'other', width: 7, drop: 3, ...RIGHT },
      { label: 'skipped', width: 7, ...RIGHT },
    ],
    cells: (row) => {
      const { path, source, why, records, calls, repeatedRecords, otherRecords, skipped } = inputs[row]!;
      return [
        pathName(path),
        source === '' ? 'none' : source,
        why,
        ...[records, calls, repeatedRecords, otherRecords, skipped].map((n) => count(n, 7)),
      ];
    },
    whole: (row) => {
      const input = inputs[row]!;
      return [
        pathName(input.path),
        `Read as ${input.source === '' ? 'none of the formats' : input.source}: ${input.why}`,
        `${counted(input.records, 'record')}: ${counted(input.calls, 'call')}, ${count(input.repeatedRecords)} repeated, ${count(input.otherRecords)} without a call, ${count(input.skipped)} skipped.`,
        ...input.skippedSamples.map(({ line, reason }) => `line ${count(line)}: ${reason}`),
      ];
    },
    table: () => inputsTable(report),
  };
}

function skipped(report: Report): InputSection {
  const samples = report.inputs.flatMap(({ path, skippedSamples }) =>
    skippedSamples.map((sample) => ({ path: pathName(path), ...sample })),
  );
  const all = report.inputs.reduce((sum, input) => sum + input.skipped, 0);
  const first = samples.length < all && samples.length > 0 ? `, the first ${count(samples.length)}` : '';
  return {
    id: 'skipped',
    title: `Could not be read: ${counted(all, 'record')}${first}`,
    rows: {
      size: samples.length,
      text: (row) => `${samples[row]!.path} ${samples[row]!.reason}`,
      sorts: [{ label: 'reason', by: (row) => samples[row]!.reason }],
    },
    columns: [
      { label: 'line', width: 11, ...RIGHT },
      { label: 'reason' },
      { label: 'input', width: 28, drop: 1 },
    ],
    cells: (row) => [count(samples[row]!.line, 11), samples[row]!.reason, samples[row]!.path],
    whole: (row) => [`${samples[row]!.path}, line ${count(samples[row]!.line)}`, samples[row]!.reason],
    table: () => skippedTable(report),
  };
}

function unpriced(report: Report): InputSection {
  const models = unpricedModels(report);
  const name = (row: number): string => {
    const { key } = models[row]!;
    return key === null ? '(other models)' : key === '' ? '(not in the log)' : key;
  };
  return {
    id: 'unpriced',
    title: `Without a price: ${counted(models.length, 'model')}${models.length > 0 ? '; --prices FILE gives them one' : ''}`,
    rows: { size: models.length, text: name, sorts: [{ label: 'name', by: name }] },
    columns: [
      { label: 'model' },
      { label: 'calls', width: 9, ...RIGHT },
      { label: 'tokens', width: 9, ...RIGHT },
    ],
    cells: (row) => [name(row), count(models[row]!.unpricedCalls, 9), tokens(models[row]!.unpricedTokens, 9)],
    whole: (row) => [
      name(row),
      `${counted(models[row]!.unpricedCalls, 'call')} with ${counted(models[row]!.unpricedTokens, 'token')} are in no figure of money.`,
    ],
    table: () =>
      tableOf('unpriced-models', 'Models without a price', models, [
        field('model', 'model', 'text', ({ key }) => key),
        field('calls', 'calls', 'count', ({ unpricedCalls }) => unpricedCalls),
        field('tokens', 'tokens', 'tokens', ({ unpricedTokens }) => unpricedTokens),
      ]),
  };
}

function warnings(report: Report): InputSection {
  const all = report.warnings;
  const times = (row: number): string => (all[row]!.count > 1 ? count(all[row]!.count, 7) : '');
  return {
    id: 'warnings',
    title: `Warnings: ${count(all.length)}`,
    rows: {
      size: all.length,
      text: (row) => `${all[row]!.code} ${all[row]!.text}`,
      sorts: [{ label: 'times', by: (row) => all[row]!.count, isDescending: true }],
    },
    columns: [
      { label: 'warning' },
      { label: 'times', width: 7, ...RIGHT },
      { label: 'code', width: 24, drop: 1 },
    ],
    cells: (row) => [all[row]!.text, times(row), all[row]!.code],
    whole: (row) => [
      all[row]!.code,
      all[row]!.text,
      ...(times(row) === '' ? [] : [`${count(all[row]!.count)} times`]),
    ],
    table: () => warningsTable(report),
  };
}

function pathName(path: string): string {
  return path === '-' ? 'standard input' : path;
}
