import type { ReadOptions } from '../../contracts/source.ts';
import type { Endpoint, ServiceTier } from '../../model/call.ts';
import type { CallRecord } from '../../model/call-record.ts';
import type { LoggedUsage } from '../record/logged-count.ts';
import { decimalOf, isObject, type JsonObject, objectOf, textOf } from '../record/record-access.ts';
import { bedrockModel, isEmbeddingModel } from './bedrock-model.ts';
import { bedrockRequest } from './bedrock-request.ts';
import { type BedrockBody, bedrockBody } from './bedrock-stream.ts';
import { bedrockUsage, bodyCounts, type StatedCounts } from './bedrock-usage.ts';
import { isConverseRequest, isConverseResponse } from './converse-content.ts';
import { bedrockAnswer, bedrockFinish, bedrockPrompt } from './native-content.ts';

/** What is known of one call of Bedrock's runtime. */
export interface BedrockParts {
  /** As called: a short id, a profile or an ARN. */
  readonly modelId: string | undefined;
  /** Parsed bodies; a streamed answer is the list of its events. */
  readonly request: unknown;
  readonly response: unknown;
  /** Counts beside the bodies, and notes on them. */
  readonly counts?: StatedCounts;
  readonly notes?: readonly string[];
  readonly failed: boolean;
}

const NO_COUNTS: StatedCounts = {
  input: undefined,
  cacheRead: undefined,
  cacheWrite: undefined,
  output: undefined,
};

/** All that the bodies and counts of a call tell of it. Whose call it was, and when, the log around them knows. */
export function bedrockCall(parts: BedrockParts, options: ReadOptions): CallRecord {
  const { modelId, failed } = parts;
  const request = objectOf(parts.request);
  const answer = bedrockBody(parts.response);
  const { body, metrics } = answer;
  const isEmbedding = isEmbeddingModel(modelId) || hasEmbedding(body);
  const notes = [...(parts.notes ?? [])];
  const counts = bodyCounts(body, metrics, notes);
  const read = bedrockUsage(parts.counts ?? NO_COUNTS, counts, isEmbedding, notes);
  const { usage, warning } = checked(read, answer, failed);
  const asked = bedrockModel(modelId);
  return {
    model: asked.model ?? answeredModel(body) ?? options.model ?? asked.requestedModel,
    requestedModel: asked.requestedModel,
    provider: 'amazon-bedrock',
    endpoint: isEmbedding ? 'embedding' : endpointOf(request, body),
    finishReason: bedrockFinish(body),
    latencyMs: latencyOf(objectOf(body?.metrics)?.latencyMs ?? metrics?.invocationLatency),
    timeToFirstTokenMs: latencyOf(metrics?.firstByteLatency),
    usage,
    usageWarning: warning,
    tier: tierOf(request, body),
    ...bedrockRequest(request),
    prompt: bedrockPrompt(request),
    response: bedrockAnswer(body, usage !== undefined),
  };
}

/** Zeros are a count where a guardrail answered; a failed call has none; another call cannot have used nothing. */
function checked({ usage, warning }: LoggedUsage, { isGuarded }: BedrockBody, failed: boolean): LoggedUsage {
  if (usage === undefined) return { warning };
  const { input, cacheRead, cacheWrite5m, cacheWrite1h, output } = usage;
  const isNothing = input + cacheRead + cacheWrite5m + cacheWrite1h + output === 0;
  if (!isNothing || isGuarded) return { usage, warning };
  return failed ? { warning } : { warning: 'usage is all zeros for a call that succeeded' };
}

function hasEmbedding(body: JsonObject | undefined): boolean {
  return Array.isArray(body?.embedding) || body?.embeddings !== undefined || isObject(body?.embeddingsByType);
}

/** The model behind a profile or a router: the answer's own word, in Anthropic's bodies and in a router's trace. */
function answeredModel(body: JsonObject | undefined): string | undefined {
  const invoked = textOf(objectOf(objectOf(body?.trace)?.promptRouter)?.invokedModelId);
  return bedrockModel(invoked ?? textOf(body?.model)).model;
}

function endpointOf(request: JsonObject | undefined, body: JsonObject | undefined): Endpoint {
  if (body?.type === 'message' || request?.anthropic_version !== undefined) return 'messages';
  if (request !== undefined && isConverseRequest(request)) return 'chat';
  if (body !== undefined && (isConverseResponse(body) || Array.isArray(body.choices))) return 'chat';
  if (request === undefined) return 'unknown';
  return request.messages !== undefined || request.message !== undefined ? 'chat' : 'completion';
}

/** Latency-optimised inference has rates of its own; a reserved tier has none per token and is left unsaid. */
function tierOf(request: JsonObject | undefined, body: JsonObject | undefined): ServiceTier | undefined {
  const performance = objectOf(body?.performanceConfig) ?? objectOf(request?.performanceConfig);
  if (performance?.latency === 'optimized') return 'fast';
  const tier = objectOf(body?.serviceTier) ?? objectOf(request?.serviceTier);
  switch (tier?.type) {
    case 'default':
      return 'standard';
    case 'priority':
    case 'flex':
      return tier.type;
    default:
      return undefined;
  }
}

function latencyOf(value: unknown): number | undefined {
  const ms = decimalOf(value);
  return ms !== undefined && ms >= 0 && ms < 1e9 ? Math.round(ms) : undefined;
}
