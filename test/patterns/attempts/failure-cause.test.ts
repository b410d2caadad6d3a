import { expect, test } from 'vitest';
import { ADVICE } from '../../../src/detectors/failures/failure-advice.ts';
import { failureCause } from '../../../src/patterns/attempts/failure-cause.ts';
import { makeCall } from '../../support/calls.ts';

test.each([
  [429, 'rate_limit_exceeded', 'rate limit'],
  [429, 'insufficient_quota', 'quota'],
  [429, '', 'rate limit'],
  [401, 'invalid_api_key', 'authentication'],
  [403, '', 'authentication'],
  [402, '', 'quota'],
  [404, 'model_not_found', 'not found'],
  [408, '', 'timeout'],
  [413, 'request_too_large', 'context too long'],
  [400, 'context_length_exceeded', 'context too long'],
  [400, 'content_filter', 'content filter'],
  [400, 'ResponsibleAIPolicyViolation', 'content filter'],
  [400, 'invalid_request_error', 'invalid request'],
  [422, '', 'invalid request'],
  [499, '', 'disconnected'],
  [500, 'server_error', 'server error'],
  [500, 'timeout', 'timeout'],
  [502, '', 'server error'],
  [503, 'server_error', 'overloaded'],
  [504, '', 'timeout'],
  [529, 'overloaded_error', 'overloaded'],
  [0, 'ThrottlingException', 'rate limit'],
  [0, 'APIConnectionError', 'server error'],
  [0, 'APITimeoutError', 'timeout'],
  [0, 'CancelledError', 'disconnected'],
  [0, 'RESOURCE_EXHAUSTED', 'rate limit'],
  [0, 'UNAVAILABLE', 'overloaded'],
  [200, 'failed', 'other'],
  [0, '', 'other'],
] as const)('status %d and error "%s": %s', (status, error, cause) => {
  const found = failureCause(makeCall({ status, error, failed: true }));
  expect(found).toBe(cause);
  expect(ADVICE[found!]).toMatch(/^[A-Z].*\.$/);
});

test('a failed call may tell its cause by the end of its answer', () => {
  expect(failureCause(makeCall({ failed: true, status: 0, finishReason: 'SAFETY' }))).toBe('content filter');
  expect(failureCause(makeCall({ finishReason: 'timeout' }))).toBe('timeout');
  expect(failureCause(makeCall({ finishReason: 'error' }))).toBe('other');
  expect(failureCause(makeCall())).toBeUndefined();
  expect(failureCause(makeCall({ finishReason: 'max_tokens' }))).toBeUndefined();
});
