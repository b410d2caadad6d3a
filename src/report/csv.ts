import { defineRenderer } from '../contracts/renderer.ts';
import { csvTable } from './data/csv-text.ts';
import { reportTables } from './data/report-tables.ts';
import { longTable } from './data/spend-tables.ts';

/** What was spent by whatever it is grouped by, one table; in a folder all tables of the report, a file each. */
export default defineRenderer({
  id: 'csv',
  describe: 'spend by every grouping as one CSV table; with --out FOLDER all tables, a file each',
  top: 100_000,
  render: (report) => csvTable(longTable(report)),
  files: (report) =>
    reportTables(report).map((table) => ({ name: `${table.id}.csv`, text: csvTable(table) })),
});
