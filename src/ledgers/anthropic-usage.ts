import { defineLedger, type LedgerEntry, type LedgerSpan } from '../contracts/ledger.ts';
import { recordTable } from '../sources/columns/record-table.ts';
import { type JsonObject, objectOf } from '../sources/record/record-access.ts';
import {
  countsOf,
  dayOf,
  NOT_MINE,
  nameAt,
  oneEntry,
  readBuckets,
  resultsOf,
  spanOf,
  tagsAt,
  tierOf,
  tokensOf,
} from './reading/ledger-fields.ts';

const TAGS = [
  'api_key_id',
  'workspace_id',
  'api_key',
  'workspace',
  'context_window',
  'inference_geo',
  'speed',
  'hour',
];

/**
 * Anthropic's usage report: the Admin API's pages and the Console's CSV. All counts are disjoint; the older CSV has one
 * column for cache writes, which were all of the five-minute kind then. The CSV of a single day has a row per hour
 * (`2026-03-31 02:00`, seen in public logs), which are summed by the day.
 */
export const anthropicUsage = defineLedger({
  id: 'anthropic-usage',
  title: 'Anthropic usage',
  describe:
    'Uncached, cached, written and output tokens per day (API: also minute or hour), model, key and workspace; neither costs nor numbers of requests.',
  where: 'console.anthropic.com, Usage, Export; or GET /v1/organizations/usage_report/messages',
  recognize: (record) =>
    resultsOf(record).some((result) => result.uncached_input_tokens !== undefined)
      ? { score: 0.99, why: 'results with uncached_input_tokens' }
      : NOT_MINE,
  read: (record) =>
    readBuckets(record, ({ starting_at, ending_at }) => spanOf(starting_at, ending_at), readResult),
  recognizeHeader: (header) =>
    header.includes('usage_date_utc') && header.includes('usage_input_tokens_no_cache')
      ? { score: 0.99, why: 'columns usage_date_utc, usage_input_tokens_no_cache' }
      : NOT_MINE,
  openTable: (header, options) =>
    recordTable(header, options, (row) => {
      const span = dayOf(row.usage_date_utc);
      return span === undefined
        ? { kind: 'skip', reason: 'a row without usage_date_utc' }
        : oneEntry(readRow({ ...row, hour: hourOf(row.usage_date_utc) }, span));
    }),
});

/** What follows the date; undefined in rows of whole days. */
function hourOf(time: unknown): string | undefined {
  return typeof time === 'string' ? time.trim().slice('2026-03-31 '.length) || undefined : undefined;
}

function readResult(result: JsonObject, span: LedgerSpan): LedgerEntry | string {
  const plain = countsOf(result, {
    input: 'uncached_input_tokens',
    cacheRead: 'cache_read_input_tokens',
    output: 'output_tokens',
  });
  const written = countsOf(objectOf(result.cache_creation) ?? {}, {
    cacheWrite5m: 'ephemeral_5m_input_tokens',
    cacheWrite1h: 'ephemeral_1h_input_tokens',
  });
  if (typeof plain === 'string') return plain;
  if (typeof written === 'string') return written;
  return entryOf(result, span, nameAt(result, 'model'), result.service_tier, { ...plain, ...written });
}

function readRow(row: JsonObject, span: LedgerSpan): LedgerEntry | string {
  const counts = countsOf(row, {
    input: 'usage_input_tokens_no_cache',
    cacheRead: 'usage_input_tokens_cache_read',
    write5m: 'usage_input_tokens_cache_write_5m',
    cacheWrite1h: 'usage_input_tokens_cache_write_1h',
    written: 'usage_input_tokens_cache_write',
    output: 'usage_output_tokens',
  });
  if (typeof counts === 'string') return counts;
  const { write5m, written, ...others } = counts;
  const tokens = { ...others, cacheWrite5m: write5m + written };
  return entryOf(row, span, nameAt(row, 'model_version', 'model'), row.usage_type, tokens);
}

function entryOf(
  holder: JsonObject,
  span: LedgerSpan,
  model: string | undefined,
  tier: unknown,
  tokens: Parameters<typeof tokensOf>[0],
): LedgerEntry {
  const known = tierOf(undefined, tier);
  return {
    ...span,
    provider: 'anthropic',
    ...(model !== undefined && { model }),
    tokens: tokensOf(tokens),
    ...(known !== undefined && { tier: known }),
    ...tagsAt(holder, TAGS),
  };
}
