import type { ReadOptions, ReadResult } from '../../contracts/source.ts';
import type { Endpoint } from '../../model/call.ts';
import { openaiUsage } from '../openai-api/openai-usage.ts';
import type { LoggedUsage } from '../record/logged-count.ts';
import { firstOf, firstText, httpStatusOf, type JsonObject, textOf } from '../record/record-access.ts';
import { safeText } from '../record/record-secrets.ts';
import { type AzureRecord, azureLatency, azureTime, ticksTime } from './azure-fields.ts';

/** Operations of the inference API; threads, files, images and the other services of the resource are none. */
const OPERATIONS: readonly (readonly [RegExp, Endpoint])[] = [
  [/chat.?completions?/i, 'chat'],
  [/completions?/i, 'completion'],
  [/embeddings?/i, 'embedding'],
  [/^(?:create.?)?responses?(?:.?create)?$/i, 'responses'],
  [/^(?:create.?)?messages?.?create$/i, 'messages'],
];
const READING = /^(?:get|list|delete|cancel|retrieve)/i;

/**
 * A record of the category RequestResponse (FORMATS 7a): that a call was made, when, how long it took and how it ended.
 * It holds neither tokens nor text.
 */
export function readAzureRequest(record: AzureRecord, options: ReadOptions): ReadResult {
  const { fields } = record;
  const operation = textOf(fields.operationName)?.slice(0, 200) ?? '';
  const endpoint = READING.test(operation)
    ? undefined
    : OPERATIONS.find(([pattern]) => pattern.test(operation))?.[1];
  if (endpoint === undefined) return { kind: 'other' };
  const id = safeText(firstText(fields, ['correlationId']));
  const status = httpStatusOf(fields.resultSignature);
  const model = safeText(textOf(fields.modelName));
  const deployment = safeText(textOf(fields.modelDeploymentName));
  return {
    kind: 'calls',
    calls: [
      {
        id,
        key: id === undefined ? undefined : `azure:${id}`,
        time: ticksTime(fields.requestTime) ?? azureTime(record, options.logZone),
        model: model ?? deployment ?? options.model,
        requestedModel: deployment,
        provider: 'azure',
        endpoint,
        status,
        failed: status !== undefined && status >= 400,
        latencyMs: azureLatency(fields.durationMs),
        stream: streamOf(fields.streamType),
        user: safeText(textOf(fields.objectId)),
        tags: tagsOf(fields),
      },
    ],
  };
}

function streamOf(type: unknown): boolean | undefined {
  if (typeof type !== 'string') return undefined;
  if (/^non/i.test(type)) return false;
  return /stream/i.test(type) ? true : undefined;
}

function tagsOf(fields: JsonObject): Readonly<Record<string, string>> | undefined {
  const tags: [string, string][] = [];
  for (const [tag, name] of [
    ['region', 'location'],
    ['model_version', 'modelVersion'],
    ['api', 'apiName'],
  ] as const) {
    const value = safeText(firstText(fields, [name]));
    if (value !== undefined) tags.push([tag, value]);
  }
  return tags.length === 0 ? undefined : Object.fromEntries(tags);
}

const PROMPT = ['promptTokens', 'inputTokens', 'prompt_tokens', 'input_tokens', 'promptTokenCount'];
const COMPLETION = [
  'completionTokens',
  'outputTokens',
  'generatedTokens',
  'completion_tokens',
  'output_tokens',
];
const TOTAL = ['totalTokens', 'total_tokens'];
const CACHED = ['cachedTokens', 'promptCachedTokens', 'cachedPromptTokens', 'cached_tokens'];

/**
 * A record of the category AzureOpenAIRequestUsage. Microsoft documents the category and not its fields, so they are taken
 * by the names that token counts go by elsewhere in Azure, and a record without them is said to be unreadable (FORMATS 7c).
 */
export function readAzureUsage(record: AzureRecord, options: ReadOptions): ReadResult {
  const { fields } = record;
  const prompt = firstOf(fields, PROMPT);
  const completion = firstOf(fields, COMPLETION);
  if (prompt === undefined && completion === undefined) {
    return { kind: 'skip', reason: 'AzureOpenAIRequestUsage without token counts under a known name' };
  }
  const { usage, warning }: LoggedUsage = openaiUsage(
    {
      prompt_tokens: prompt,
      completion_tokens: completion,
      total_tokens: firstOf(fields, TOTAL),
      prompt_tokens_details: { cached_tokens: firstOf(fields, CACHED) },
    },
    { reasoningOutside: false, embedding: /embed/i.test(textOf(fields.modelName) ?? '') },
  );
  const id = safeText(firstText(fields, ['correlationId']));
  const deployment = safeText(firstText(fields, ['modelDeploymentName', 'deploymentName']));
  return {
    kind: 'calls',
    calls: [
      {
        id,
        key: id === undefined ? undefined : `azure:${id}`,
        time: ticksTime(fields.requestTime) ?? azureTime(record, options.logZone),
        model: safeText(textOf(fields.modelName)) ?? deployment ?? options.model,
        requestedModel: deployment,
        provider: 'azure',
        usage,
        usageWarning: warning,
        tags: tagsOf(fields),
      },
    ],
  };
}
