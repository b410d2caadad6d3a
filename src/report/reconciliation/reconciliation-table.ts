import type { RenderOptions } from '../../contracts/renderer.ts';
import type { ReconciledRow, ReconciledSide, Reconciliation } from '../../model/reconciliation.ts';
import { billedTokens } from '../../model/usage.ts';
import { filterText } from '../filter-text.ts';
import { count, counted, percent, tokens, usd } from '../format.ts';
import type { GridColumn } from '../table/grid.ts';
import { Page } from '../table/page.ts';

const COLUMNS: readonly GridColumn[] = [
  { label: 'day' },
  { label: 'model', min: 12 },
  { label: 'calls', align: 'right', drop: 3 },
  { label: 'billed', align: 'right', drop: 3 },
  { label: 'tokens logged', align: 'right', drop: 1 },
  { label: 'billed', align: 'right', drop: 1 },
  { label: 'tokens lacking', align: 'right' },
  { label: 'cost logged', align: 'right', drop: 2 },
  { label: 'billed', align: 'right', drop: 2 },
  { label: 'cost lacking', align: 'right' },
];

/** A log beside what the provider says, for a person at a terminal: the sums first, then where they part, then why. */
export function reconciliationTable(result: Reconciliation, options: RenderOptions, top: number): string {
  const page = new Page(options);
  headline(result, page);
  differences(result, page, top);
  notes(result, page);
  return page.toString();
}

function headline({ totals, rows, priceBook, filter }: Reconciliation, page: Page): void {
  const differing = rows.filter(({ status }) => status === 'differs').length;
  const verdict =
    rows.length === 0
      ? 'Nothing could be compared: the log and the exports are about different days or providers.'
      : differing === 0
        ? 'The log and the provider agree.'
        : `The log and the provider differ in ${count(differing)} of ${counted(rows.length, 'day and model', 'days and models')}.`;
  page.text(verdict, { style: differing > 0 || rows.length === 0 ? 'bad' : 'accent' });
  if (filter !== null) page.text(filterText(filter, 'UTC'));
  if (rows.length === 0) return;
  page.text(`The log: ${sideText(totals.log)}.`);
  page.text(`The provider: ${sideText(totals.ledger)}.`);
  const { costUsd } = totals.difference;
  const share = costUsd === null || !totals.ledger?.costUsd ? null : costUsd / totals.ledger.costUsd;
  if (costUsd !== null && share !== null)
    page.text(`The log lacks ${usd(costUsd)} (${percent(share)}) of what was billed.`, { style: 'bold' });
  page.text(`Prices of ${priceBook.version} for the log's calls; days in UTC.`, { style: 'dim' });
}

function sideText(side: ReconciledSide | null): string {
  if (side === null) return 'nothing';
  const parts = [
    side.requests === null ? '' : counted(side.requests, 'call'),
    side.tokens === null ? '' : `${tokens(billedTokens(side.tokens))} tokens`,
    side.costUsd !== null ? usd(side.costUsd) : side.unpricedCalls > 0 ? 'cost unknown' : 'cost not said',
    side.unpricedCalls > 0 ? `${count(side.unpricedCalls)} of the calls without a known price` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function differences({ rows }: Reconciliation, page: Page, top: number): void {
  const differing = rows.filter(({ status }) => status === 'differs');
  const shown = (differing.length > 0 ? differing : rows).slice(0, top);
  if (shown.length === 0) return;
  page.heading(differing.length > 0 ? 'Where they differ' : 'Day by day');
  page.table(COLUMNS, shown.map(cells), {
    indent: 2,
    style: (i) => (shown[i]!.status === 'differs' ? 'bad' : 'plain'),
  });
  const rest = (differing.length > 0 ? differing.length : rows.length) - shown.length;
  if (rest > 0) page.text(`(${count(rest)} more; --top shows more, --json all)`, { indent: 2, style: 'dim' });
  const explained = shown.filter(({ causes }) => causes.length > 0);
  if (explained.length === 0) return;
  page.heading('Likely causes');
  for (const [cause, [first, ...others]] of rowsByCause(explained)) {
    const more = others.length === 0 ? '' : ` and ${count(others.length)} more`;
    page.text(`${first!.day} ${nameOf(first!)}${more}: ${cause}.`, { indent: 2, hang: 2 });
  }
}

/** What explains several rows is said once. */
function rowsByCause(rows: readonly ReconciledRow[]): Map<string, ReconciledRow[]> {
  const byCause = new Map<string, ReconciledRow[]>();
  for (const row of rows) {
    for (const { code, text } of row.causes) {
      const cause = `${code}: ${text}`;
      byCause.set(cause, [...(byCause.get(cause) ?? []), row]);
    }
  }
  return byCause;
}

function cells(row: ReconciledRow): string[] {
  const { log, ledger, difference } = row;
  const size = (side: ReconciledSide | null): string =>
    side === null ? '0' : tokens(side.tokens === null ? null : billedTokens(side.tokens), 9);
  const money = (side: ReconciledSide | null): string => (side === null ? '0' : usd(side.costUsd, 10));
  return [
    ...[row.day, nameOf(row)],
    ...[log, ledger].map((side) => (side === null ? '0' : count(side.requests, 7))),
    ...[size(log), size(ledger), tokens(difference.tokens, 9)],
    ...[money(log), money(ledger), usd(difference.costUsd, 10)],
  ];
}

function nameOf({ provider, model, log, causes }: ReconciledRow): string {
  const isOther = log === null && causes.some(({ code }) => code === 'other-items');
  return model ?? `${isOther ? 'other' : 'all'} of ${provider}`;
}

function notes({ notCovered, ledgers, warnings }: Reconciliation, page: Page): void {
  page.blank();
  if (notCovered.calls > 0) {
    page.text(
      `${counted(notCovered.calls, 'logged call')} (${usd(notCovered.costUsd)}) ${notCovered.calls === 1 ? 'is' : 'are'} not compared: ${notCovered.why.join('; ')}.`,
    );
  }
  for (const { path, repeatedEntries, skipped, skippedSamples } of ledgers) {
    if (repeatedEntries > 0)
      page.text(
        `${path}: ${counted(repeatedEntries, 'entry', 'entries')} said again what another says, and ${repeatedEntries === 1 ? 'is' : 'are'} left out.`,
      );
    const [sample] = skippedSamples;
    if (skipped > 0 && sample !== undefined)
      page.text(
        `${path}: ${counted(skipped, 'record')} could not be read (${sample.line}: ${sample.reason}).`,
        { style: 'bad' },
      );
  }
  for (const { text, count: times } of warnings) page.text(`${count(times)} ${text}.`, { style: 'dim' });
}
