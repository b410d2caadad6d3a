import { expect, test } from 'vitest';
import { openai } from '../../../src/sources/apis/openai.ts';
import { callOf, usageRow } from '../../support/read-source.ts';

const response = { id: 'resp_s1', object: 'response', model: 'gpt-5', created_at: 1_789_300_000, output: [] };
const usage = {
  ...{ input_tokens: 90, output_tokens: 40, total_tokens: 130 },
  input_tokens_details: { cached_tokens: 64 },
  output_tokens_details: { reasoning_tokens: 32 },
};
const item = { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'North' }] };
const start = [
  { type: 'response.created', response: { ...response, status: 'in_progress', usage: null } },
  { type: 'response.in_progress', response: { ...response, status: 'in_progress', usage: null } },
];
const said = [
  { type: 'response.output_text.delta', output_index: 1, delta: 'Nor' },
  { type: 'response.output_text.delta', output_index: 1, delta: 'th' },
];
const read = (...events: object[]) => callOf(openai, { response: events });

test.each(['completed', 'incomplete', 'failed'])('response.%s carries the whole answer', (status) => {
  const last = { ...response, status, usage, output: [item], incomplete_details: null };
  const call = read(...start, ...said, { type: `response.${status}`, response: last });
  expect(usageRow(call.usage)).toEqual([26, 64, 0, 0, 40, 32]);
  expect(call).toMatchObject({
    ...{ key: 'openai:resp_s1', endpoint: 'responses', stream: true, finishReason: status },
    failed: status === 'failed',
    response: { text: 'North' },
  });
});

test('a stream cut before its end is a call of its own without usage', () => {
  const call = read(...start, ...said);
  expect(call).toMatchObject({
    ...{ key: 'openai:resp_s1', model: 'gpt-5', finishReason: 'incomplete' },
    response: { text: 'North' },
  });
  expect(call.usage).toBeUndefined();
});

test('items that were done are taken whole, those begun as far as they came', () => {
  const call = read(
    ...start,
    { type: 'response.reasoning_summary_text.delta', output_index: 0, delta: 'Hm' },
    { type: 'response.output_item.done', output_index: 1, item },
    {
      type: 'response.output_item.added',
      output_index: 2,
      item: { type: 'function_call', name: 'find', arguments: '' },
    },
    { type: 'response.function_call_arguments.delta', output_index: 2, delta: '{"a":' },
  );
  expect(call.response).toEqual({ text: 'Hm\nNorth', toolCalls: ['find', '{"a":'] });
});

test('an answer that leaves its output to the items takes them', () => {
  const call = read(
    { type: 'response.output_item.done', output_index: 0, item },
    { type: 'response.completed', response: { ...response, status: 'completed', usage } },
  );
  expect(call.response?.text).toBe('North');
});

test.each([
  [{ type: 'error', code: 'server_error', message: 'gone' }],
  [{ type: 'error', error: { code: 'server_error', message: 'gone' } }],
])('%j fails the call', (error) => {
  expect(read(...start, ...said, error)).toMatchObject({ failed: true, error: 'server_error', status: 500 });
});
