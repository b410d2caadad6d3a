import { defineLedger, type LedgerEntry, type LedgerResult } from '../contracts/ledger.ts';
import type { TokenCounts } from '../model/usage.ts';
import { recordTable } from '../sources/columns/record-table.ts';
import { decimalOf, type JsonObject } from '../sources/record/record-access.ts';
import {
  dayOf,
  dollarsOf,
  NOT_MINE,
  nameAt,
  oneEntry,
  skip,
  spanOf,
  tagsAt,
  tokensOf,
} from './reading/ledger-fields.ts';

const AMOUNTS = ['model', 'type', 'price', 'amount'];
const COSTS = ['model', 'cost', 'currency'];
/** Until the summer of 2026 the rows had a date; since, days in the zone of the account. */
const TIMES = [['start_time_iso', 'end_time_iso'], ['utc_date']];

/**
 * The two tables of DeepSeek's usage export: `amount-*.csv`, a row per kind of token, and `cost-*.csv`. The kinds are
 * known by their words (cache hit, cache miss, output), since their exact spelling is not confirmed (FORMATS 15d).
 */
export const deepseekPlatform = defineLedger({
  id: 'deepseek-platform',
  title: 'DeepSeek usage',
  describe: 'Tokens and requests by kind, and costs, per day, model and key; costs in yuan are not compared.',
  where: 'platform.deepseek.com, Usage, Export (a zip of amount-*.csv and cost-*.csv)',
  recognizeHeader(header) {
    const [times, kind] = [TIMES, [AMOUNTS, COSTS]].map((choices) =>
      choices.find((columns) => columns.every((name) => header.includes(name))),
    );
    if (times === undefined || kind === undefined) return NOT_MINE;
    return { score: 0.99, why: `columns ${[...times, ...kind].join(', ')}` };
  },
  openTable: (header, options) =>
    recordTable(header, options, header.includes('currency') ? readCost : readAmount),
});

function readCost(row: JsonObject): LedgerResult {
  if (nameAt(row, 'currency')?.toUpperCase() !== 'USD') return skip('a cost that is not in US dollars');
  const costUsd = dollarsOf(row.cost);
  return costUsd === undefined ? skip('a cost that is no number') : entryOf(row, { costUsd });
}

function readAmount(row: JsonObject): LedgerResult {
  const amount = decimalOf(row.amount);
  if (amount === undefined || amount < 0 || !Number.isSafeInteger(amount))
    return skip('an amount that is no count');
  const type = nameAt(row, 'type')?.toLowerCase() ?? '';
  if (type.includes('request')) return entryOf(row, { requests: amount });
  const kind = kindOf(type);
  return kind === undefined
    ? skip('an amount of an unknown type')
    : entryOf(row, { tokens: tokensOf({ [kind]: amount }) });
}

function kindOf(type: string): keyof TokenCounts | undefined {
  if (/cache.?hit/.test(type)) return 'cacheRead';
  if (/cache.?miss|prompt|input/.test(type)) return 'input';
  return /response|completion|output/.test(type) ? 'output' : undefined;
}

function entryOf(row: JsonObject, figures: Partial<LedgerEntry>): LedgerResult {
  const span = dayOf(row.utc_date) ?? spanOf(row.start_time_iso, row.end_time_iso);
  if (span === undefined) return skip('a row without a day');
  const model = nameAt(row, 'model');
  return oneEntry({
    ...span,
    provider: 'deepseek',
    ...(model !== undefined && { model }),
    ...figures,
    ...tagsAt(row, ['api_key_name', 'wallet_type']),
  });
}
