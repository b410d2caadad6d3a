import { defineRenderer } from '../contracts/renderer.ts';

/** The report itself; its shape is `schema/report-1.json`. */
export default defineRenderer({
  id: 'json',
  describe: 'the whole report as JSON, for programs',
  render: (report) => `${JSON.stringify(report, null, 2)}\n`,
});
