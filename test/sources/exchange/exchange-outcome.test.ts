import { expect, test } from 'vitest';
import { findExchange } from '../../../src/sources/exchange/exchange.ts';
import { outcomeOf } from '../../../src/sources/exchange/exchange-outcome.ts';

const request = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Which gate?' }] };
const outcome = (more: object) => outcomeOf(findExchange({ request, response: null, ...more })!);

test.each([
  { success: false },
  { success: 'false' },
  { ok: false },
  { error_message: 'Request timed out' },
  { errorMessage: 'x' },
  { status: 'cancelled' },
  { status: 'rate limited' },
  { status: 'aborted' },
])('%j says that the call failed', (more) => {
  expect(outcome(more).failed).toBe(true);
});

test.each([
  { success: true },
  { ok: 'true' },
  { error_message: '' },
  { status: 'completed' },
  { status: '200 OK' },
])('%j does not', (more) => {
  expect(outcome(more).failed).toBe(false);
});

test('a status may carry its name', () => {
  expect(outcome({ status: '429 Too Many Requests' })).toMatchObject({ status: 429, failed: true });
});
