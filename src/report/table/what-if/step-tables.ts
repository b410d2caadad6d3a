import type { View } from '../../../model/replayed.ts';
import type { StrategyResult } from '../../../model/report.ts';
import { count, usd } from '../../format.ts';
import { change } from '../../money.ts';
import { valueText } from '../../value-text.ts';
import type { GridColumn } from '../grid.ts';
import type { Page } from '../page.ts';

/** Rows of a table that a terminal shows; the JSON report has them all. */
const SHOWN = 10;

const INDENT = 5;
const TEXT_MIN = 8;
const LABEL_MIN = 16;
const MONEY_WIDTH = 13;

/** Figures that are no money saved; one that cannot be known says so. */
export function metricsTable({ metrics }: StrategyResult, page: Page): void {
  if (metrics.length === 0) return;
  const rows = metrics.map(({ label, kind, value }) => [
    label,
    value === null ? usd(null) : valueText(value, kind),
  ]);
  page.table(
    [
      { label: '', min: LABEL_MIN },
      { label: '', align: 'right' },
    ],
    rows,
    { indent: INDENT },
  );
}

/** What a strategy did by its own names: tiers, kinds of hit. */
export function groupsTable({ groups }: StrategyResult, page: Page): void {
  if (groups.length === 0) return;
  const rows = groups
    .slice(0, SHOWN)
    .map(({ key, calls, savedUsd }) => [
      key === '' ? '(others)' : key,
      count(calls, 7),
      change(savedUsd, MONEY_WIDTH),
    ]);
  page.table(
    [
      { label: 'what it did', min: LABEL_MIN },
      { label: 'calls', align: 'right' },
      { label: 'change', align: 'right' },
    ],
    rows,
    { indent: INDENT },
  );
  more(groups.length, page);
}

/** What the strategy saves alone at other values of an option, the chosen value among them; not where none saves anything. */
export function sweepTables({ sweep, options, aloneSavedUsd }: StrategyResult, page: Page): void {
  for (const option of new Set(sweep.map((tried) => tried.option))) {
    const tried = sweep.filter((one) => one.option === option);
    const chosen = options[option];
    const isTried = tried.some(({ value }) => value === chosen);
    const values =
      isTried || chosen === undefined
        ? tried
        : [{ option, value: chosen, savedUsd: aloneSavedUsd }, ...tried];
    if (values.every(({ savedUsd }) => savedUsd === 0)) continue;
    const rows = values.map(({ value, savedUsd }) => [
      optionText(value),
      change(savedUsd, MONEY_WIDTH),
      value === chosen ? 'chosen' : '',
    ]);
    page.table([{ label: option, min: LABEL_MIN }, { label: 'alone', align: 'right' }, { label: '' }], rows, {
      indent: INDENT,
    });
  }
}

export function viewTable({ title, columns, rows }: View, page: Page): void {
  if (rows.length === 0) return;
  page.text(title, { indent: INDENT, style: 'bold' });
  page.table(
    columns.map(gridColumn),
    rows.slice(0, SHOWN).map((row) => columns.map(({ key, kind }) => valueText(row[key], kind))),
    { indent: INDENT },
  );
  more(rows.length, page);
}

/** An option's value as it is set; a text that is nothing is shown as one. */
export function optionText(value: number | string | boolean): string {
  return value === '' ? '""' : String(value);
}

/** The first column says what a row is about and stays; of the others the last is the first to go. */
function gridColumn({ label, kind }: View['columns'][number], index: number): GridColumn {
  return {
    label,
    ...(kind === 'text' ? { min: TEXT_MIN } : { align: 'right' }),
    ...(index > 0 && { drop: index }),
  };
}

function more(rows: number, page: Page): void {
  if (rows > SHOWN)
    page.text(`and ${count(rows - SHOWN)} more; --json has them all`, { style: 'dim', indent: INDENT });
}
