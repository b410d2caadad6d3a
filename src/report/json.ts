import { defineRenderer } from '../contracts/renderer.ts';
import { safeJson } from './data/json-table.ts';

/** The report itself; its shape is `schema/report-1.json`. */
export default defineRenderer({
  id: 'json',
  describe: 'the whole report as JSON, for programs',
  render: (report) => `${safeJson(report, 2)}\n`,
});
