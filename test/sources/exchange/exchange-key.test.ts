import { expect, test } from 'vitest';
import { openai } from '../../../src/sources/apis/openai.ts';

const usage = { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 };
const record = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Which gate?' }], usage };
const keyOf = (more: object) => {
  const result = openai.read!({ ...record, ...more }, { map: {}, epoch: 0 });
  if (result.kind !== 'calls') throw new Error(JSON.stringify(result));
  return result.calls[0]!.key;
};

test('calls of one web request differ by their time; a repeated line does not', () => {
  const first = keyOf({ request_id: 'web-1', timestamp: '2025-11-24T16:00:00Z' });
  expect(keyOf({ request_id: 'web-1', timestamp: '2025-11-24T16:00:05Z' })).not.toBe(first);
  expect(keyOf({ request_id: 'web-1', timestamp: '2025-11-24T16:00:00Z' })).toBe(first);
});

test('successful attempts under one id differ by their number', () => {
  expect(keyOf({ id: 'call-1', attempt: 2 })).not.toBe(keyOf({ id: 'call-1', attempt: 1 }));
});
