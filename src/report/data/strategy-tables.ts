import { RISKS } from '../../model/replayed.ts';
import type { Report, StrategyResult } from '../../model/report.ts';
import { isAllUnpriced } from '../money.ts';
import { RISK_LABELS } from '../risk-text.ts';
import type { DataTable } from './data-table.ts';
import { type Field, field, tableId, tableOf } from './table-of.ts';

/** What the strategies save, in the order in which they were replayed. */
export function strategiesTable(report: Report): DataTable {
  const known = knownIn(report);
  return tableOf<StrategyResult>('strategies', 'Strategies', report.strategies, [
    field('order', 'step', 'count', ({ order }) => order),
    field('strategy', 'strategy', 'text', ({ strategy }) => strategy),
    field('title', 'name', 'text', ({ title }) => title),
    field('status', 'outcome', 'text', ({ status }) => status),
    field('reason', 'reason', 'text', ({ reason }) => reason),
    field('basis', 'basis', 'text', ({ basis }) => basis),
    field('beforeUsd', 'before', 'usd', ({ beforeUsd }) => known(beforeUsd)),
    field('afterUsd', 'after', 'usd', ({ afterUsd }) => known(afterUsd)),
    field('savedUsd', 'saved', 'usd', ({ savedUsd }) => known(savedUsd)),
    field('aloneSavedUsd', 'saved alone', 'usd', ({ aloneSavedUsd }) => known(aloneSavedUsd)),
    field('pessimisticUsd', 'alone, pessimistic', 'usd', ({ range }) => known(range?.pessimisticUsd)),
    field('optimisticUsd', 'alone, optimistic', 'usd', ({ range }) => known(range?.optimisticUsd)),
    field('ownCostUsd', 'its own cost', 'usd', ({ ownCostUsd }) => known(ownCostUsd)),
    field('callsChanged', 'calls changed', 'count', ({ callsChanged }) => callsChanged),
    ...RISKS.map(
      (risk): Field<StrategyResult> =>
        field(`${risk}Calls`, RISK_LABELS[risk], 'count', ({ risks }) => risks[risk]),
    ),
    field('options', 'options', 'text', optionsText),
    field('assumptions', 'assumptions', 'text', ({ assumptions }) => assumptions.join('; ')),
  ]);
}

/** What each strategy would save at other values of its main options. */
export function sweepsTable(report: Report): DataTable {
  const { strategies } = report;
  const known = knownIn(report);
  const items = strategies.flatMap(({ strategy, sweep }) => sweep.map((point) => ({ strategy, ...point })));
  return tableOf<(typeof items)[number]>('sweeps', 'Savings at other option values', items, [
    field('strategy', 'strategy', 'text', ({ strategy }) => strategy),
    field('option', 'option', 'text', ({ option }) => option),
    field('value', 'value', 'text', ({ value }) => value),
    field('savedUsd', 'saved alone', 'usd', ({ savedUsd }) => known(savedUsd)),
  ]);
}

/** Where each strategy saves. */
export function strategyGroupsTable(report: Report): DataTable {
  const { strategies } = report;
  const known = knownIn(report);
  const items = strategies.flatMap(({ strategy, groups }) => groups.map((group) => ({ strategy, ...group })));
  return tableOf<(typeof items)[number]>('strategy-groups', 'Where the strategies save', items, [
    field('strategy', 'strategy', 'text', ({ strategy }) => strategy),
    field('key', 'where', 'text', ({ key }) => key),
    field('calls', 'calls', 'count', ({ calls }) => calls),
    field('savedUsd', 'saved', 'usd', ({ savedUsd }) => known(savedUsd)),
  ]);
}

/** Figures of the strategies that are no money saved; what unit a value has stands beside it. */
export function strategyMetricsTable({ strategies }: Report): DataTable {
  const items = strategies.flatMap(({ strategy, metrics }) =>
    metrics.map((metric) => ({ strategy, metric })),
  );
  return tableOf<(typeof items)[number]>('strategy-metrics', 'Figures of the strategies', items, [
    field('strategy', 'strategy', 'text', ({ strategy }) => strategy),
    field('key', 'key', 'text', ({ metric }) => metric.key),
    field('label', 'figure', 'text', ({ metric }) => metric.label),
    field('kind', 'kind', 'text', ({ metric }) => metric.kind),
    field('value', 'value', 'text', ({ metric }) => metric.value),
  ]);
}

/** The strategies' own tables, e.g. hits by day. */
export function viewTables({ strategies }: Report): DataTable[] {
  return strategies.flatMap(({ strategy, title, views }) =>
    views.map((view) => ({
      id: tableId(strategy, view.id),
      title: `${title}: ${view.title}`,
      columns: view.columns,
      rows: view.rows.map((row) => view.columns.map(({ key }) => row[key] ?? null)),
    })),
  );
}

/** Money as a cell of a table: not known is empty, as is all of it where no call has a price. */
function knownIn({ totals }: Report): (value: number | undefined) => number | null {
  const isUnknown = isAllUnpriced(totals);
  return (value) => (isUnknown ? null : (value ?? null));
}

function optionsText({ options }: StrategyResult): string {
  return Object.entries(options)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
}
