import type { Report } from '../../model/report.ts';
import type { DataTable } from './data-table.ts';
import { detectorTables, findingGroupsTable, findingsTable } from './finding-tables.ts';
import { inputsTable, skippedTable, warningsTable } from './input-tables.ts';
import { spendTables, totalsTable } from './spend-tables.ts';
import {
  strategiesTable,
  strategyGroupsTable,
  strategyMetricsTable,
  sweepsTable,
  viewTables,
} from './strategy-tables.ts';

/** Every table of a report, each with an id of its own; an empty one too, so that a program finds what it looks for. */
export function reportTables(report: Report): DataTable[] {
  return distinct([
    totalsTable(report),
    ...spendTables(report),
    findingsTable(report),
    findingGroupsTable(report),
    ...detectorTables(report),
    strategiesTable(report),
    strategyGroupsTable(report),
    strategyMetricsTable(report),
    sweepsTable(report),
    ...viewTables(report),
    inputsTable(report),
    skippedTable(report),
    warningsTable(report),
  ]);
}

/** Tags may differ in nothing that an id can show. */
function distinct(tables: readonly DataTable[]): DataTable[] {
  const used = new Set<string>();
  return tables.map((table) => {
    let id = table.id;
    for (let copy = 2; used.has(id); copy++) id = `${table.id}-${copy}`;
    used.add(id);
    return { ...table, id };
  });
}
