import type { Call } from '../../model/call.ts';
import { type FailureCause, failureCause } from '../../patterns/attempts/failure-cause.ts';

/**
 * A timeout, a conflict and a rate limit are over some time later (what the SDKs of OpenAI and Anthropic retry). 499 is what a
 * proxy writes when its caller hung up (nginx), mostly at the caller's own timeout.
 */
const RETRYABLE = new Set([408, 409, 429, 499]);
/** What the same request meets again. */
const LASTING: ReadonlySet<FailureCause | undefined> = new Set<FailureCause>([
  'content filter',
  'context too long',
  'quota',
  'authentication',
  'not found',
  'invalid request',
]);

/** Whether the same request may succeed later. The status says so; without one the error's name, and what says nothing may. */
export function isRetryable(failed: Call): boolean {
  const { status } = failed;
  if (status >= 400) return status >= 500 || RETRYABLE.has(status);
  return !LASTING.has(failureCause(failed));
}
