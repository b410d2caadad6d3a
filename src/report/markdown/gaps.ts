import type { Report } from '../../model/report.ts';
import { count, counted, tokens } from '../format.ts';
import { unpricedModels } from '../money.ts';
import { dashList, limitedTable } from './blocks.ts';
import type { Limits } from './limits.ts';
import { markdownName } from './markdown-text.ts';

/** What was read, and what of it was not read, not priced or not certain. */
export function gaps(report: Report, limits: Limits): string[] {
  return [...inputs(report, limits), ...unpriced(report, limits), ...warnings(report, limits)];
}

function inputs(report: Report, limits: Limits): string[] {
  if (report.inputs.length === 0) return [];
  const listed = [...report.inputs].sort((a, b) => b.skipped - a.skipped);
  const rows = listed
    .slice(0, limits.rows)
    .map(({ path, source, records, calls, repeatedRecords, otherRecords, skipped }) => [
      path === '-' ? 'standard input' : markdownName(path, limits.name),
      source === '' ? 'none' : markdownName(source, limits.name),
      ...[records, calls, repeatedRecords, otherRecords, skipped].map((n) => count(n, 9)),
    ]);
  const figures = ['records', 'calls', 'repeated', 'other', 'skipped'];
  const samples = listed
    .slice(0, limits.rows)
    .filter(({ skipped }) => skipped > 0)
    .flatMap(({ path, skipped, skippedSamples }) => [
      `${path}: ${counted(skipped, 'record')} could not be read`,
      ...skippedSamples.map(({ line, reason }) => `${path}, line ${count(line)}: ${reason}`),
    ]);
  return [
    '## What was read',
    limitedTable(
      [
        { label: 'input' },
        { label: 'format' },
        ...figures.map((label) => ({ label, align: 'right' }) as const),
      ],
      rows,
      limits,
      listed.length,
    ),
    dashList(samples, limits),
  ];
}

function unpriced(report: Report, limits: Limits): string[] {
  if (report.totals.unpricedCalls === 0) return [];
  const rows = unpricedModels(report).map(({ key, unpricedCalls, unpricedTokens }) => [
    key === null ? '(other models)' : key === '' ? '(not in the log)' : markdownName(key, limits.name),
    count(unpricedCalls, 9),
    tokens(unpricedTokens, 9),
  ]);
  return [
    '## Without a known price',
    limitedTable(
      [{ label: 'model' }, { label: 'calls', align: 'right' }, { label: 'tokens', align: 'right' }],
      rows,
      limits,
    ),
  ];
}

function warnings(report: Report, limits: Limits): string[] {
  if (report.warnings.length === 0) return [];
  const texts = report.warnings.map(({ text, count: times }) =>
    times > 1 ? `${text} (${count(times)} times)` : text,
  );
  return ['## Warnings', dashList(texts, limits)];
}
