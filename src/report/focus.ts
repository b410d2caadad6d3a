import { defineRenderer } from '../contracts/renderer.ts';
import { csvRows } from './data/csv-text.ts';
import { billableCharges, chargesLeftOut } from './focus/billable-charges.ts';
import { focusColumns } from './focus/focus-columns.ts';

/**
 * Cost and usage rows of the FinOps Open Cost and Usage Specification, version 1.2, as CSV.
 * Source: github.com/FinOps-Open-Cost-and-Usage-Spec/FOCUS_Spec, tag v1.2, specification/columns and specification/attributes.
 */
export default defineRenderer({
  id: 'focus',
  describe: 'FinOps FOCUS 1.2 cost and usage rows as CSV, for cost management tools',
  needsCharges: true,
  top: 100_000,
  render(report, { billingAccount }) {
    const columns = focusColumns({ report, billingAccount: billingAccount ?? 'unknown' });
    const rows = billableCharges(report).map((charge) => columns.map(({ value }) => value(charge)));
    return csvRows(
      columns.map(({ id }) => id),
      rows,
    );
  },
  notices: (report, { billingAccount }) => [
    ...(billingAccount === undefined
      ? [
          'the log does not say which account is billed: BillingAccountId is "unknown"; --billing-account names it',
        ]
      : []),
    ...chargesLeftOut(report),
  ],
});
