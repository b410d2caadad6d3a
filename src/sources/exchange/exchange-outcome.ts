import { type FieldScan, fieldOf, namesOf } from '../logger/logged-fields.ts';
import { httpStatusOf, isObject } from '../record/record-access.ts';
import { safeText } from '../record/record-secrets.ts';
import type { Exchange } from './exchange.ts';

/** How an attempt ended, as far as the log says. */
export interface Outcome {
  readonly status: number | undefined;
  readonly failed: boolean;
  readonly error: string | undefined;
}

/** Longest error code kept; a longer one is no code. */
const LONGEST_ERROR = 80;
const FAILED_WORDS = new Set(
  (
    'failed failure fail error errored err exception timeout timed_out timedout cancelled canceled aborted rate_limited ' +
    'ratelimited rate_limit rejected expired overloaded throttled'
  ).split(' '),
);
const NO_ERROR = new Set(['', 'none', 'null', 'false', 'ok', 'undefined']);

/**
 * HTTP statuses of the vendors' error types and of their SDKs' exception names, squeezed to lower-case letters
 * (OpenAI and Anthropic API references, "Errors"). Network timeouts have no status.
 */
const STATUS_BY_ERROR: readonly (readonly [RegExp, number])[] = [
  [/ratelimit|insufficientquota|toomanyrequests|quotaexceeded/, 429],
  [/^overloaded/, 529],
  [/authentication|invalidapikey|unauthorized/, 401],
  [/billing|paymentrequired/, 402],
  [/permission|forbidden/, 403],
  [/notfound/, 404],
  [/requesttoolarge/, 413],
  [/unprocessable/, 422],
  [/contextlength|invalidrequest|badrequest|contentfilter|invalidprompt/, 400],
  [/serviceunavailable|overloaded/, 503],
  [/servererror|internalerror|apierror$|^internal$/, 500],
  // Google's canonical codes (Gemini API docs, "Troubleshooting guide").
  [/^resourceexhausted$/, 429],
  [/^unauthenticated$/, 401],
  [/^(?:invalidargument|failedprecondition)$/, 400],
  [/^unavailable$/, 503],
  [/^deadlineexceeded$/, 504],
];

/**
 * Status, failure and error code of an exchange. Failed means: a status of 400 or more, an error object in the answer or
 * beside it, a Responses answer whose status is `failed`, or a logger that says so in a word or
 * a flag (`success: false`).
 * The error is a code or a type, never a message: messages quote prompts and keys.
 */
export function outcomeOf(exchange: Exchange): Outcome {
  const { record, response, fields } = exchange;
  const word = fieldOf(fields, 'outcome');
  const answer = response === record ? undefined : errorOf(response?.error);
  const error = answer ?? loggedError(fields);
  const status = exchange.httpStatus ?? loggedStatus(fields) ?? statusOfError(error);
  const failed =
    (status !== undefined && status >= 400) ||
    error !== undefined ||
    response?.status === 'failed' ||
    (typeof word === 'string' && FAILED_WORDS.has(word.toLowerCase().replace(/[ -]/g, '_'))) ||
    isNo(fieldOf(fields, 'success'));
  return { status, failed, error };
}

function isNo(flag: unknown): boolean {
  return flag === false || flag === 0 || (typeof flag === 'string' && /^(?:false|no|0)$/i.test(flag));
}

function loggedError(fields: FieldScan): string | undefined {
  for (const name of namesOf(fields, 'error')) {
    const error = errorOf(fields.holder[name]);
    if (error !== undefined) return error;
  }
  return errorOf(fieldOf(fields, 'errorName'));
}

function loggedStatus(fields: FieldScan): number | undefined {
  for (const name of namesOf(fields, 'status')) {
    const value = fields.holder[name];
    // Also with its name: `429 Too Many Requests`.
    const status = httpStatusOf(
      typeof value === 'string' ? value.replace(/^(\d{3}) [A-Za-z].{0,60}$/, '$1') : value,
    );
    if (status !== undefined) return status;
  }
  return undefined;
}

/** The code or type of a logged error; 'error' when there is one without a name; undefined when there is none. */
export function errorOf(error: unknown): string | undefined {
  if (typeof error === 'number') return error === 0 ? undefined : String(error);
  if (error === true) return 'error';
  if (typeof error === 'string') return NO_ERROR.has(error.toLowerCase()) ? undefined : codeIn(error);
  if (!isObject(error)) return undefined;
  if (isObject(error.error)) return errorOf(error.error);
  let isEmpty = true;
  for (const name of ['code', 'type', 'name', 'error_type', 'status']) {
    const value = error[name];
    if (typeof value === 'string' && isCode(value)) return safeText(value);
  }
  for (const name in error) if (error[name] !== null && error[name] !== undefined) isEmpty = false;
  if (isEmpty) return undefined;
  const code = error.code ?? error.status;
  return typeof code === 'number' ? String(code) : 'error';
}

/** The name that starts a text such as `RateLimitError: ...`, or a text that is a name. */
function codeIn(text: string): string {
  const start = /^[\w.-]{1,81}/.exec(text)?.[0] ?? '';
  const isWhole = start.length === text.length;
  const isNamed = text[start.length] === ':' && /(?:error|exception|timeout)$/i.test(start);
  return (isWhole || isNamed) && isCode(start) ? (safeText(start) ?? 'error') : 'error';
}

function isCode(text: string): boolean {
  return text.length <= LONGEST_ERROR && /^[A-Za-z_][\w.-]*$/.test(text);
}

/** The HTTP status that an error of this name comes with, where the vendors have one for it. */
export function statusOfError(error: string | undefined): number | undefined {
  if (error === undefined) return undefined;
  if (/^[45]\d\d$/.test(error)) return Number(error);
  const squeezed = error.toLowerCase().replace(/[^a-z]+/g, '');
  return STATUS_BY_ERROR.find(([pattern]) => pattern.test(squeezed))?.[1];
}
