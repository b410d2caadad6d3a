import { defineLedger, type LedgerEntry } from '../contracts/ledger.ts';
import { recordTable } from '../sources/columns/record-table.ts';
import { isObject, type JsonObject } from '../sources/record/record-access.ts';
import { loggedProviderName } from '../sources/record/record-provider.ts';
import {
  countsOf,
  dayOf,
  dollarsOf,
  NOT_MINE,
  nameAt,
  oneEntry,
  tagsAt,
  tokensOf,
} from './reading/ledger-fields.ts';

const FIELDS = ['date', 'model', 'prompt_tokens', 'completion_tokens', 'spend', 'api_requests'];
const TAGS = ['api_key', 'team_id', 'user_id', 'organization_id', 'tag', 'model_group'];

/**
 * LiteLLM's daily spend tables (`LiteLLM_DailyUserSpend` and its siblings per team, tag and organisation), as JSON, JSONL or CSV.
 * The siblings sum the same calls by other keys, so only one of them may be compared at a time. The prompt count holds
 * cached and written tokens, as everywhere in LiteLLM.
 */
export const litellmDaily = defineLedger({
  id: 'litellm-daily',
  title: 'LiteLLM daily spend',
  describe:
    'Dollars, requests and tokens per day, model and key as the proxy itself summed them: its own sums, not an invoice.',
  where: 'the proxy’s database: LiteLLM_DailyUserSpend, LiteLLM_DailyTeamSpend, LiteLLM_DailyTagSpend',
  recognize: (record) =>
    isObject(record) && FIELDS.every((name) => record[name] !== undefined)
      ? { score: 0.99, why: `fields ${FIELDS.join(', ')}` }
      : NOT_MINE,
  read: (record) => oneEntry(isObject(record) ? readRow(record) : 'a row that is no object'),
  recognizeHeader: (header) =>
    FIELDS.every((name) => header.includes(name))
      ? { score: 0.99, why: `columns ${FIELDS.join(', ')}` }
      : NOT_MINE,
  openTable: (header, options) => recordTable(header, options, (row) => oneEntry(readRow(row))),
});

function readRow(row: JsonObject): LedgerEntry | string {
  const span = dayOf(row.date);
  if (span === undefined) return 'a row without a date';
  const counts = countsOf(row, {
    prompt: 'prompt_tokens',
    cacheRead: 'cache_read_input_tokens',
    cacheWrite5m: 'cache_creation_input_tokens',
    output: 'completion_tokens',
    requests: 'api_requests',
  });
  if (typeof counts === 'string') return counts;
  const { prompt, requests, ...others } = counts;
  const cached = others.cacheRead + others.cacheWrite5m;
  if (cached > prompt) return `cached and written tokens ${cached} exceed the prompt ${prompt}`;
  const model = nameAt(row, 'model');
  const provider = loggedProviderName(row.custom_llm_provider);
  const costUsd = dollarsOf(row.spend);
  return {
    ...span,
    ...(provider !== undefined && { provider }),
    ...(model !== undefined && { model }),
    requests,
    tokens: tokensOf({ ...others, input: prompt - cached }),
    ...(costUsd !== undefined && { costUsd }),
    ...tagsAt(row, TAGS),
  };
}
