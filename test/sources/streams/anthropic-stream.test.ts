import { describe, expect, test } from 'vitest';
import { anthropic } from '../../../src/sources/apis/anthropic.ts';
import { callOf, usageRow } from '../../support/read-source.ts';

const start = (usage: object) => ({
  type: 'message_start',
  message: {
    ...{ id: 'msg_s1', type: 'message', role: 'assistant', model: 'claude-sonnet-4-5', content: [] },
    usage: { output_tokens: 5, ...usage },
  },
});
const text = (words: string, index = 0) => ({
  type: 'content_block_delta',
  index,
  delta: { type: 'text_delta', text: words },
});
const end = (usage: object) => ({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage });
const sent = (...events: object[]) =>
  events.map((it) => `event: x\ndata: ${JSON.stringify(it)}   \n\n`).join('');
const read = (...events: object[]) => callOf(anthropic, { response: sent(...events) });

describe('counts of the events', () => {
  test.each([
    [
      'only the output at the end',
      { input_tokens: 30, cache_read_input_tokens: 500 },
      [{ output_tokens: 50 }],
      [30, 500, 0, 0, 50, 0],
    ],
    [
      'counting up, the last counts',
      { input_tokens: 30 },
      [{ output_tokens: 20 }, { output_tokens: 50 }],
      [30, 0, 0, 0, 50, 0],
    ],
    ['fewer than the placeholder', { input_tokens: 30 }, [{ output_tokens: 2 }], [30, 0, 0, 0, 2, 0]],
    [
      'all again at the end',
      { input_tokens: 30 },
      [{ input_tokens: 90, cache_read_input_tokens: 7, output_tokens: 50 }],
      [90, 7, 0, 0, 50, 0],
    ],
    [
      'nulls and a proxy’s zeros at the end',
      { input_tokens: 30, cache_read_input_tokens: 9 },
      [{ input_tokens: 0, cache_read_input_tokens: null, output_tokens: 50 }],
      [30, 9, 0, 0, 50, 0],
    ],
    [
      'writes of an hour',
      {
        input_tokens: 3,
        cache_creation_input_tokens: 80,
        cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 80 },
      },
      [{ output_tokens: 5 }],
      [3, 0, 0, 80, 5, 0],
    ],
  ])('%s', (_, first, last, row) => {
    const call = read(start(first), text('North'), { type: 'ping' }, ...last.map(end), {
      type: 'message_stop',
    });
    expect(usageRow(call.usage)).toEqual(row);
    expect(call.usageWarning).toBeUndefined();
    expect(call).toMatchObject({ key: 'anthropic:msg_s1', stream: true, finishReason: 'end_turn' });
    expect(call.isOutputUncounted).toBeUndefined();
  });
});

test('a stream cut before its last counts keeps the input, and its output is left to be estimated', () => {
  const call = read(start({ input_tokens: 30, cache_read_input_tokens: 500 }), text('Nor'), text('th'));
  expect(usageRow(call.usage)).toEqual([30, 500, 0, 0, 0, 0]);
  expect(call).toMatchObject({ isOutputUncounted: true, response: { text: 'North' }, failed: false });
});

test('a stream that failed on the way is a failed call without usage', () => {
  const error = { type: 'error', error: { type: 'overloaded_error', message: 'busy' } };
  const call = read(start({ input_tokens: 30 }), text('Nor'), error);
  expect(call).toMatchObject({ failed: true, error: 'overloaded_error', status: 529 });
  expect(call.usage).toBeUndefined();
  expect(read(error)).toMatchObject({ failed: true, status: 529 });
});

test('blocks are put together one by one', () => {
  const call = read(
    start({ input_tokens: 3 }),
    { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'Hm' } },
    { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } },
    text('A', 1),
    text('B', 1),
    {
      type: 'content_block_start',
      index: 2,
      content_block: { type: 'tool_use', id: 't', name: 'find', input: {} },
    },
    { type: 'content_block_delta', index: 2, delta: { type: 'input_json_delta', partial_json: '{"a": ' } },
    { type: 'content_block_delta', index: 2, delta: { type: 'input_json_delta', partial_json: '1}' } },
    end({ output_tokens: 9 }),
  );
  expect(call.response).toEqual({ text: 'AB', toolCalls: ['find', '{"a":1}'] });
});

test('a log that begins after the first event still has what the last one counts', () => {
  const call = read(text('North'), end({ input_tokens: 4, output_tokens: 6 }));
  expect(usageRow(call.usage)).toEqual([4, 0, 0, 0, 6, 0]);
});
