import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { anthropic } from '../../../src/sources/apis/anthropic.ts';
import { openai } from '../../../src/sources/apis/openai.ts';
import { streamBody } from '../../../src/sources/exchange/stream-body.ts';
import { callOf, usageRow } from '../../support/read-source.ts';
import { sharedFile } from '../../support/shared-folder.ts';

const options = { map: {}, epoch: 0 };
const request = { model: 'gpt-4o', stream: true, messages: [{ role: 'user', content: 'Which gate?' }] };
const usage = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };
const chunk = (content: string) => ({
  ...{ id: 'chatcmpl-1', object: 'chat.completion.chunk', model: 'gpt-4o', usage: null },
  choices: [{ index: 0, delta: { content } }],
});
const chunks = [chunk('Nor'), chunk('th'), { ...chunk(''), choices: [], usage }];
const sent = (events: readonly object[]) => events.map((it) => `data: ${JSON.stringify(it)}\n\n`).join('');

describe('logged streams', () => {
  test.each([
    ['a list of chunks', chunks],
    ['server-sent events', `${sent(chunks)}data: [DONE]\n\n`],
  ])('%s add up to one answer with the last usage', (_, response) => {
    const result = openai.read!({ request, response }, options);
    expect(result).toMatchObject({
      kind: 'calls',
      calls: [{ usage: { input: 100, output: 20 }, response: { text: 'North' } }],
    });
  });

  test('without usage there is the text to estimate from', () => {
    const result = openai.read!({ request, response: [chunk('Nor'), chunk('th')] }, options);
    expect(result).toMatchObject({ kind: 'calls', calls: [{ response: { text: 'North' } }] });
    expect(result.kind === 'calls' && result.calls[0]!.usage).toBeUndefined();
  });

  test('Anthropic’s events count up: the last output, the first input', () => {
    const message = {
      ...{ id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-sonnet-4-5', content: [] },
      usage: { input_tokens: 30, cache_read_input_tokens: 500, output_tokens: 1 },
    };
    const events = [
      { type: 'message_start', message },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'North' } },
      { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 50 } },
    ];
    const asked = { ...request, model: 'claude-sonnet-4-5', max_tokens: 99 };
    expect(anthropic.read!({ request: asked, response: sent(events) }, options)).toMatchObject({
      calls: [{ usage: { input: 30, cacheRead: 500, output: 50 } }],
    });
  });

  test('Responses events repeat the answer; the completed one counts', () => {
    const response = { id: 'resp_1', object: 'response', output: [], usage: null };
    const done = { ...response, usage: { input_tokens: 5, output_tokens: 6 } };
    expect(
      streamBody([
        { type: 'response.created', response },
        { type: 'response.output_text.delta', delta: 'x' },
        { type: 'response.completed', response: done },
      ]),
    ).toEqual(done);
  });

  test.each([[['a', 'b']], ['data'], ['plain text'], [{}], [[]], ['data: {"x":1}']])(
    '%j is none',
    (value) => {
      expect(streamBody(value)).toBeUndefined();
    },
  );
});

test.each([
  ['a model’s own list', '[{"error":{"reason":"none"}}]'],
  ['a model’s own list of names', '[{"name":"Kiel"}]'],
  ['messages', [{ role: 'user', content: 'x' }]],
  ['whole answers', [{ object: 'chat.completion', choices: [{ message: { content: 'x' } }] }]],
])('%s is no stream', (_, value) => {
  expect(streamBody(value)).toBeUndefined();
});

/** Usage as the recordings state it; undefined for one whose client did not ask for usage. */
const recorded = [
  ['anthropic_messages_stream_tools', anthropic, [506, 0, 0, 0, 153, 0], 'tool_use'],
  ['anthropic_prompt_cache_stream', anthropic, [4, 0, 1165, 0, 201, 0], 'end_turn'],
  ['openai_chat_stream_include_usage', openai, [12, 0, 0, 0, 89, 0], 'stop'],
  ['openai_chat_stream_no_usage', openai, undefined, 'stop'],
] as const;
const isHere = sharedFile('formats/samples/anthropic_messages_stream_tools.sse') !== undefined;

describe.skipIf(!isHere)('recorded streams (skipped without the shared samples)', () => {
  test.each(recorded)('%s', (name, source, usage, finishReason) => {
    const response = readFileSync(sharedFile(`formats/samples/${name}.sse`)!, 'utf8');
    const call = callOf(source, { response });
    expect(usageRow(call.usage)).toEqual(usage);
    expect(call).toMatchObject({ finishReason, stream: true, failed: false });
    expect(source.recognize!({ response }, options).score).toBe(0.97);
    expect(call.response!.text.length + call.response!.toolCalls.join('').length).toBeGreaterThan(50);
  });
});
