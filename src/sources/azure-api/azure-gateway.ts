import { Buffer } from 'node:buffer';
import type { ReadOptions, ReadResult } from '../../contracts/source.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { isModelUrl, plainUrl } from '../exchange/model-url.ts';
import { providerCall } from '../exchange/provider-call.ts';
import { firstText, httpStatusOf, type JsonObject, textOf } from '../record/record-access.ts';
import { safeText } from '../record/record-secrets.ts';
import { type AzureRecord, azureFlag, azureLatency, azureTime } from './azure-fields.ts';

/** Bodies are logged up to this many bytes (Microsoft Learn, "Log entry size limit" of API Management). */
const LONGEST_BODY = 8192;

/**
 * A request that went through API Management (FORMATS 7d). With usage in its bodies it is the call. Without, the language
 * model log has the tokens: then the record stands twice, as a call of the same key, which counts where that log is missing,
 * and as a part that lends outcome and latency to the other's.
 */
export function readGatewayRequest(record: AzureRecord, options: ReadOptions): ReadResult {
  const { fields } = record;
  const url = plainUrl(fields.backendUrl) ?? plainUrl(fields.url);
  const method = textOf(fields.backendMethod) ?? textOf(fields.method);
  if (!isModelUrl(url) && !isModelUrl(plainUrl(fields.url))) return { kind: 'other' };
  if (method !== undefined && method.toUpperCase() !== 'POST') return { kind: 'other' };
  const id = safeText(firstText(fields, ['correlationId']));
  const status = httpStatusOf(fields.responseCode) ?? httpStatusOf(fields.backendResponseCode);
  const failed = status === undefined ? azureFlag(fields.isRequestSuccess) === false : status >= 400;
  const latencyMs =
    azureLatency(fields.totalTime) ?? azureLatency(fields.durationMs) ?? azureLatency(fields.backendTime);
  const request = bodyOf(fields, ['backendRequestBody', 'requestBody']);
  const response = bodyOf(fields, ['backendResponseBody', 'responseBody']);
  const bodies = providerCall({ url, request, response, status }, options);
  const usage = bodies?.usage;
  const join = id === undefined ? undefined : `azure:${id}`;
  const call: CallRecord = {
    ...bodies,
    id,
    key: join,
    join,
    time: azureTime(record, options.logZone) ?? bodies?.time,
    model: bodies?.model ?? deploymentOf(url) ?? options.model,
    requestedModel: bodies?.requestedModel ?? deploymentOf(url),
    provider: bodies?.provider ?? 'azure',
    status,
    failed,
    error: failed ? (bodies?.error ?? safeText(firstText(fields, ['lastErrorReason']))) : undefined,
    latencyMs,
    user: safeText(firstText(fields, ['userId'])) ?? bodies?.user,
    tags: tagsOf(fields),
    cacheHit: textOf(fields.cache) === 'hit' ? true : undefined,
    ...unanswered(bodies, response, failed),
  };
  if (usage !== undefined || failed || join === undefined) return { kind: 'calls', calls: [call] };
  return { kind: 'calls', calls: [call, { join, isPart: true, status, failed, latencyMs }] };
}

/** An answer that is missing or cut would be counted as an empty one, so its call has no text to count either. */
function unanswered(
  bodies: CallRecord | undefined,
  response: unknown,
  failed: boolean,
): Pick<CallRecord, 'prompt' | 'response' | 'usageWarning'> {
  if (bodies === undefined || bodies.usage !== undefined || failed) return {};
  if (bodies.response !== undefined && !isCut(response)) return {};
  const why = isCut(response) ? 'was cut by the log' : 'was not logged';
  return {
    prompt: undefined,
    response: undefined,
    usageWarning: `the answer ${why}: its tokens are unknown`,
  };
}

function isCut(body: unknown): boolean {
  // The last character may have been cut too.
  return typeof body === 'string' && Buffer.byteLength(body) >= LONGEST_BODY - 3;
}

function bodyOf(fields: JsonObject, names: readonly string[]): unknown {
  for (const name of names) {
    const value = fields[name];
    if (value !== undefined) return value;
  }
  return undefined;
}

function deploymentOf(url: string | undefined): string | undefined {
  return safeText(/\/deployments\/([^/?#]{1,200})/.exec(url ?? '')?.[1]);
}

/** Whom the gateway counts a request for; subscriptions and products are names, their keys are not logged. */
function tagsOf(fields: JsonObject): Readonly<Record<string, string>> | undefined {
  const tags: [string, string][] = [];
  for (const [tag, names] of [
    ['region', ['location', 'region']],
    ['subscription', ['apimSubscriptionId']],
    ['product', ['productId']],
    ['api', ['apiId']],
  ] as const) {
    const value = safeText(firstText(fields, names));
    if (value !== undefined) tags.push([tag, value]);
  }
  return tags.length === 0 ? undefined : Object.fromEntries(tags);
}
