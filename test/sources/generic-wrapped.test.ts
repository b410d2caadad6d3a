import { expect, test } from 'vitest';
import { generic } from '../../src/sources/generic.ts';
import { callOf, json, options } from './generic-read.ts';

const usage = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };
const body = { id: 'chatcmpl-1', object: 'chat.completion', model: 'gpt-4o', choices: [], usage };

test('lines of batches are left to sources that know their price', () => {
  const response = { status_code: 200, request_id: 'r', body };
  expect(json({ id: 'batch_req_1', custom_id: 'a', response, error: null }).kind).toBe('other');
  const message = { id: 'msg_1', model: 'claude-sonnet-4-5', usage: { input_tokens: 9, output_tokens: 2 } };
  expect(json({ custom_id: 'a', result: { type: 'succeeded', message } }).kind).toBe('other');
});

test('a report of this program beside the logs is no call', () => {
  const totals = { calls: 2, tokens: { input: 100, output: 20 }, costUsd: 1 };
  const report = {
    schemaVersion: 1,
    tool: { name: 'llm-cost', version: '1.0.0' },
    totals,
    groups: { model: [] },
  };
  expect(json(report).kind).toBe('other');
  expect(generic.recognize!(report, options).score).toBe(0);
});

test('the placeholder count that opens an Anthropic stream is no output', () => {
  const message = { id: 'msg_1', model: 'claude-sonnet-4-5', usage: { input_tokens: 9, output_tokens: 1 } };
  expect(json({ type: 'message_start', message }).kind).toBe('skip');
});

test('fields of the logger in its metadata name user and feature', () => {
  const record = { model: 'gpt-4o', usage, metadata: { user: 'ann', feature: 'search' } };
  expect(callOf(record)).toMatchObject({ user: 'ann', feature: 'search' });
});
