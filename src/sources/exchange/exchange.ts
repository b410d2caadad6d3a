import { type FieldScan, scanFields } from '../logger/logged-fields.ts';
import { firstOf, httpStatusOf, isObject, type JsonObject, textOf } from '../record/record-access.ts';
import { isBareRequest, isBatchLine, isMessageList, isRequest, isResponse } from './exchange-shape.ts';
import { searchFor, usageItself, usageOf } from './exchange-usage.ts';
import { streamBody } from './stream-body.ts';

/** One logged request with its answer, out of whatever wrapper the logger used. */
export interface Exchange {
  /** The record itself, where the logger's own fields are. */
  readonly record: JsonObject;
  /** Which of the logger's fields the record has. */
  readonly fields: FieldScan;
  /** The same of its `metadata`. */
  readonly metadata: FieldScan | undefined;
  /** The request's body; may be the record. */
  readonly request: JsonObject | undefined;
  /** The response's body; may be the record. A plain text answer becomes the `choices` of one. */
  readonly response: JsonObject | undefined;
  readonly usage: JsonObject | undefined;
  /** Where the response was found, in words. */
  readonly place: string;
  /** True when the wrapper was not known and the parts were found by searching. */
  readonly isSearched: boolean;
  /** The start of a body that is not JSON (cut off, a stream, an error page). */
  readonly unreadable: string | undefined;
  readonly url: string | undefined;
  readonly httpStatus: number | undefined;
  readonly requestHeaders: unknown;
  readonly responseHeaders: unknown;
  /** The response was logged as a stream and put together from its events. */
  readonly isStreamed: boolean;
}

/** One side of an exchange: a body, bare or inside an HTTP message. */
interface Side {
  readonly body: JsonObject | undefined;
  readonly http: JsonObject | undefined;
  readonly unreadable: string | undefined;
  readonly isStreamed: boolean;
}

const REQUEST_NAMES = ['request', 'req', 'kwargs', 'request_body', 'body', 'input', 'prompt'] as const;
const SENT_NAMES = ['request', 'req', 'kwargs', 'request_body'] as const;
const RESPONSE_NAMES = ['response', 'res', 'response_body', 'output', 'completion'] as const;
const BODY_NAMES = ['body', 'data', 'json', 'payload'];
const NO_SIDE: Side = { body: undefined, http: undefined, unreadable: undefined, isStreamed: false };

function bodySide(body: JsonObject): Side {
  return { ...NO_SIDE, body };
}

/**
 * Takes a record apart: `{request, response}` with bare bodies or HTTP messages, `{req, res}`, `{body, response}`,
 * `{kwargs, response}`, `{input, output}`, `{prompt, completion}`, a bare response, a bare request with its usage
 * beside it, and, where none of these fits, any usage object to depth 4 with messages, an input or a prompt near it.
 * Bodies may be JSON in strings. Undefined when the record holds no exchange; lines of batch files are none.
 */
export function findExchange(record: unknown): Exchange | undefined {
  if (!isObject(record) || isBatchLine(record)) return undefined;
  if (latest?.record !== record) latest = { record, exchange: exchangeIn(record) };
  return latest.exchange;
}

/** Several sources ask in turn whether the same record is theirs, and one of them then reads it. */
let latest: { readonly record: JsonObject; readonly exchange: Exchange | undefined } | undefined;

function exchangeIn(record: JsonObject): Exchange | undefined {
  const asked = requestSide(record);
  const response = responseSide(record, asked.body);
  const request =
    asked.body === undefined && response.body !== undefined ? textlessSide(record, asked) : asked;
  const unreadable = response.unreadable ?? request.unreadable;
  const httpStatus = statusOf(response.http);
  const url =
    textOf(firstOf(request.http, ['url', 'uri', 'path'])) ?? textOf(firstOf(record, ['url', 'uri', 'path']));
  const isBare = request.body === undefined && response.body === undefined && unreadable === undefined;
  if (isBare && (url === undefined || httpStatus === undefined)) return searched(record);
  return {
    record,
    fields: scanFields(record),
    metadata: scanFields(record.metadata),
    request: request.body,
    response: response.body,
    usage: usageOf(record, request.body, response.body),
    place:
      response.body === record || response.body === undefined ? 'the record' : placeOf(record, response.http),
    isSearched: false,
    unreadable,
    url,
    httpStatus,
    requestHeaders: request.http?.headers,
    responseHeaders: response.http?.headers ?? record.response_headers,
    isStreamed: response.isStreamed,
  };
}

/** Where a host may stand besides the record: the HTTP request, its headers, the arguments of the call. */
export function sentTo({ record, request, requestHeaders }: Exchange): (FieldScan | undefined)[] {
  const outer = record.request ?? record.req ?? record.kwargs;
  const body = request === record || request === outer ? undefined : request;
  return [scanFields(outer), scanFields(body), scanFields(requestHeaders)];
}

function requestSide(record: JsonObject): Side {
  let unreadable: string | undefined;
  for (const name of REQUEST_NAMES) {
    const value = record[name];
    if (value === undefined || value === null) continue;
    const side = sideOf(value, isRequest);
    if (side.body !== undefined) return side;
    const isOwnField = name === 'input' || name === 'prompt' || name === 'body';
    if (isOwnField && (isRequest(record) || isResponse(record))) continue;
    if (isMessageList(value)) return { ...NO_SIDE, body: { messages: value, model: record.model } };
    if (side.http !== undefined) return side;
    if (typeof value === 'string' && side.unreadable === undefined && hasAnswer(record)) {
      return { ...NO_SIDE, body: { messages: [{ role: 'user', content: value }], model: record.model } };
    }
    unreadable ??= side.unreadable;
  }
  return isRequest(record) ? bodySide(record) : { ...NO_SIDE, unreadable };
}

/** An answer tells that what stands in the request's place is one, although no text of it was logged. */
function textlessSide(record: JsonObject, found: Side): Side {
  for (const name of SENT_NAMES) {
    const side = sideOf(record[name], isBareRequest);
    if (side.body !== undefined) return side;
  }
  return found;
}

function responseSide(record: JsonObject, request: JsonObject | undefined): Side {
  if (isResponse(record)) return bodySide(record);
  for (const name of RESPONSE_NAMES) {
    const value = record[name];
    if (value === undefined || value === null) continue;
    const streamed = streamBody(value);
    if (streamed !== undefined) return { ...NO_SIDE, body: streamed, isStreamed: true };
    const side = sideOf(value, isResponse);
    if (side.body !== undefined || side.http !== undefined) return side;
    const message = request === undefined ? undefined : messageOf(value);
    if (message !== undefined) return bodySide({ choices: [{ message }], isPlain: true });
    if (side.unreadable !== undefined) return side;
  }
  return NO_SIDE;
}

function hasAnswer(record: JsonObject): boolean {
  return RESPONSE_NAMES.some((name) => record[name] !== undefined && record[name] !== null);
}

/** An assistant message or a text that stands in the response's place. */
function messageOf(value: unknown): JsonObject | undefined {
  if (isObject(value)) {
    return typeof value.content === 'string' || Array.isArray(value.tool_calls) ? value : undefined;
  }
  if (typeof value !== 'string' || looksCut(value) || /^\s{0,20}<(?:!doctype|html)/i.test(value))
    return undefined;
  return { role: 'assistant', content: value };
}

function sideOf(value: unknown, isShaped: (body: JsonObject) => boolean): Side {
  const parsed = unquoted(value);
  if (typeof parsed === 'string' && looksCut(parsed)) return { ...NO_SIDE, unreadable: parsed.slice(0, 300) };
  if (!isObject(parsed)) return NO_SIDE;
  if (isShaped(parsed)) return bodySide(parsed);
  for (const name of BODY_NAMES) {
    const inner = parsed[name];
    if (inner === undefined || inner === null) continue;
    const body = unquoted(inner);
    if (isObject(body) && isShaped(body)) return { ...NO_SIDE, body, http: parsed };
    const streamed = streamBody(body);
    if (streamed !== undefined) return { ...NO_SIDE, body: streamed, http: parsed, isStreamed: true };
    if (typeof body === 'string' && body !== '')
      return { ...NO_SIDE, http: parsed, unreadable: body.slice(0, 300) };
  }
  const isHttp = parsed.headers !== undefined || parsed.url !== undefined || statusOf(parsed) !== undefined;
  return isHttp ? { ...NO_SIDE, http: parsed } : NO_SIDE;
}

/** JSON in a string, and JSON in a string in that string, as loggers write bodies; other values as they are. */
function unquoted(value: unknown): unknown {
  let current = value;
  for (let depth = 0; depth < 3 && typeof current === 'string'; depth++) {
    if (!/^\s{0,20}["{]/.test(current)) break;
    try {
      current = JSON.parse(current);
    } catch {
      break;
    }
  }
  return current;
}

/** A stream, or JSON that starts like a body and does not parse; a model's own JSON names none of these at its start. */
function looksCut(text: string): boolean {
  const start = text.slice(0, 300);
  if (/^\s{0,20}(?:data|event): ?\S/.test(start)) return true;
  return (
    /^\s{0,20}(?:\[\s{0,20})?\{\s{0,20}"/.test(start) &&
    /"(?:chat\.completion|chatcmpl-|resp_|msg_|messages|choices|candidates|usage|object)/.test(start)
  );
}

function statusOf(http: JsonObject | undefined): number | undefined {
  return httpStatusOf(firstOf(http, ['status', 'status_code', 'statusCode', 'code']));
}

function placeOf(record: JsonObject, http: JsonObject | undefined): string {
  const name = RESPONSE_NAMES.find((it) => record[it] !== undefined && record[it] !== null) ?? 'response';
  return http === undefined ? name : `${name}.body`;
}

/** The last resort, for wrappers that nobody has described: a usage object with a prompt somewhere beside it. */
function searched(record: JsonObject): Exchange | undefined {
  const usage = searchFor(record, usageItself);
  const request = searchFor(record, (it) => (isRequest(it) ? it : undefined));
  if (usage === undefined || request === undefined) return undefined;
  return {
    record,
    fields: scanFields(record),
    metadata: scanFields(record.metadata),
    request,
    response: searchFor(record, (it) => (isResponse(it) ? it : undefined)),
    usage,
    place: 'a nested object',
    isSearched: true,
    unreadable: undefined,
    url: undefined,
    httpStatus: undefined,
    requestHeaders: undefined,
    responseHeaders: undefined,
    isStreamed: false,
  };
}
