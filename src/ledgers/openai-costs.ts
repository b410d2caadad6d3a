import { defineLedger, type LedgerEntry, type LedgerSpan } from '../contracts/ledger.ts';
import { recordTable } from '../sources/columns/record-table.ts';
import { type JsonObject, objectOf } from '../sources/record/record-access.ts';
import {
  dollarsOf,
  NOT_MINE,
  nameAt,
  oneEntry,
  readBuckets,
  resultsOf,
  spanOf,
  tagsAt,
} from './reading/ledger-fields.ts';

const OBJECT = 'organization.costs.result';
const COLUMNS = ['start_time', 'end_time', 'amount_value', 'amount_currency'];
const TAGS = ['project_id', 'user_id', 'api_key_id'];
/** `batch | gpt-4o-mini-2024-07-18 audio, cached input`: the model is what stands before the comma, less tier and modality. */
const LINE = /^(?:[\w ]{1,20} \| )?([\w.:/-]*\d[\w.:/-]*)(?: (?:text|audio|image))?, ./;

/**
 * OpenAI's organisation costs: the API's pages and the dashboard's CSV, one day a bucket, in dollars. A line item names a
 * model and what of it is billed, `gpt-4o-2024-08-06, cached input` (public tools that were run on real accounts agree on
 * this); one that names anything else is kept as it is.
 */
export const openaiCosts = defineLedger({
  id: 'openai-costs',
  title: 'OpenAI costs',
  describe: 'Dollars per day and, where the export is grouped so, per line item and project; no tokens.',
  where: 'platform.openai.com, Usage, Export costs; or GET /v1/organization/costs',
  recognize: (record) =>
    resultsOf(record).some(({ object }) => object === OBJECT)
      ? { score: 0.99, why: `object: ${OBJECT}` }
      : NOT_MINE,
  read: (record) =>
    readBuckets(
      record,
      ({ start_time, end_time }) => spanOf(start_time, end_time),
      (result, span) => {
        const amount = objectOf(result.amount);
        return readCost(result, span, amount?.value, amount?.currency);
      },
    ),
  recognizeHeader: (header) =>
    COLUMNS.every((name) => header.includes(name))
      ? { score: 0.99, why: `columns ${COLUMNS.join(', ')}` }
      : NOT_MINE,
  openTable: (header, options) =>
    recordTable(header, options, (row) => {
      const span = spanOf(row.start_time ?? row.start_time_iso, row.end_time ?? row.end_time_iso);
      if (span === undefined) return { kind: 'skip', reason: 'a row without start and end' };
      if (row.amount_value === undefined) return { kind: 'entries', spans: [span], entries: [] };
      return oneEntry(readCost(row, span, row.amount_value, row.amount_currency));
    }),
});

function readCost(
  result: JsonObject,
  span: LedgerSpan,
  value: unknown,
  currency: unknown,
): LedgerEntry | string {
  const costUsd = dollarsOf(value);
  if (costUsd === undefined) return 'a cost that is no number';
  if (typeof currency === 'string' && currency.toLowerCase() !== 'usd')
    return 'a cost that is not in US dollars';
  const line = nameAt(result, 'line_item');
  const model = line === undefined ? undefined : LINE.exec(line)?.[1];
  return {
    ...span,
    provider: 'openai',
    ...(model !== undefined && { model }),
    costUsd,
    ...(line !== undefined && { item: line }),
    ...tagsAt(result, TAGS),
  };
}
