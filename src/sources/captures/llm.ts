import { defineSource, type ReadOptions, type ReadResult } from '../../contracts/source.ts';
import { billedTokens } from '../../model/usage.ts';
import { timeOf } from '../agent-logs/agent-fields.ts';
import { anthropicPrompt } from '../anthropic-api/anthropic-prompt.ts';
import { anthropicUsage } from '../anthropic-api/anthropic-usage.ts';
import { cellValue } from '../columns/record-table.ts';
import { scanFields } from '../logger/logged-fields.ts';
import { openaiPrompt } from '../openai-api/openai-prompt.ts';
import { openaiUsage } from '../openai-api/openai-usage.ts';
import { closeUsage, countAt, type LoggedUsage } from '../record/logged-count.ts';
import {
  decimalOf,
  firstText,
  isObject,
  type JsonObject,
  objectOf,
  textOf,
} from '../record/record-access.ts';
import { loggedProvider, makerOf } from '../record/record-provider.ts';
import { safeText } from '../record/record-secrets.ts';

/**
 * The `responses` table of simonw/llm's `logs.db`, the `turns` table of its later versions, and `llm logs --json`, which have the same
 * names (llm's documentation, "Logging to SQLite"). `datetime_utc` is UTC whether or not it says so. A row holds its own
 * prompt and not the conversation before it. What was sent is known where the plugin kept the request in `prompt_json`, as OpenAI's does, or
 * where there was no conversation; a row without usage is estimated from its own text, which is then a lower bound.
 */
export const llm = defineSource({
  id: 'llm',
  title: 'llm (simonw/llm) logs',
  describe:
    'Rows of logs.db or llm logs --json, with usage by the kinds that OpenAI, Anthropic and Gemini bill; failures are not logged, and ' +
    'prompts inside conversations are complete only where the plugin logs its request.',
  where: 'the file that `llm logs path` names, or `llm logs -n 0 --json > logs.json`',
  supports: { duplicates: 'if text is logged', retries: 'no', caching: 'if text is logged' },
  database: [
    { table: 'responses', columns: ['id', 'model', 'prompt', 'response', 'datetime_utc', 'duration_ms'] },
    {
      table: 'turns',
      columns: ['id', 'thread_id', 'tip_message_hash', 'model', 'datetime_utc', 'duration_ms'],
    },
  ],
  recognize(record) {
    const isMine =
      isObject(record) &&
      record.datetime_utc !== undefined &&
      record.duration_ms !== undefined &&
      typeof record.model === 'string' &&
      ['response', 'prompt', 'thread_id'].some((name) => record[name] !== undefined);
    return isMine ? { score: 0.99, why: 'llm: datetime_utc and duration_ms' } : { score: 0, why: '' };
  },
  read: (record, options) => (isObject(record) ? readRow(record, options) : { kind: 'other' }),
});

function readRow(row: JsonObject, options: ReadOptions): ReadResult {
  const json = (name: string): JsonObject | undefined => {
    const value = row[name];
    return objectOf(typeof value === 'string' ? cellValue(value) : value);
  };
  const [request, answer, settings] = [json('prompt_json'), json('response_json'), json('options_json')];
  const { usage, warning } = checkedUsage(row, json('token_details') ?? {});
  const response = textOf(row.response);
  const prompt = promptOf(row, request, usage === undefined);
  if (usage === undefined && prompt === undefined && response === undefined) {
    return { kind: 'skip', reason: warning ?? 'a row without tokens or text' };
  }
  const requestedModel = safeText(textOf(row.model));
  const model =
    safeText(textOf(row.resolved_model) ?? textOf(answer?.model)) ?? requestedModel ?? options.model;
  const id = safeText(firstText(row, ['id']));
  const time = timeOf(row.datetime_utc);
  const duration = decimalOf(row.duration_ms);
  const limit = decimalOf(settings?.max_tokens);
  return {
    kind: 'calls',
    calls: [
      {
        id,
        key: keyOf(id, time),
        time,
        model,
        requestedModel,
        provider: providerOf(requestedModel, model),
        endpoint: 'chat',
        failed: false,
        finishReason: firstText(answer, ['finish_reason', 'stop_reason'])?.slice(0, 40),
        latencyMs:
          duration !== undefined && duration >= 0 && duration < 1e9 ? Math.round(duration) : undefined,
        usage,
        usageWarning: warning,
        maxOutputTokens: limit !== undefined && Number.isSafeInteger(limit) && limit > 0 ? limit : undefined,
        temperature: decimalOf(settings?.temperature),
        params: settings,
        session: safeText(firstText(row, ['conversation_id', 'thread_id'])),
        prompt,
        response: response === undefined ? undefined : { text: response, toolCalls: [] },
      },
    ],
  };
}

/** Ids are ULIDs; the first versions counted rows, and a count is told apart by its time. */
function keyOf(id: string | undefined, time: number | undefined): string | undefined {
  if (id === undefined) return undefined;
  if (!/^\d{1,12}$/.test(id)) return `llm:${id}`;
  return time === undefined ? undefined : `llm:${id}:${time}`;
}

/** An answer cannot have used nothing: plugins that do not know write zeros. */
function checkedUsage(row: JsonObject, details: JsonObject): LoggedUsage {
  const counted = usageOf(row, details);
  if (counted.usage === undefined || billedTokens(counted.usage) > 0) return counted;
  return { warning: 'usage is all zeros for a call that succeeded' };
}

/** Input and output have columns; the details are what is left of the provider's usage, under its own names, zeros left out. */
function usageOf(row: JsonObject, details: JsonObject): LoggedUsage {
  const { input_tokens, output_tokens } = row;
  if ((input_tokens ?? undefined) === undefined && (output_tokens ?? undefined) === undefined) return {};
  const usage = { ...details, input_tokens, output_tokens };
  const isAnthropic = ['cache_read_input_tokens', 'cache_creation_input_tokens', 'cache_creation'].some(
    (name) => details[name] !== undefined,
  );
  if (isAnthropic) return anthropicUsage(usage);
  if (details.candidatesTokenCount !== undefined || details.cachedContentTokenCount !== undefined) {
    return geminiUsage(usage);
  }
  return openaiUsage(usage, { reasoningOutside: false, embedding: false });
}

/** The Gemini plugin adds thoughts to the output itself; cached tokens are inside the input. */
function geminiUsage(usage: JsonObject): LoggedUsage {
  const notes: string[] = [];
  const input = countAt(usage, 'input_tokens', notes);
  const output = countAt(usage, 'output_tokens', notes);
  const cacheRead = countAt(usage, 'cachedContentTokenCount', notes) ?? 0;
  const thoughts = countAt(usage, 'thoughtsTokenCount', notes) ?? 0;
  if (input === undefined || output === undefined) return closeUsage(undefined, notes);
  const isCachedOut = cacheRead > input;
  if (isCachedOut) notes.push(`${cacheRead} cached tokens exceed the input of ${input}`);
  return closeUsage(
    {
      input: isCachedOut ? input : input - cacheRead,
      cacheRead,
      cacheWrite5m: 0,
      cacheWrite1h: 0,
      output,
      reasoning: Math.min(thoughts, output),
    },
    notes,
  );
}

function promptOf(row: JsonObject, request: JsonObject | undefined, isEstimated: boolean) {
  const sent = request?.system === undefined ? openaiPrompt(request) : anthropicPrompt(request);
  if (sent !== undefined) return sent;
  const isAlone = (row.conversation_id ?? undefined) === undefined && row.thread_id === undefined;
  if (!isAlone && !isEstimated) return undefined;
  return anthropicPrompt({ system: row.system ?? undefined, messages: textOf(row.prompt) });
}

/** Plugins name models `provider/model`; the ones that are built in have OpenAI's own names. */
function providerOf(requested: string | undefined, model: string | undefined): string | undefined {
  const slash = requested?.indexOf('/') ?? -1;
  if (slash > 0) return loggedProvider(scanFields({ provider: requested?.slice(0, slash) }));
  return makerOf(model);
}
