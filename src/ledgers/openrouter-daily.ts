import { defineLedger, type LedgerEntry } from '../contracts/ledger.ts';
import { recordTable } from '../sources/columns/record-table.ts';
import { isObject, type JsonObject } from '../sources/record/record-access.ts';
import {
  countsOf,
  dayOf,
  dollarsOf,
  NOT_MINE,
  nameAt,
  oneEntry,
  skip,
  tagsAt,
  tokensOf,
} from './reading/ledger-fields.ts';

const COLUMNS = ['Date', 'Slug', 'Usage', 'Requests', 'Prompt Tokens'];
const FIELDS = ['date', 'usage', 'requests', 'prompt_tokens', 'completion_tokens'];
/** The CSV's column of each of the API's fields. */
const COLUMN: Readonly<Record<string, string>> = {
  date: 'Date',
  model: 'Slug',
  usage: 'Usage',
  byok_usage_inference: 'BYOK Usage',
  requests: 'Requests',
  prompt_tokens: 'Prompt Tokens',
  completion_tokens: 'Completion Tokens',
  reasoning_tokens: 'Reasoning Tokens',
};

/** OpenRouter's daily activity: the CSV and the API. Reasoning is inside the completion; cached tokens are not told apart. */
export const openrouterDaily = defineLedger({
  id: 'openrouter-daily',
  title: 'OpenRouter daily activity',
  describe:
    'Dollars, requests and tokens per day and model; with your own provider keys the dollars are OpenRouter’s fee alone, and cached tokens are not told apart.',
  where: 'openrouter.ai, Activity, Export; or GET /api/v1/activity',
  recognize: (record) =>
    itemsOf(record).some((item) => FIELDS.every((name) => item[name] !== undefined))
      ? { score: 0.98, why: `fields ${FIELDS.join(', ')}` }
      : NOT_MINE,
  read(record) {
    const results = itemsOf(record).map(readItem);
    const broken = results.find((entry): entry is string => typeof entry === 'string');
    if (broken !== undefined) return skip(broken);
    const entries = results as readonly LedgerEntry[];
    return { kind: 'entries', spans: entries.map(({ from, to }) => ({ from, to })), entries };
  },
  recognizeHeader: (header) =>
    COLUMNS.every((name) => header.includes(name))
      ? { score: 0.99, why: `columns ${COLUMNS.join(', ')}` }
      : NOT_MINE,
  openTable: (header, options) =>
    recordTable(header, options, (row) =>
      oneEntry(
        readItem(Object.fromEntries(Object.entries(COLUMN).map(([name, column]) => [name, row[column]]))),
      ),
    ),
});

function itemsOf(record: unknown): readonly JsonObject[] {
  if (!isObject(record)) return [];
  return Array.isArray(record.data) ? record.data.filter(isObject) : [record];
}

function readItem(item: JsonObject): LedgerEntry | string {
  const span = dayOf(item.date);
  if (span === undefined) return 'a row without a date';
  const counts = countsOf(item, {
    input: 'prompt_tokens',
    output: 'completion_tokens',
    reasoning: 'reasoning_tokens',
    requests: 'requests',
  });
  if (typeof counts === 'string') return counts;
  const { requests, ...tokens } = counts;
  const model = nameAt(item, 'model', 'model_permaslug');
  const costUsd = dollarsOf(item.usage);
  return {
    ...span,
    provider: 'openrouter',
    ...(model !== undefined && { model }),
    requests,
    tokens: tokensOf(tokens),
    unsplit: ['cacheRead'],
    ...(costUsd !== undefined && { costUsd }),
    ...tagsAt(item, ['provider_name', 'endpoint_id']),
  };
}
