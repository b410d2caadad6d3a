import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import csv from '../../src/report/csv.ts';
import { reportTables } from '../../src/report/data/report-tables.ts';
import { sampleNames, sampleReport } from './sample-reports.ts';

function read(text: string): Record<string, string>[] {
  return parse(text, { record_delimiter: '\r\n', columns: true });
}

describe.each(sampleNames)('%s as CSV', (name) => {
  const report = sampleReport(name);

  test('is one table with all groups of all groupings', () => {
    const rows = read(csv.render(report, { width: 80, color: false }));
    expect(rows).toHaveLength(
      Object.values(report.groups).reduce((sum, groups) => sum + (groups?.length ?? 0), 0),
    );
    const cost = rows
      .filter((row) => row.group_by === 'model')
      .reduce((sum, row) => sum + Number(row.cost_usd), 0);
    expect(cost).toBeCloseTo(report.totals.costUsd, 6);
  });

  test('in a folder is a file for each table', () => {
    const files = csv.files?.(report) ?? [];
    expect(files.map((file) => file.name)).toEqual(reportTables(report).map(({ id }) => `${id}.csv`));
    const totals = read(files.find((file) => file.name === 'totals.csv')!.text);
    expect(totals).toHaveLength(1);
    expect(Number(totals[0]!.calls)).toBe(report.totals.calls);
  });
});
