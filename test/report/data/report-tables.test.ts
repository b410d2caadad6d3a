import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import type { Group, Report } from '../../../src/model/report.ts';
import { csvTable } from '../../../src/report/data/csv-text.ts';
import type { DataTable } from '../../../src/report/data/data-table.ts';
import { reportTables } from '../../../src/report/data/report-tables.ts';
import { longTable } from '../../../src/report/data/spend-tables.ts';
import { hostileTexts } from '../hostile-texts.ts';
import { sampleNames, sampleReport } from '../sample-reports.ts';

function tableOf(report: Report, id: string): DataTable {
  const table = reportTables(report).find((one) => one.id === id);
  if (table === undefined) throw new Error(`no table ${id}`);
  return table;
}

/** The rows as objects. */
function rowsOf({ columns, rows }: DataTable): Record<string, unknown>[] {
  return rows.map((row) => Object.fromEntries(columns.map(({ key }, i) => [key, row[i]])));
}

const NUMBERS = ['count', 'tokens', 'usd', 'percent', 'ms'];

describe.each(sampleNames)('the tables of %s', (name) => {
  const tables = reportTables(sampleReport(name));

  test('have ids of their own that can be file names', () => {
    const ids = tables.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  test('have as many cells in a row as columns, each of its column’s kind, and keys of their own', () => {
    for (const { columns, rows } of tables) {
      expect(new Set(columns.map(({ key }) => key)).size).toBe(columns.length);
      for (const row of rows) {
        expect(row).toHaveLength(columns.length);
        columns.forEach(({ kind, key }, i) => {
          const value = row[i];
          if (value === null) return;
          if (NUMBERS.includes(kind)) expect(value, key).toBeTypeOf('number');
          else expect(['string', 'number', 'boolean']).toContain(typeof value);
        });
      }
    }
  });

  test('come back from CSV with every row and no control character', () => {
    for (const table of tables) {
      const rows: string[][] = parse(csvTable(table), { record_delimiter: '\r\n' });
      expect(rows).toHaveLength(table.rows.length + 1);
      for (const cell of rows.flat()) expect(cell).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }
  });
});

describe('spend', () => {
  const report = sampleReport('typical');

  test('of every grouping adds up to the totals', () => {
    for (const kind of ['model', 'day', 'user', 'feature', 'template', 'status']) {
      const rows = rowsOf(tableOf(report, `spend-by-${kind}`));
      if (rows.length === 0) continue;
      const cost = rows.reduce((sum, { costUsd }) => sum + Number(costUsd), 0);
      expect(cost, kind).toBeCloseTo(report.totals.costUsd, 6);
    }
  });

  test('in long form has the groupings one below the other, or those that were asked for', () => {
    const by = (of: Report) => [...new Set(rowsOf(longTable(of)).map(({ groupBy }) => groupBy))];
    expect(by(report)).toEqual(
      Object.keys(report.groups).filter((kind) => report.groups[kind as 'model'].length > 0),
    );
    expect(by({ ...report, groupBy: ['day', 'model'] })).toEqual(['day', 'model']);
  });

  test('says of a group what it is that has no key', () => {
    const [first] = report.groups.model;
    const groups = { ...report.groups, model: [first!, { ...first!, key: '' }, { ...first!, key: null }] };
    const groupTotals = { ...report.groupTotals, model: 9 };
    const rows = rowsOf(tableOf({ ...report, groups, groupTotals }, 'spend-by-model'));
    expect(rows.map(({ key, label }) => [key, label])).toEqual([
      [first!.key, first!.key],
      ['', '(not in the log)'],
      [null, '(7 more)'],
    ]);
  });

  test('is unknown, not nothing, where no call has a price', () => {
    const rows = rowsOf(tableOf(sampleReport('all-unpriced'), 'spend-by-model'));
    expect(rows.length).toBeGreaterThan(0);
    for (const { costUsd, share } of rows) expect([costUsd, share]).toEqual([null, null]);
    expect(rowsOf(tableOf(sampleReport('zero-cost'), 'totals'))[0]!.costUsd).toBe(0);
  });

  test('by tags has a table for each, also for names that no file can have', () => {
    const groups: readonly Group[] = report.groups.user;
    const tags = [
      'tag:team',
      'tag:Team',
      'tag:../../x',
      ...hostileTexts.map((text) => `tag:${text}` as const),
    ] as const;
    const own = Object.fromEntries(tags.map((tag) => [tag, groups]));
    const tables = reportTables({ ...report, groups: { ...report.groups, ...own } });
    const ids = tables.map(({ id }) => id);
    expect(ids).toEqual(
      expect.arrayContaining(['spend-by-tag-team', 'spend-by-tag-team-2', 'spend-by-tag-x']),
    );
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9-]{1,70}$/);
  });
});

describe('findings', () => {
  const report = sampleReport('typical');

  test('have their groups in one table, and in a table each with their own columns', () => {
    const [finding] = report.findings;
    expect(rowsOf(tableOf(report, 'finding-groups'))[0]).toMatchObject({
      detector: finding!.detector,
      wastedUsd: finding!.groups[0]!.wastedUsd,
      examples: finding!.groups[0]!.examples.join(', '),
    });
    const own = tableOf(report, `findings-${finding!.detector}`);
    expect(own.columns.slice(-finding!.columns.length)).toEqual(finding!.columns);
    expect(own.rowsTotal).toBe(finding!.groupsTotal);
  });

  test('name some of their calls, however many are at hand', () => {
    const [finding] = report.findings;
    const examples = Array.from({ length: 5000 }, (_, i) => `call-${i}`);
    const groups = [{ ...finding!.groups[0]!, examples }];
    const [row] = rowsOf(tableOf({ ...report, findings: [{ ...finding!, groups }] }, 'finding-groups'));
    expect(String(row!.examples).split(', ')).toEqual(examples.slice(0, 10));
  });

  test('are of unknown money where the log has calls without a price', () => {
    const [finding] = report.findings;
    const unknown = {
      ...report,
      totals: { ...report.totals, unpricedCalls: 1 },
      findings: [{ ...finding!, wastedUsd: 0, countedUsd: 0 }],
    };
    expect(rowsOf(tableOf(unknown, 'findings'))[0]).toMatchObject({ wastedUsd: null, countedUsd: null });
  });

  test('that another finding counts are a known nothing, and what is only perhaps avoidable may be unknown', () => {
    const [finding] = report.findings;
    const review = { groups: 1, calls: 2, usd: 0 };
    const counted = { ...finding!, wastedUsd: 0.05, countedUsd: 0, share: 0, review };
    const partly = {
      ...report,
      totals: { ...report.totals, unpricedCalls: 1 },
      findings: [counted, { ...counted, review: { ...review, usd: 3 } }],
    };
    const rows = rowsOf(tableOf(partly, 'findings'));
    expect(rows[0]).toMatchObject({ wastedUsd: 0.05, countedUsd: 0, share: 0, reviewUsd: null });
    expect(rows[1]).toMatchObject({ reviewUsd: 3 });
  });
});

describe('strategies', () => {
  const money = (rows: Record<string, unknown>[]) =>
    rows.flatMap((row) => Object.keys(row).flatMap((key) => (key.endsWith('Usd') ? [row[key]] : [])));
  const replayed = sampleReport('typical');

  test.each(['strategies', 'strategy-groups', 'sweeps'])('save unknown money in %s without prices', (id) => {
    const known = money(rowsOf(tableOf(replayed, id)));
    expect(known.some((value) => typeof value === 'number')).toBe(true);
    const { totals } = sampleReport('all-unpriced');
    const unknown = money(rowsOf(tableOf({ ...replayed, totals }, id)));
    expect(unknown).toHaveLength(known.length);
    for (const value of unknown) expect(value).toBeNull();
  });

  test('leave totals unknown without prices', () => {
    const row = rowsOf(tableOf(sampleReport('all-unpriced'), 'totals'))[0]!;
    const { loggedCostUsd: _, ...figures } = row;
    const values = money([figures]);
    expect(values).toHaveLength(7);
    for (const value of values) expect(value).toBeNull();
    expect(rowsOf(tableOf(sampleReport('zero-cost'), 'totals'))[0]).toMatchObject({
      recoverableUsd: 0,
      afterUsd: 0,
      savedUsd: 0,
    });
  });
});
