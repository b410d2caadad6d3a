import { type Failure, failureOf } from '../../embeddings/endpoint-failure.ts';

/** A request to GitHub's API that brought nothing. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly failure: Failure;
  readonly isWriting: boolean;
  /** Undefined where no answer came. */
  readonly status: number | undefined;

  constructor(failure: Failure, isWriting: boolean, status?: number) {
    super(failure.why);
    this.failure = failure;
    this.isWriting = isWriting;
    this.status = status;
  }
}

/** What GitHub asks for where it limits a client without saying how long. */
const UNSAID_PAUSE_MS = 60_000;

/**
 * Why GitHub answered with an error. What is over a rate limit is 403 as well as 429, and can only be told from a missing
 * permission by its headers or, for secondary limits, its message; see "Rate limits for the REST API" in GitHub's documentation.
 */
export function apiFailure(response: Response, body: string, now: number): Failure {
  const failure = failureOf(response, body, now);
  if (response.status !== 403 && response.status !== 429) return failure;
  const isUsedUp = response.headers.get('x-ratelimit-remaining') === '0';
  const isSecondary = /secondary rate limit/i.test(body);
  const hasPause = failure.retryAfterMs !== undefined;
  if (response.status === 403 && !isUsedUp && !isSecondary && !hasPause) return failure;
  const reset = Number(response.headers.get('x-ratelimit-reset') ?? Number.NaN) * 1000;
  const untilReset = isUsedUp && !Number.isNaN(reset) ? Math.max(0, reset - now) : undefined;
  const unsaid = isSecondary || isUsedUp ? UNSAID_PAUSE_MS : undefined;
  const retryAfterMs = failure.retryAfterMs ?? untilReset ?? unsaid;
  return { ...failure, mayPass: true, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}
