import { defineLedger, type LedgerEntry, type LedgerSpan } from '../contracts/ledger.ts';
import { recordTable } from '../sources/columns/record-table.ts';
import type { JsonObject } from '../sources/record/record-access.ts';
import {
  countsOf,
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

const USAGE = /^organization\.usage\.(\w+)\.result$/;
const COLUMNS = ['start_time', 'end_time', 'num_model_requests', 'input_tokens', 'output_tokens'];
const TAGS = ['project_id', 'user_id', 'api_key_id', 'api_source'];

/**
 * OpenAI's organisation usage: the API's pages and the dashboard's CSV. `input_tokens` holds cached and written tokens
 * (OpenAI's OpenAPI description); older exports have no column for written ones. A bucket without usage has no results.
 */
export const openaiUsage = defineLedger({
  id: 'openai-usage',
  title: 'OpenAI usage',
  describe:
    'Tokens and requests per minute, hour or day and, where the export is grouped so, per model, project, key and batch; no costs.',
  where: 'platform.openai.com, Usage, Export; or GET /v1/organization/usage/completions',
  recognize(record) {
    const kind = resultsOf(record)
      .map(({ object }) => (typeof object === 'string' ? USAGE.exec(object) : null))
      .find((match) => match !== null);
    return kind === undefined ? NOT_MINE : { score: 0.99, why: `object: ${kind![0]}` };
  },
  read: (record) =>
    readBuckets(record, ({ start_time, end_time }) => spanOf(start_time, end_time), readResult),
  recognizeHeader(header) {
    if (COLUMNS.every((name) => header.includes(name)))
      return { score: 0.99, why: `columns ${COLUMNS.join(', ')}` };
    // A range without any usage is exported with the times alone.
    const isEmpty = header.length === 4 && header.includes('start_time_iso') && header.includes('end_time');
    return isEmpty ? { score: 0.9, why: 'columns of times alone: nothing was used' } : NOT_MINE;
  },
  openTable: (header, options) =>
    recordTable(header, options, (row) => {
      const span = spanOf(row.start_time ?? row.start_time_iso, row.end_time ?? row.end_time_iso);
      if (span === undefined) return { kind: 'skip', reason: 'a row without start and end' };
      // Rows of empty buckets have only their times filled.
      if (row.num_model_requests === undefined && row.input_tokens === undefined)
        return { kind: 'entries', spans: [span], entries: [] };
      return oneEntry(readResult(row, span));
    }),
});

function readResult(result: JsonObject, span: LedgerSpan): LedgerEntry | string {
  const kind = typeof result.object === 'string' ? USAGE.exec(result.object)?.[1] : 'completions';
  if (kind === undefined) return 'a result of another kind';
  const counts = countsOf(result, {
    input: 'input_tokens',
    cached: 'input_cached_tokens',
    written: 'input_cache_write_tokens',
    output: 'output_tokens',
    requests: 'num_model_requests',
  });
  if (typeof counts === 'string') return counts;
  const { input, cached, written, output, requests } = counts;
  if (cached + written > input)
    return `cached tokens ${cached} and written ${written} exceed the input ${input}`;
  const hasTokens = result.input_tokens !== undefined || result.output_tokens !== undefined;
  const model = nameAt(result, 'model');
  const tier = tierOf(result.batch, result.service_tier);
  return {
    ...span,
    provider: 'openai',
    ...(model !== undefined && { model }),
    requests,
    ...(hasTokens && {
      tokens: tokensOf({ input: input - cached - written, cacheRead: cached, cacheWrite5m: written, output }),
    }),
    ...(tier !== undefined && { tier }),
    ...(kind !== 'completions' && { item: kind }),
    ...tagsAt(result, TAGS),
  };
}
