import type { ReadOptions, ReadResult } from '../../contracts/source.ts';
import type { Endpoint, ServiceTier } from '../../model/call.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { loggerFields } from '../logger/exchange-logger.ts';
import { loggedModel } from '../logger/logged-model.ts';
import type { LoggedUsage } from '../record/logged-count.ts';
import { decimalOf, firstOf, firstText, type JsonObject, textOf } from '../record/record-access.ts';
import { safeText } from '../record/record-secrets.ts';
import { askedCacheTtl } from './asked-cache-ttl.ts';
import type { Exchange } from './exchange.ts';
import { identityOf } from './exchange-key.ts';
import { outcomeOf } from './exchange-outcome.ts';
import { shapingParams } from './request-params.ts';

/** What the vendor's source adds to the parts that all exchanges share. */
export interface VendorParts
  extends Pick<
    CallRecord,
    'prompt' | 'response' | 'embeddings' | 'finishReason' | 'provider' | 'stream' | 'isOutputUncounted'
  > {
  readonly endpoint: Endpoint;
  /** In place of the request's top level, where the API has its parameters elsewhere. */
  readonly asked?: JsonObject | undefined;
  /** Besides those of the logger. */
  readonly tags?: CallRecord['tags'];
  readonly tier: ServiceTier | undefined;
  readonly usage: LoggedUsage;
}

/** Azure's deployment, or the model whose method Google's URLs call. */
const URL_MODEL = /\/deployments\/([^/?#]{1,200})|\/models\/([^/:?#]{1,200}):/;

/** The model that answered and the one that was asked for; the second is known only where there is a request. */
export function modelsOf(
  { record, request, response, url }: Exchange,
  options: ReadOptions,
): { readonly model: string | undefined; readonly requestedModel: string | undefined } {
  const [, deployment, named] = URL_MODEL.exec(url?.slice(0, 2000) ?? '') ?? [];
  const requestedModel = bareModel(
    textOf(request?.model) ??
      textOf(request?.engine) ??
      textOf(record.requested_model) ??
      deployment ??
      named,
  );
  const answered = firstText(response, ['model', 'modelVersion', 'model_version']);
  const model = bareModel(answered ?? loggedModel(record)) ?? requestedModel ?? options.model;
  return { model: safeText(model), requestedModel: safeText(requestedModel) };
}

/** Google names models as resources: `models/gemini-2.5-flash`, `projects/p/.../publishers/google/models/gemini-2.5-flash`. */
export function bareModel(name: string | undefined): string | undefined {
  const isResource = name?.startsWith('models/') || name?.includes('publishers/');
  return isResource ? /(?:^|\/)models\/([^/:]{1,200})/.exec(name!)?.[1] : name;
}

/** Puts a call together, or says why the record holds none. `api` begins the call's key. */
export function callOf(
  api: string,
  exchange: Exchange,
  options: ReadOptions,
  vendor: (models: ReturnType<typeof modelsOf>, failed: boolean) => VendorParts,
): ReadResult {
  const models = modelsOf(exchange, options);
  const outcome = outcomeOf(exchange);
  const parts = vendor(models, outcome.failed);
  const logged = loggerFields(exchange, options.logZone);
  const isEmpty =
    parts.usage.usage === undefined && parts.prompt === undefined && parts.response === undefined;
  if (isEmpty && !outcome.failed) return { kind: 'skip', reason: emptyReason(exchange, parts.usage) };
  const { usage, warning } = checkedUsage(parts, exchange, outcome.failed, logged.cacheHit === true);
  const { id, key } = identityOf(api, exchange, outcome, logged);
  // Written out: spreading these objects together costs more than everything else that reading a record does.
  const call: CallRecord = {
    id,
    key,
    time: logged.time,
    model: models.model,
    requestedModel: models.requestedModel,
    provider: parts.provider,
    endpoint: parts.endpoint,
    status: outcome.status,
    failed: outcome.failed,
    error: outcome.error,
    finishReason: parts.finishReason,
    latencyMs: logged.latencyMs,
    timeToFirstTokenMs: logged.timeToFirstTokenMs,
    usage,
    usageWarning: warning,
    isOutputUncounted: usage === undefined ? undefined : parts.isOutputUncounted,
    loggedCostUsd: logged.loggedCostUsd,
    tier: parts.tier,
    maxOutputTokens: limitOf(parts.asked ?? exchange.request),
    temperature: numberOf((parts.asked ?? exchange.request)?.temperature ?? exchange.response?.temperature),
    stream: exchange.isStreamed || parts.stream || flagOf(exchange.request?.stream ?? exchange.record.stream),
    params: shapingParams(exchange.request, exchange.isSearched || exchange.request === exchange.record),
    user: logged.user,
    feature: logged.feature,
    session: logged.session,
    trace: logged.trace,
    attempt: logged.attempt,
    tags: parts.tags === undefined ? logged.tags : { ...logged.tags, ...parts.tags },
    prompt: parts.prompt,
    response: parts.response,
    embeddings: parts.embeddings,
    cacheHit: logged.cacheHit,
    cacheTtl: askedCacheTtl(parts.asked ?? exchange.request),
  };
  return { kind: 'calls', calls: [call] };
}

/** A successful call cannot have used nothing: loggers write zeros where they know nothing. */
function checkedUsage(
  { usage: { usage, warning } }: VendorParts,
  { unreadable, isStreamed, request }: Exchange,
  failed: boolean,
  cacheHit: boolean,
): LoggedUsage {
  if (usage === undefined) {
    return {
      warning:
        warning ??
        (isStreamed && request === undefined && !failed
          ? 'a stream without usage, its prompt not logged: only its output is estimated'
          : undefined) ??
        (unreadable !== undefined ? 'a logged body is not JSON: cut off, a stream or a page' : undefined),
    };
  }
  const isNothing =
    usage.output === 0 && usage.input === 0 && usage.cacheRead === 0 && usage.cacheWrite5m === 0;
  if (!isNothing || usage.cacheWrite1h > 0 || failed || cacheHit) return { usage, warning };
  return { warning: 'usage is all zeros for a call that succeeded' };
}

function emptyReason({ unreadable }: Exchange, usage: LoggedUsage): string {
  if (unreadable !== undefined) return 'the logged bodies are not JSON: cut off, a stream or a page';
  return usage.warning ?? 'a call without usage, prompt or answer';
}

function limitOf(request: JsonObject | undefined): number | undefined {
  const limit = decimalOf(
    firstOf(request, ['max_completion_tokens', 'max_output_tokens', 'max_tokens', 'maxOutputTokens']),
  );
  return limit !== undefined && Number.isSafeInteger(limit) && limit > 0 ? limit : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function flagOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}
