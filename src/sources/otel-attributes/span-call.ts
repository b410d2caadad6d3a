import type { ReadOptions } from '../../contracts/source.ts';
import type { ServiceTier } from '../../model/call.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { hostedModel } from '../exchange/hosted-model.ts';
import { decimalOf, httpStatusOf } from '../record/record-access.ts';
import { safeText } from '../record/record-secrets.ts';
import { tracedError } from '../traced-content/traced-error.ts';
import { tracedProvider } from '../traced-content/traced-provider.ts';
import { type Attributes, firstValue, firstWord } from './attribute-values.ts';
import { placeOf, type Span } from './span.ts';
import { contentAttributes, spanAnswer, spanPrompt } from './span-content.ts';
import { modelOperation } from './span-kind.ts';
import { spanLabels } from './span-labels.ts';
import { spanParams } from './span-params.ts';
import { millisBetween, millisOf } from './span-times.ts';
import { spanUsage } from './span-usage.ts';

const ANSWERED = ['gen_ai.response.model', 'ai.response.model'];
const ASKED = ['gen_ai.request.model', 'ai.model.id', 'llm.model_name', 'embedding.model_name'];
const PROVIDERS = [
  'gen_ai.provider.name',
  'gen_ai.system',
  'llm.provider',
  'ai.model.provider',
  'llm.system',
  'llm.vendor',
];
/** US dollars (FORMATS 0.3 for `llm.cost.total`; OpenLIT's and Logfire's names are unverified). */
const COSTS = ['llm.cost.total', 'gen_ai.usage.cost', 'gen_ai.usage.cost_usd', 'operation.cost'];

/**
 * The call that a span tells of: one that says it is a model's operation, or that has token counts; undefined for other spans.
 * The key is the span's own identity and not the answer's id, since the spans above a call repeat that id with sums of their own.
 */
export function spanCall(span: Span, options: ReadOptions): CallRecord | undefined {
  const operation = modelOperation(span);
  const attributes = contentAttributes(span);
  const read = spanUsage(attributes, operation === 'embedding');
  if (operation === undefined && read?.usage === undefined) return undefined;
  const place = placeOf(span.trace, span.id);
  const requested = firstWord(attributes, ASKED);
  const model = firstWord(attributes, ANSWERED) ?? requested ?? options.model;
  const failure = failureOf(span, attributes);
  const { params, maxOutputTokens, temperature } = spanParams(attributes);
  return {
    id: safeText(firstWord(attributes, ['gen_ai.response.id', 'ai.response.id'])) ?? (span.id || undefined),
    key: place === undefined ? undefined : `otel:${place}`,
    span: place,
    parentSpan: placeOf(span.trace, span.parent),
    time: millisOf(span.start),
    model: safeText(hostedModel(model)),
    requestedModel: safeText(hostedModel(requested)),
    provider: tracedProvider(
      PROVIDERS.map((name) => attributes.get(name)),
      firstWord(attributes, ['server.address', 'url.full', 'http.url', 'net.peer.name']),
      model,
    ),
    endpoint: operation,
    status: failure?.status ?? statusOf(attributes),
    failed: failure !== undefined,
    error: failure?.error,
    finishReason: finishOf(attributes),
    latencyMs: millisBetween(span.start, span.end),
    timeToFirstTokenMs: firstTokenMs(attributes),
    usage: read?.usage,
    usageWarning: read?.warning,
    loggedCostUsd: costOf(attributes),
    tier: tierOf(attributes),
    maxOutputTokens,
    temperature,
    stream: streamOf(attributes),
    params,
    ...spanLabels(span),
    trace: span.trace || undefined,
    prompt: spanPrompt(span, attributes),
    response: spanAnswer(span, attributes, read?.usage === undefined),
  };
}

/** Failed: the span's status, `error.type`, or an HTTP status of 400 or more. */
function failureOf(
  span: Span,
  attributes: Attributes,
): { readonly error: string; readonly status: number | undefined } | undefined {
  const type = firstWord(attributes, ['error.type']);
  const status = statusOf(attributes);
  const isRefused = status !== undefined && status >= 400;
  if (!span.isError && type === undefined && !isRefused) return undefined;
  const raised = span.events.find(({ name }) => name === 'exception')?.attributes.get('exception.type');
  const named = tracedError(type ?? raised ?? (isRefused ? String(status) : undefined));
  return { error: named.error, status: status ?? named.status };
}

function statusOf(attributes: Attributes): number | undefined {
  return httpStatusOf(firstValue(attributes, ['http.response.status_code', 'http.status_code']));
}

function finishOf(attributes: Attributes): string | undefined {
  const reasons = attributes.get('gen_ai.response.finish_reasons');
  const reason =
    (Array.isArray(reasons) ? reasons[0] : reasons) ??
    firstWord(attributes, [
      'ai.response.finishReason',
      'gen_ai.completion.0.finish_reason',
      'llm.finish_reason',
    ]);
  return typeof reason === 'string' ? safeText(reason.slice(0, 40)) : undefined;
}

/** The conventions count it in seconds, the Vercel AI SDK in milliseconds. */
function firstTokenMs(attributes: Attributes): number | undefined {
  const seconds = decimalOf(attributes.get('gen_ai.response.time_to_first_chunk'));
  const millis =
    seconds === undefined ? decimalOf(attributes.get('ai.response.msToFirstChunk')) : seconds * 1000;
  return millis !== undefined && millis >= 0 && millis < 1e9 ? Math.round(millis) : undefined;
}

function costOf(attributes: Attributes): number | undefined {
  const cost = decimalOf(firstValue(attributes, COSTS));
  return cost !== undefined && cost >= 0 ? cost : undefined;
}

function tierOf(attributes: Attributes): ServiceTier | undefined {
  const tier = firstWord(attributes, ['openai.response.service_tier', 'gen_ai.openai.response.service_tier']);
  switch (tier) {
    case 'default':
    case 'standard':
      return 'standard';
    case 'flex':
    case 'priority':
    case 'batch':
      return tier;
    default:
      return undefined;
  }
}

function streamOf(attributes: Attributes): boolean | undefined {
  if (firstWord(attributes, ['ai.operationId'])?.endsWith('.doStream') === true) return true;
  const flag = firstValue(attributes, [
    'gen_ai.request.stream',
    'gen_ai.request.is_stream',
    'gen_ai.is_streaming',
    'llm.is_streaming',
  ]);
  return typeof flag === 'boolean' ? flag : undefined;
}
