import { defineLedger, type LedgerEntry, type LedgerSpan } from '../contracts/ledger.ts';
import { recordTable } from '../sources/columns/record-table.ts';
import type { JsonObject } from '../sources/record/record-access.ts';
import {
  dayOf,
  dollarsOf,
  NOT_MINE,
  nameAt,
  oneEntry,
  readBuckets,
  resultsOf,
  spanOf,
  tagsAt,
  tierOf,
} from './reading/ledger-fields.ts';

const TAGS = [
  'api_key_id',
  'workspace_id',
  'api_key',
  'workspace',
  'context_window',
  'inference_geo',
  'speed',
];
/** The Console's CSV rounds every row to cents (FORMATS 4d). */
const CSV_STEP_USD = 0.01;

/** Anthropic's cost report: the Admin API's pages, whose amounts are cents as decimal text, and the Console's CSV in dollars. */
export const anthropicCosts = defineLedger({
  id: 'anthropic-costs',
  title: 'Anthropic costs',
  describe:
    'Dollars per day, model and kind of token; the CSV is rounded to cents a row and names models as people do.',
  where: 'console.anthropic.com, Cost, Export; or GET /v1/organizations/cost_report',
  recognize: (record) =>
    resultsOf(record).some(({ amount, currency }) => typeof amount === 'string' && currency !== undefined)
      ? { score: 0.99, why: 'results with amount and currency' }
      : NOT_MINE,
  read: (record) =>
    readBuckets(
      record,
      ({ starting_at, ending_at }) => spanOf(starting_at, ending_at),
      (result, span) => {
        if (typeof result.currency === 'string' && result.currency.toUpperCase() !== 'USD')
          return 'a cost that is not in US dollars';
        const cents = dollarsOf(result.amount);
        return cents === undefined ? 'an amount that is no number' : costOf(result, span, cents / 100);
      },
    ),
  recognizeHeader: (header) =>
    header.includes('usage_date_utc') && header.includes('cost_usd')
      ? { score: 0.99, why: 'columns usage_date_utc, cost_usd' }
      : NOT_MINE,
  openTable: (header, options) =>
    recordTable(header, options, (row) => {
      const span = dayOf(row.usage_date_utc);
      const cost = dollarsOf(row.cost_usd);
      if (span === undefined) return { kind: 'skip', reason: 'a row without usage_date_utc' };
      if (cost === undefined) return { kind: 'skip', reason: 'a cost_usd that is no number' };
      return oneEntry({ ...costOf(row, span, cost), costStepUsd: CSV_STEP_USD });
    }),
});

function costOf(holder: JsonObject, span: LedgerSpan, costUsd: number): LedgerEntry {
  const model = nameAt(holder, 'model');
  const item = nameAt(holder, 'token_type') ?? nameAt(holder, 'cost_type', 'description');
  const tier = tierOf(undefined, holder.service_tier ?? holder.usage_type);
  return {
    ...span,
    provider: 'anthropic',
    ...(model !== undefined && { model }),
    costUsd,
    ...(item !== undefined && { item }),
    ...(tier !== undefined && { tier }),
    ...tagsAt(holder, TAGS),
  };
}
