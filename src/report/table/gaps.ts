import type { Input, Report } from '../../model/report.ts';
import { count, counted, tokens } from '../format.ts';
import { unpricedModels } from '../money.ts';
import type { Page } from './page.ts';

/** Rows of inputs, models and warnings that a terminal shows; the JSON report has them all. */
const SHOWN = 8;
const SAMPLES_SHOWN = 3;

/** What was read, and what of it was not read, not priced or not certain. */
export function gaps(report: Report, page: Page): void {
  inputs(report, page);
  unpriced(report, page);
  warnings(report, page);
}

function inputs(report: Report, page: Page): void {
  if (report.inputs.length === 0) return;
  page.heading('What was read');
  const shown = [...report.inputs].sort((a, b) => b.skipped - a.skipped).slice(0, SHOWN);
  page.table(
    [
      { label: 'input', min: 14, keep: 'end' },
      { label: 'format', min: 6 },
      { label: 'records', align: 'right', drop: 1 },
      { label: 'calls', align: 'right' },
      { label: 'repeated', align: 'right', drop: 2 },
      { label: 'other', align: 'right', drop: 3 },
      { label: 'skipped', align: 'right' },
    ],
    shown.map((input) => [
      input.path === '-' ? 'standard input' : input.path,
      input.source === '' ? 'none' : input.source,
      ...[input.records, input.calls, input.repeatedRecords, input.otherRecords, input.skipped].map((n) =>
        count(n, 7),
      ),
    ]),
    { indent: 2, style: (i) => (shown[i]!.skipped > 0 ? 'bad' : 'plain') },
  );
  more(report.inputs.length - shown.length, 'input', page);
  for (const input of shown) skipped(input, page);
}

function skipped(input: Input, page: Page): void {
  if (input.skipped === 0) return;
  page.text(`${input.path}: ${counted(input.skipped, 'record')} could not be read:`, { indent: 2, hang: 2 });
  const samples = input.skippedSamples.slice(0, SAMPLES_SHOWN);
  for (const { line, reason } of samples) page.text(`line ${count(line)}: ${reason}`, { indent: 4, hang: 2 });
  const rest = input.skipped - samples.length;
  if (samples.length > 0 && rest > 0) page.text(`and ${count(rest)} more`, { style: 'dim', indent: 4 });
}

function unpriced(report: Report, page: Page): void {
  if (report.totals.unpricedCalls === 0) return;
  page.heading('Without a known price');
  const models = unpricedModels(report);
  page.table(
    [
      { label: 'model', min: 14 },
      { label: 'calls', align: 'right' },
      { label: 'tokens', align: 'right' },
    ],
    models
      .slice(0, SHOWN)
      .map((group) => [
        group.key === null ? '(other models)' : group.key === '' ? '(not in the log)' : group.key,
        count(group.unpricedCalls, 9),
        tokens(group.unpricedTokens, 9),
      ]),
    { indent: 2, style: () => 'bad' },
  );
  more(models.length - SHOWN, 'model', page);
}

function warnings(report: Report, page: Page): void {
  if (report.warnings.length === 0) return;
  page.heading('Warnings');
  for (const { text, count: times } of report.warnings.slice(0, SHOWN)) {
    page.text(times > 1 ? `${text} (${count(times)} times)` : text, { indent: 2, hang: 2, style: 'bad' });
  }
  more(report.warnings.length - SHOWN, 'warning', page);
}

function more(rest: number, noun: string, page: Page): void {
  if (rest > 0) page.text(`and ${counted(rest, `more ${noun}`)}`, { style: 'dim', indent: 2 });
}
