import type { Charge } from '../../model/report.ts';
import type { DataTable } from './data-table.ts';
import { type Field, field, tableOf } from './table-of.ts';

/** What was billed, row by row, with a column for each tag of any row. */
export function chargesTable(charges: readonly Charge[]): DataTable {
  const tags = new Set(charges.flatMap((charge) => Object.keys(charge.tags)));
  return tableOf<Charge>('charges', 'Charges', charges, [
    field('from', 'from', 'text', ({ from }) => from),
    field('to', 'to', 'text', ({ to }) => to),
    field('provider', 'provider', 'text', ({ provider }) => provider),
    field('model', 'model', 'text', ({ model }) => model),
    field('tier', 'tier', 'text', ({ tier }) => tier),
    field('kind', 'kind of tokens', 'text', ({ kind }) => kind),
    field('tokens', 'tokens', 'tokens', (charge) => charge.tokens),
    field('rateUsdPerMillion', 'rate per 1M', 'usd', ({ rateUsd }) => rateUsd),
    field('listRateUsdPerMillion', 'list price per 1M', 'usd', ({ listRateUsd }) => listRateUsd),
    field('costUsd', 'cost', 'usd', ({ costUsd }) => costUsd),
    field('calls', 'calls', 'count', ({ calls }) => calls),
    ...[...tags].map((tag): Field<Charge> => field(tag, tag, 'text', (charge) => charge.tags[tag] ?? null)),
  ]);
}
