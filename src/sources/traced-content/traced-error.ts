import { statusOfError } from '../exchange/exchange-outcome.ts';
import { safeText } from '../record/record-secrets.ts';

/** What a message of failure begins with, no more of it is looked at. */
const LOOKED_AT = 400;

/** How a traced call failed, as far as its message says. */
export interface TracedError {
  readonly error: string;
  readonly status: number | undefined;
}

/**
 * The name and the HTTP status in an error's text: `RateLimitError('Error code: 429 - ...')`, `openai.RateLimitError: ...`, `429`,
 * `timeout`. The name is that of an exception, never the message, which quotes prompts and keys; 'error' when there is none.
 */
export function tracedError(text: unknown): TracedError {
  const start = typeof text === 'string' ? text.slice(0, LOOKED_AT).trim() : '';
  const code =
    /^(?:[\w-]{1,40}\.){0,8}([A-Za-z_]\w{0,60}(?:Error|Exception|Timeout|Warning))\b/.exec(start)?.[1] ??
    /^[A-Za-z_][\w-]{0,60}$/.exec(start)?.[0];
  const number =
    /^([45]\d\d)\b/.exec(start)?.[1] ??
    /\b(?:error code|status(?:[ _]?code)?|http(?:\/[\d.]+)?(?: error)?)\W{1,4}([45]\d\d)\b/i.exec(start)?.[1];
  return {
    error: safeText(code) ?? number ?? 'error',
    status: number === undefined ? statusOfError(code) : Number(number),
  };
}
