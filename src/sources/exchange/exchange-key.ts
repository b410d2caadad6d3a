import { namesOf } from '../logger/logged-fields.ts';
import { firstText, headerOf, type JsonObject } from '../record/record-access.ts';
import { safeText } from '../record/record-secrets.ts';
import type { Exchange } from './exchange.ts';
import type { Outcome } from './exchange-outcome.ts';

/** How a call is named and told apart from others. */
export interface Identity {
  readonly id: string | undefined;
  readonly key: string | undefined;
}

/** Ids that only a provider gives out; a flat log line carries one as its own. */
const RESPONSE_ID = /^(?:chatcmpl|cmpl|resp|msg|gen)[-_]/;
/** Where Gemini's answers have their id; an `id` beside them is the logger's. */
const GEMINI_IDS = ['responseId', 'response_id'];
const REQUEST_ID_HEADERS = ['x-request-id', 'request-id', 'apim-request-id'];

/**
 * `id` is the logger's own id, else the response's: what a person would search the log for.
 * `key` is the response's id; else the provider's request id header; else the logger's id. Loggers give all attempts of
 * a request one id, and gateways one header, so the key of a failure also says its status, attempt and time; so does the
 * key of a call whose logger only counts (1, 2, 3), since counters repeat from file to file, or names a web request. No key when that leaves
 * nothing to tell attempts apart. A hit in the caller's own cache repeats the first answer's id and is a call of its
 * own, so its key is never the response's.
 */
export function identityOf(
  api: string,
  exchange: Exchange,
  outcome: Outcome,
  parts: { readonly time?: number; readonly attempt?: number; readonly cacheHit?: boolean },
): Identity {
  const { record, response } = exchange;
  const ownId = firstText(record, namesOf(exchange.fields, 'id'));
  const isGemini = api === 'gemini';
  const isOwnResponse =
    !isGemini && (response === record || (response?.id === undefined && RESPONSE_ID.test(ownId ?? '')));
  const responseId = firstText(isOwnResponse ? record : response, isGemini ? GEMINI_IDS : ['id']);
  const loggerId = isOwnResponse ? undefined : ownId;
  const id = safeText(loggerId ?? responseId);
  if (responseId !== undefined && parts.cacheHit !== true)
    return { id, key: `${api}:${safeText(responseId)}` };
  const when = `${outcome.status ?? ''}:${parts.attempt ?? ''}:${parts.time ?? ''}`;
  const header = parts.cacheHit === true ? undefined : headerId(exchange);
  if (header !== undefined) {
    return {
      id: id ?? safeText(header),
      key: `${api}:${safeText(header)}${outcome.failed ? `:${when}` : ''}`,
    };
  }
  if (loggerId === undefined) return { id, key: undefined };
  const isCounter = /^\d{1,12}$/.test(loggerId);
  const key = `${api}:log:${safeText(loggerId)}`;
  // A web request's id may cover several calls; a repeated line repeats the time too.
  if (!outcome.failed && !isCounter && !(isRequestId(record, loggerId) && parts.time !== undefined))
    return { id, key: (parts.attempt ?? 1) > 1 ? `${key}:${parts.attempt}` : key };
  const isApart = parts.time !== undefined || (parts.attempt !== undefined && !isCounter);
  return { id, key: isApart ? `${key}:${when}` : undefined };
}

function isRequestId(record: JsonObject, id: string): boolean {
  return [record.request_id, record.requestId].some((value) => value !== undefined && String(value) === id);
}

function headerId({ responseHeaders }: Exchange): string | undefined {
  if (responseHeaders === undefined) return undefined;
  for (const name of REQUEST_ID_HEADERS) {
    const value = headerOf(responseHeaders, name);
    if (value !== undefined) return value;
  }
  return undefined;
}
