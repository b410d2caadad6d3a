import type { ReadOptions, ReadResult } from '../../contracts/source.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { isMessageList } from '../exchange/exchange-shape.ts';
import { openaiAnswer } from '../openai-api/openai-answer.ts';
import { openaiPrompt } from '../openai-api/openai-prompt.ts';
import { openaiUsage } from '../openai-api/openai-usage.ts';
import { closeUsage, countAt, type LoggedUsage } from '../record/logged-count.ts';
import { firstText, isObject, type JsonObject, textOf } from '../record/record-access.ts';
import { makerOf } from '../record/record-provider.ts';
import { safeText } from '../record/record-secrets.ts';
import { type AzureRecord, azureFlag, azureTime } from './azure-fields.ts';

/**
 * A row of API Management's language model log (FORMATS 7e; Microsoft Learn, "ApiManagementGatewayLlmLog"). The row with the
 * token counts (sequence number 0) is the call; rows with messages are parts of it, if a message was not cut into several
 * rows, as those over 32 KB are. Rows with zeros only are of requests that reached no model: the gateway's log has their outcome.
 */
export function readGatewayLlm(record: AzureRecord, options: ReadOptions): ReadResult {
  const { fields } = record;
  const id = safeText(firstText(fields, ['correlationId']));
  const join = id === undefined ? undefined : `azure:${id}`;
  const texts = textsOf(fields);
  if (!isTokenRow(fields)) {
    if (join === undefined || texts === undefined) return { kind: 'other' };
    return { kind: 'calls', calls: [{ join, isPart: true, ...texts }] };
  }
  const model = safeText(textOf(fields.modelName));
  const { usage, warning } = usageOf(fields, model);
  if (usage === undefined && warning === undefined) return { kind: 'other' };
  const deployment = safeText(textOf(fields.deploymentName));
  const name = model ?? deployment ?? options.model;
  return {
    kind: 'calls',
    calls: [
      {
        id,
        key: join,
        join,
        time: azureTime(record, options.logZone),
        model: name,
        requestedModel: deployment,
        provider: makerOf(name) === 'openai' ? 'azure' : undefined,
        usage,
        usageWarning: warning,
        stream: azureFlag(fields.isStreamCompletion),
        ...texts,
        tags: tagsOf(fields),
      },
    ],
  };
}

/** Sequence number 0, or counts where a table has no such column. */
function isTokenRow(fields: JsonObject): boolean {
  const { sequenceNumber } = fields;
  if (sequenceNumber !== undefined) return Number(sequenceNumber) === 0;
  return fields.promptTokens !== undefined || fields.completionTokens !== undefined;
}

/**
 * The table has no cached tokens, the event stream has `promptCachedTokens`. OpenAI's models count them in the prompt;
 * Claude's beside it, so a count above the prompt, or a total that includes it, or the model's name puts them outside. Without that
 * count a Claude row misses what its cache read and wrote, and says so.
 */
function usageOf(fields: JsonObject, model: string | undefined): LoggedUsage {
  const notes: string[] = [];
  const prompt = countAt(fields, 'promptTokens', notes) ?? 0;
  const completion = countAt(fields, 'completionTokens', notes) ?? 0;
  const total = countAt(fields, 'totalTokens', notes);
  const cached = countAt(fields, 'promptCachedTokens', notes);
  if (notes.length > 0) return closeUsage(undefined, notes);
  if (prompt + completion + (cached ?? 0) === 0) return {};
  const isClaude = /claude/i.test(model ?? '');
  const isOutside =
    cached !== undefined && cached > 0 && (cached > prompt || total === prompt + completion + cached);
  if (isClaude || isOutside) {
    if (isClaude)
      notes.push(
        `the gateway logs no ${cached === undefined ? 'cache tokens' : 'cache writes'} of Claude models`,
      );
    return closeUsage(
      {
        input: prompt,
        cacheRead: cached ?? 0,
        cacheWrite5m: 0,
        cacheWrite1h: 0,
        output: completion,
        reasoning: 0,
      },
      notes,
    );
  }
  return openaiUsage(
    {
      prompt_tokens: prompt,
      completion_tokens: completion,
      total_tokens: total,
      prompt_tokens_details: { cached_tokens: cached },
    },
    { reasoningOutside: false, embedding: /embed/i.test(model ?? '') },
  );
}

function textsOf(fields: JsonObject): Pick<CallRecord, 'prompt' | 'response'> | undefined {
  const prompt = openaiPrompt({ messages: messagesOf(fields.requestMessages) });
  const answers = messagesOf(fields.responseMessages).map((message) => ({ message }));
  const response = openaiAnswer({ choices: answers }, false);
  return prompt === undefined && response === undefined ? undefined : { prompt, response };
}

/** A list of messages, also as JSON; a chunk of a longer one does not parse. */
function messagesOf(value: unknown): readonly unknown[] {
  if (isMessageList(value)) return value;
  if (isObject(value) && typeof value.role === 'string') return [value];
  if (typeof value !== 'string' || !value.trimStart().startsWith('[')) return [];
  try {
    const list: unknown = JSON.parse(value);
    return isMessageList(list) ? list : [];
  } catch {
    return [];
  }
}

function tagsOf(fields: JsonObject): Readonly<Record<string, string>> | undefined {
  const region = safeText(firstText(fields, ['region', 'location']));
  return region === undefined ? undefined : { region };
}
