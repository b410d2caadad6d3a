import type { Report } from '../../model/report.ts';
import type { DataTable } from '../../report/data/data-table.ts';
import { strategiesTable, strategyMetricsTable } from '../../report/data/strategy-tables.ts';
import { field, tableOf } from '../../report/data/table-of.ts';
import type { WhatIfAnswer } from '../explorer.ts';

/** What-if answers as tables: the total, the strategies, their own figures. */
export function whatIfTables(report: Report, answer: WhatIfAnswer): readonly DataTable[] {
  const answered = { ...report, ...answer };
  const metrics = strategyMetricsTable(answered);
  return [totalTable(answer), strategiesTable(answered), ...(metrics.rows.length > 0 ? [metrics] : [])];
}

function totalTable({ combined, monthly }: WhatIfAnswer): DataTable {
  return tableOf<WhatIfAnswer['combined']>(
    'total',
    'What if',
    [combined],
    [
      field('beforeUsd', 'as billed', 'usd', ({ beforeUsd }) => beforeUsd),
      field('afterUsd', 'all together', 'usd', ({ afterUsd }) => afterUsd),
      field('savedUsd', 'saved', 'usd', ({ savedUsd }) => savedUsd),
      field('share', 'saved', 'percent', ({ share }) => share),
      field('unservedUsd', 'of refused calls', 'usd', ({ unservedUsd }) => unservedUsd),
      field('monthlyBeforeUsd', 'a month, as billed', 'usd', () => monthly?.beforeUsd ?? null),
      field('monthlyAfterUsd', 'a month, all together', 'usd', () => monthly?.afterUsd ?? null),
      field('riskCalls', 'calls that notice it', 'count', ({ risk }) => risk.calls),
    ],
  );
}
