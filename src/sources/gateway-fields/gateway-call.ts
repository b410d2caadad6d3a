import type { ReadResult } from '../../contracts/source.ts';
import type { Endpoint } from '../../model/call.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { hostedModel } from '../exchange/hosted-model.ts';
import type { LoggedUsage } from '../record/logged-count.ts';
import { isObject } from '../record/record-access.ts';

/**
 * The call that a gateway's row tells of: what the row says itself, then what the bodies it kept show. The key and the
 * usage are the caller's decision alone.
 */
export function gatewayCall(
  body: CallRecord | undefined,
  row: CallRecord,
  { usage, warning }: LoggedUsage,
): CallRecord {
  const said = Object.entries(row).filter(([, value]) => value !== undefined);
  const call: CallRecord = { ...body, ...Object.fromEntries(said) };
  const model = hostedModel(call.model);
  return { ...call, model, key: row.key, usage, usageWarning: warning };
}

/** The model that a kept answer names; undefined where only the request names one, which may be a gateway's alias. */
export function answeredModel(body: CallRecord | undefined): string | undefined {
  return body?.model === body?.requestedModel ? undefined : body?.model;
}

/** The calls of a record of which at least one says what it used, held or cost, or that it failed; else the reason. */
export function resultOf(...calls: readonly CallRecord[]): ReadResult {
  const isTold = calls.some(
    ({ usage, failed, cacheHit, prompt, response, loggedCostUsd }) =>
      failed === true ||
      cacheHit === true ||
      [usage, prompt, response, loggedCostUsd].some((it) => it !== undefined),
  );
  if (isTold) return { kind: 'calls', calls };
  return { kind: 'skip', reason: calls[0]?.usageWarning ?? 'a call without usage, prompt or answer' };
}

/**
 * The key that the same call has in a log of the API itself, where the gateway hands on the provider's id; the ids of
 * routers (`gen-`) come in answers of OpenAI's shape. Undefined for other ids.
 */
export function providerKey(id: string | undefined): string | undefined {
  if (id === undefined) return undefined;
  if (/^(?:chatcmpl|cmpl|resp|gen)[-_]/.test(id)) return `openai:${id}`;
  return id.startsWith('msg_') ? `anthropic:${id}` : undefined;
}

/** An answer out of the gateway's cache repeats the first answer's id and is a call of its own. */
export function keyOf(
  gateway: string,
  id: string | undefined,
  body: CallRecord | undefined,
  cacheHit: boolean,
): string | undefined {
  if (!cacheHit && body?.key !== undefined) return body.key;
  return id === undefined ? undefined : `${gateway}:${id}`;
}

const ENDPOINTS: readonly (readonly [RegExp, Endpoint])[] = [
  [/chat\/completions/, 'chat'],
  [/(?:^|\/)completions/, 'completion'],
  [/(?:^|\/)responses/, 'responses'],
  [/(?:^|\/)embeddings/, 'embedding'],
  [/(?:^|\/)messages/, 'messages'],
  [/:(?:stream)?generateContent/i, 'chat'],
];

/** The endpoint by the path that was asked. */
export function endpointOfPath(path: unknown): Endpoint | undefined {
  if (typeof path !== 'string') return undefined;
  const plain = withoutQuery(path).slice(0, 2000);
  return ENDPOINTS.find(([pattern]) => pattern.test(plain))?.[1];
}

/** An address without its query, which may hold a key. */
export function withoutQuery(address: string): string {
  return address.split(/[?#]/, 1)[0] ?? '';
}

/** A body that was kept: an object, JSON or a stream in a text. Empty objects and stand-in texts are none. */
export function keptBody(value: unknown): unknown {
  if (typeof value === 'string') {
    return /^\s{0,20}(?:[{"]|data:|event:)/.test(value) && value.trim() !== '{}' ? value : undefined;
  }
  if (!isObject(value)) return undefined;
  for (const name in value) if (name !== 'helicone_message') return value;
  return undefined;
}
