import { defineLedger, type LedgerEntry } from '../contracts/ledger.ts';
import { recordTable } from '../sources/columns/record-table.ts';
import { isObject, type JsonObject } from '../sources/record/record-access.ts';
import { parseTime } from '../sources/record/timestamps.ts';
import { countsOf, NOT_MINE, nameAt, oneEntry, skip, tagsAt, tokensOf } from './reading/ledger-fields.ts';

const FIELDS = ['n_requests', 'n_context_tokens_total', 'n_generated_tokens_total', 'snapshot_id'];
/** The dashboard of 2023 and 2024 summed over five minutes. */
const BUCKET_MS = 300_000;

/** OpenAI's activity export of 2023 and 2024; cached tokens are told apart since October 2024 only. */
export const openaiActivity = defineLedger({
  id: 'openai-activity',
  title: 'OpenAI activity (2023 to 2024)',
  describe:
    'Tokens and requests per model in spans of five minutes; no costs, and cached tokens only since October 2024.',
  where: 'the old usage page of platform.openai.com, Export',
  recognize: (record) =>
    rowsOf(record).some((row) => FIELDS.every((name) => row[name] !== undefined))
      ? { score: 0.99, why: `fields ${FIELDS.join(', ')}` }
      : NOT_MINE,
  read(record) {
    const results = rowsOf(record).map(readRow);
    const broken = results.find((entry): entry is string => typeof entry === 'string');
    if (broken !== undefined) return skip(broken);
    const entries = results as readonly LedgerEntry[];
    return { kind: 'entries', spans: entries.map(({ from, to }) => ({ from, to })), entries };
  },
  recognizeHeader: (header) =>
    FIELDS.every((name) => header.includes(name))
      ? { score: 0.99, why: `columns ${FIELDS.join(', ')}` }
      : NOT_MINE,
  openTable: (header, options) => recordTable(header, options, (row) => oneEntry(readRow(row))),
});

function rowsOf(record: unknown): readonly JsonObject[] {
  if (!isObject(record)) return [];
  return Array.isArray(record.data) ? record.data.filter(isObject) : [record];
}

function readRow(row: JsonObject): LedgerEntry | string {
  const from = parseTime(row.aggregation_timestamp);
  if (Number.isNaN(from)) return 'a row without aggregation_timestamp';
  const counts = countsOf(row, {
    prompt: 'n_context_tokens_total',
    cached: 'n_cached_context_tokens_total',
    output: 'n_generated_tokens_total',
    requests: 'n_requests',
  });
  if (typeof counts === 'string') return counts;
  const { prompt, cached, output, requests } = counts;
  if (cached > prompt) return `cached tokens ${cached} exceed the context ${prompt}`;
  const model = nameAt(row, 'snapshot_id');
  return {
    ...{ from, to: from + BUCKET_MS, provider: 'openai' },
    ...(model !== undefined && { model }),
    requests,
    tokens: tokensOf({ input: prompt - cached, cacheRead: cached, output }),
    ...(row.n_cached_context_tokens_total === undefined && { unsplit: ['cacheRead'] as const }),
    ...tagsAt(row, ['operation', 'project_id']),
  };
}
