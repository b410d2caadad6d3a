import type { CallRecord } from '../../model/call-record.ts';
import { askedCacheTtl } from '../exchange/asked-cache-ttl.ts';
import { shapingParams } from '../exchange/request-params.ts';
import { decimalOf, firstOf, type JsonObject, objectOf } from '../record/record-access.ts';

const LIMITS = [
  ...['maxTokens', 'max_new_tokens', 'max_tokens', 'max_completion_tokens'],
  ...['max_tokens_to_sample', 'maxTokenCount', 'max_gen_len', 'maxTokensToSample'],
];
/** What a request says besides its parameters: texts that became the prompt, and what it is stored under. */
const NOT_PARAMS = new Set(
  (
    'modelId toolConfig requestMetadata serviceTier performanceConfig schemaVersion inputText inputImage message ' +
    'chat_history preamble texts prompt'
  ).split(' '),
);

/** What a request asks for, wherever its form puts it. */
export function bedrockRequest(
  request: JsonObject | undefined,
): Pick<CallRecord, 'maxOutputTokens' | 'temperature' | 'params' | 'cacheTtl'> {
  if (request === undefined) return {};
  const inner =
    objectOf(request.inferenceConfig) ??
    objectOf(request.textGenerationConfig) ??
    objectOf(request.generationConfig);
  const limit = decimalOf(firstOf(inner, LIMITS) ?? firstOf(request, LIMITS));
  const temperature = inner?.temperature ?? request.temperature;
  return {
    maxOutputTokens: limit !== undefined && Number.isSafeInteger(limit) && limit > 0 ? limit : undefined,
    temperature: typeof temperature === 'number' && Number.isFinite(temperature) ? temperature : undefined,
    params: shapingParams(paramsOf(request), false),
    cacheTtl: askedCacheTtl(request),
  };
}

function paramsOf(request: JsonObject): JsonObject {
  const kept = Object.entries(request).filter(([name]) => !NOT_PARAMS.has(name));
  const choice = objectOf(request.toolConfig)?.toolChoice;
  if (choice !== undefined) kept.push(['toolChoice', choice]);
  return Object.fromEntries(kept);
}
