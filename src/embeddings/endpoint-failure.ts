/** Why a request brought no vectors. */
export interface Failure {
  /** What the endpoint did, after its name: "answered 429 (slow down)". */
  readonly why: string;
  /** The same request may succeed later. */
  readonly mayPass: boolean;
  readonly retryAfterMs?: number;
  /** It is these texts that the endpoint will not have; others may pass. */
  readonly isRefusal?: boolean;
}

const LONGEST_MESSAGE = 200;

/** 408, 409, 429 and the server's own faults pass: what OpenAI's client retries. */
const PASSING = new Set([408, 409, 429]);
/** A text is too long or of the wrong kind: only single texts tell which. */
const REFUSING = new Set([400, 413, 422]);

/** `now`: UTC milliseconds, for a Retry-After that names a date (RFC 9110, 10.2.3). */
export function failureOf(response: Response, body: string, now: number): Failure {
  const { status } = response;
  if (status >= 300 && status < 400) {
    return {
      why: `answered ${status}, a redirect, which is not followed: name the address itself`,
      mayPass: false,
    };
  }
  const message = messageIn(body);
  const retryAfterMs = pauseOf(response.headers.get('retry-after'), now);
  return {
    why: `answered ${status}${message === '' ? '' : ` (${message})`}`,
    mayPass: PASSING.has(status) || status >= 500,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(REFUSING.has(status) && { isRefusal: true }),
  };
}

/** Names of machines and ports on which nobody listens: waiting does not help. */
const NOBODY_THERE = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH']);

/** Why no answer came: what `fetch` throws. */
export function unreachable(error: unknown): Failure {
  const { name, message, cause } = error as Error & { cause?: Error & { code?: string } };
  if (name === 'TimeoutError') return { why: 'did not answer in time', mayPass: true };
  const code = cause?.code;
  const why = code ?? cause?.message ?? message;
  return { why: `cannot be reached (${why})`, mayPass: code !== undefined && !NOBODY_THERE.has(code) };
}

function pauseOf(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d{1,9}(\.\d{1,3})?$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

/** The message of an error in OpenAI's shape or a near one; a page says nothing that fits on a line. */
function messageIn(body: string): string {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return /^\s*</.test(body) ? 'a page, not JSON' : oneLine(body);
  }
  if (typeof value !== 'object' || value === null) return '';
  const { error, message, detail } = value as Readonly<Record<string, unknown>>;
  const inner =
    typeof error === 'object' && error !== null
      ? (error as Readonly<Record<string, unknown>>).message
      : error;
  const said = [inner, message, detail].find((text) => typeof text === 'string');
  return said === undefined ? '' : oneLine(said as string);
}

function oneLine(text: string): string {
  return text.slice(0, LONGEST_MESSAGE).replace(/\s+/g, ' ').trim();
}
