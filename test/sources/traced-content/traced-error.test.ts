import { expect, test } from 'vitest';
import { tracedError } from '../../../src/sources/traced-content/traced-error.ts';

test.each<[unknown, string, number | undefined]>([
  ["RateLimitError('Error code: 429 - {}')", 'RateLimitError', 429],
  ['openai.RateLimitError: Error code: 429', 'RateLimitError', 429],
  ['RateLimitError', 'RateLimitError', 429],
  ['anthropic.InternalServerError', 'InternalServerError', 500],
  ['429', '429', 429],
  ['HTTP 503 from upstream', '503', 503],
  ['timeout', 'timeout', undefined],
  ['ValueError("bad 404 pages")', 'ValueError', undefined],
  ['the key sk-notakey12345 was refused', 'error', undefined],
  ['', 'error', undefined],
  [{ message: 'x' }, 'error', undefined],
])('%j', (text, error, status) => {
  expect(tracedError(text)).toEqual({ error, status });
});
