import { describe, expect, test } from 'vitest';
import { openai } from '../../src/sources/apis/openai.ts';
import { callOf, json, options } from './generic-read.ts';

const usage = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };
const body = { id: 'chatcmpl-1', object: 'chat.completion', model: 'gpt-4o', choices: [], usage };

describe('batch files', () => {
  test('answers are billed at the batch price', () => {
    const response = { status_code: 200, request_id: 'r', body };
    expect(callOf({ id: 'batch_req_1', custom_id: 'a', response, error: null }).tier).toBe('batch');
    const message = { id: 'msg_1', model: 'claude-sonnet-4-5', usage: { input_tokens: 9, output_tokens: 2 } };
    expect(callOf({ custom_id: 'a', result: { type: 'succeeded', message } }).tier).toBe('batch');
  });

  test('a request without its answer is no call', () => {
    const ask = { model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] };
    const record = { custom_id: 'a', method: 'POST', url: '/v1/chat/completions', body: ask };
    expect(json(record).kind).toBe('other');
  });
});

test('the placeholder count that opens an Anthropic stream is no output', () => {
  const message = { id: 'msg_1', model: 'claude-sonnet-4-5', usage: { input_tokens: 9, output_tokens: 1 } };
  expect(json({ type: 'message_start', message }).kind).toBe('skip');
});

test('fields of the logger in its metadata name user and feature', () => {
  const record = { model: 'gpt-4o', usage, metadata: { user: 'ann', feature: 'search' } };
  expect(callOf(record)).toMatchObject({ user: 'ann', feature: 'search' });
});

test.each(['message', 'log', '@message'])('a line of JSON as the text of %s is read', (name) => {
  const result = openai.read!({ time: '2025-11-24T16:00:00Z', [name]: `${JSON.stringify(body)}\n` }, options);
  expect(result).toMatchObject({
    calls: [{ usage: { input: 100, output: 20 }, time: Date.UTC(2025, 10, 24, 16) }],
  });
});
