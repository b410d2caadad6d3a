import { defineSource, type ReadOptions, type ReadResult } from '../../contracts/source.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { isModelUrl, plainUrl } from '../exchange/model-url.ts';
import { providerCall } from '../exchange/provider-call.ts';
import {
  decimalOf,
  httpStatusOf,
  isObject,
  type JsonObject,
  objectOf,
  textOf,
} from '../record/record-access.ts';
import { addressedProvider } from '../record/record-provider.ts';
import { safeText } from '../record/record-secrets.ts';
import { parseTime } from '../record/timestamps.ts';
import { capturedAnswer } from './captured-answer.ts';

/**
 * Entries of HTTP archives (HAR 1.2; FORMATS 16). Headers, cookies and queries are never read: that is where keys are. An entry has no
 * identity of its own; the key of a call is the answer's id.
 */
export const har = defineSource({
  id: 'har',
  title: 'HTTP archives (HAR)',
  describe:
    'Requests to model APIs captured by a browser, mitmproxy, Charles or Proxyman; all other traffic is left out, and an answer that ' +
    'the capture dropped, as Chrome drops streams, leaves the cost unknown.',
  where:
    'browser developer tools, Network, Save all as HAR; mitmproxy with hardump; Charles or Proxyman export',
  supports: { duplicates: 'yes', retries: 'yes', caching: 'yes' },
  recognize(record) {
    if (!isObject(record) || !isObject(record.request) || !isObject(record.response)) {
      return { score: 0, why: '' };
    }
    const { method, url } = record.request;
    const isEntry =
      typeof method === 'string' && typeof url === 'string' && typeof record.startedDateTime === 'string';
    return isEntry
      ? { score: 0.99, why: 'startedDateTime beside request.method and request.url' }
      : { score: 0, why: '' };
  },
  read(record, options) {
    const request = isObject(record) ? objectOf(record.request) : undefined;
    if (!isObject(record) || request === undefined || !isModelRequest(request)) return { kind: 'other' };
    return readEntry(record, request, options);
  },
});

/** A POST to a model's endpoint: of a provider that is known, or under a path or with a body that only such APIs have. */
function isModelRequest(request: JsonObject): boolean {
  if (textOf(request.method)?.toUpperCase() !== 'POST') return false;
  const url = plainUrl(request.url);
  if (url === undefined || !isModelUrl(url)) return false;
  const isTelling =
    /\/(?:chat\/completions|model\/[^/]{1,400}\/[a-z-]{1,40}|deployments\/[^/]{1,200}\/\w{1,40})\/?$|:\w{1,40}$/;
  if (isTelling.test(url) || addressedProvider(url) !== undefined) return true;
  return /"model"\s{0,4}:/.test(textOf(objectOf(request.postData)?.text) ?? '');
}

function readEntry(entry: JsonObject, request: JsonObject, options: ReadOptions): ReadResult {
  const response = objectOf(entry.response);
  const answer = capturedAnswer(objectOf(response?.content));
  const url = plainUrl(request.url);
  const status = httpStatusOf(response?.status);
  const broken = textOf(response?._error) ?? textOf(entry._error);
  const asked = textOf(objectOf(request.postData)?.text);
  if (status === undefined && asked === undefined && broken === undefined) {
    return { kind: 'skip', reason: 'an entry without a request body and an outcome' };
  }
  const bodies = providerCall({ url, request: asked, response: answer.text, status }, options);
  const isAborted = status === undefined || (status < 400 && broken !== undefined);
  const hasAnswer = bodies?.usage !== undefined || bodies?.response !== undefined;
  const failed = bodies?.failed === true || (status ?? 0) >= 400 || (isAborted && !hasAnswer);
  const time = parseTime(entry.startedDateTime, options.logZone);
  const isStream = bodies?.stream ?? (answer.isStream ? true : undefined);
  const call: CallRecord = {
    ...bodies,
    time: Number.isNaN(time) ? bodies?.time : time,
    model: bodies?.model ?? modelIn(url) ?? options.model,
    provider: bodies?.provider ?? addressedProvider(url),
    status,
    failed,
    error: failed ? (bodies?.error ?? codeOf(broken)) : undefined,
    latencyMs: millis(entry.time),
    timeToFirstTokenMs: isStream === true ? millis(objectOf(entry.timings)?.wait) : undefined,
    stream: isStream,
    ...counted(bodies, failed, isAborted, answer.unread),
  };
  return { kind: 'calls', calls: [call] };
}

/**
 * What can be counted. A stream that was cut before any count is estimated from the text that had arrived; Anthropic's counts
 * its prompt at once, so only its output is. Without any answer even the prompt would be counted as a call that answered
 * nothing, so the call has no text either and its cost is unknown.
 */
function counted(
  bodies: CallRecord | undefined,
  failed: boolean,
  isAborted: boolean,
  unread: string | undefined,
): Pick<CallRecord, 'usage' | 'prompt' | 'usageWarning' | 'finishReason'> {
  const finishReason = isAborted && !failed ? (bodies?.finishReason ?? 'aborted') : bodies?.finishReason;
  const { usage, prompt, usageWarning } = bodies ?? {};
  if (usage !== undefined || failed) return { usage, prompt, usageWarning, finishReason };
  if (bodies?.response !== undefined) {
    const warning = isAborted ? 'the stream was cut: counted is the text that had arrived' : usageWarning;
    return { usage, prompt, usageWarning: warning, finishReason };
  }
  if (bodies?.endpoint === 'embedding') return { usage, prompt, usageWarning, finishReason };
  const why = unread ?? 'the capture holds no answer';
  return { usage, prompt: undefined, usageWarning: `${why}: its tokens are unknown`, finishReason };
}

/** Network errors as browsers name them, `net::ERR_ABORTED`; anything longer is a message. */
function codeOf(error: string | undefined): string | undefined {
  return error !== undefined && /^[\w:.-]{1,80}$/.test(error) ? safeText(error) : undefined;
}

/** Milliseconds; -1 means that the phase did not take place. */
function millis(value: unknown): number | undefined {
  const ms = decimalOf(value);
  return ms !== undefined && ms >= 0 && ms < 1e9 ? Math.round(ms) : undefined;
}

/** The model that a path names: a deployment of Azure's, a model of Google's. */
function modelIn(url: string | undefined): string | undefined {
  return safeText(/\/(?:deployments|models)\/([^/:?#]{1,200})/.exec(url ?? '')?.[1]);
}
