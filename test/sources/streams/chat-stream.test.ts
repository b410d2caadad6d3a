import { describe, expect, test } from 'vitest';
import { openai } from '../../../src/sources/apis/openai.ts';
import { chatStream, completionStream } from '../../../src/sources/streams/chat-stream.ts';
import { callOf, readRecord, usageRow } from '../../support/read-source.ts';

const usage = { prompt_tokens: 40, completion_tokens: 9, total_tokens: 49 };
const head = { id: 'chatcmpl-s1', object: 'chat.completion.chunk', created: 1_789_300_000, model: 'gpt-4.1' };
const delta = (content: object, index = 0, finish: string | null = null) => ({
  ...head,
  choices: [{ index, delta: content, finish_reason: finish }],
});
const sent = (events: readonly object[]) => events.map((it) => `data: ${JSON.stringify(it)}\n\n`).join('');

describe('where the usage stands', () => {
  const said = [delta({ content: 'Nor' }), delta({ content: 'th' })];
  const end = delta({}, 0, 'stop');
  test.each([
    ['in a last chunk without choices', [...said, end, { ...head, choices: [], usage }]],
    ['on the finishing chunk', [...said, { ...end, usage }]],
    ['in x_groq', [...said, { ...end, x_groq: { id: 'req_1', usage } }]],
    ['inside the choice', [...said, { ...head, choices: [{ ...end.choices[0], usage }] }]],
    [
      'counting up in every chunk',
      [
        { ...said[0], usage: { ...usage, completion_tokens: 1, total_tokens: 41 } },
        said[1]!,
        { ...end, usage },
      ],
    ],
    ['before a chunk that says null', [...said, { ...end, usage }, { ...head, choices: [], usage: null }]],
  ])('%s', (_, events) => {
    const call = callOf(openai, { response: sent(events) });
    expect(usageRow(call.usage)).toEqual([40, 0, 0, 0, 9, 0]);
    expect(call).toMatchObject({
      key: 'openai:chatcmpl-s1',
      model: 'gpt-4.1',
      stream: true,
      finishReason: 'stop',
      response: { text: 'North' },
      time: 1_789_300_000_000,
    });
  });

  test('nowhere: the text is there to estimate from, and the report says what is missing', () => {
    const call = callOf(openai, { response: sent(said) });
    expect(call.usage).toBeUndefined();
    expect(call.usageWarning).toMatch(/prompt not logged/);
    expect(call.response?.text).toBe('North');
    expect(callOf(openai, { request: asked, response: sent(said) }).usageWarning).toBeUndefined();
  });
});

const asked = { model: 'gpt-4.1', stream: true, messages: [{ role: 'user', content: 'Which gate?' }] };

test('several choices stay apart', () => {
  const events = [delta({ content: 'a' }), delta({ content: 'x' }, 1), delta({ content: 'b' })];
  expect(chatStream(events).choices).toMatchObject([
    { index: 0, message: { content: 'ab' } },
    { index: 1, message: { content: 'x' } },
  ]);
});

test('tool calls are joined by their index; vendors that number all 0 begin the next with a new id', () => {
  const call = (index: number, id: string | undefined, name: string | undefined, text: string) =>
    delta({
      tool_calls: [{ index, ...(id && { id }), function: { ...(name && { name }), arguments: text } }],
    });
  const first = [
    call(0, 'c1', 'find', '{"a"'),
    call(1, 'c2', 'sort', '{}'),
    call(0, undefined, undefined, ':1}'),
  ];
  const again = [...first, call(0, 'c3', 'send', '[]')];
  expect(callOf(openai, { request: asked, response: again }).response?.toolCalls).toEqual([
    ...['find', '{"a":1}'],
    ...['sort', '{}'],
    ...['send', '[]'],
  ]);
});

test('a name that vendors repeat in every piece is said once', () => {
  const piece = (text: string) =>
    delta({ tool_calls: [{ index: 0, id: 'c1', function: { name: 'find', arguments: text } }] });
  const call = callOf(openai, { request: asked, response: [piece('{'), piece('}')] });
  expect(call.response?.toolCalls).toEqual(['find', '{}']);
});

test('reasoning is counted only where no usage counts it; a refusal is text', () => {
  const events = [delta({ reasoning_content: 'Hm. ' }), delta({ content: 'Yes' }), delta({ refusal: 'No' })];
  expect(callOf(openai, { request: asked, response: events }).response?.text).toBe('Hm. \nYes\nNo');
  const counted = [...events, { ...head, choices: [], usage }];
  expect(callOf(openai, { request: asked, response: counted }).response?.text).toBe('Yes\nNo');
});

test('Azure’s first chunk is empty but for its filters, which say who served', () => {
  const first = { id: '', object: '', created: 0, model: '', choices: [], prompt_filter_results: [{}] };
  const call = callOf(openai, {
    response: sent([first, delta({ content: 'A' }), { ...head, choices: [], usage }]),
  });
  expect(call).toMatchObject({ provider: 'azure', model: 'gpt-4.1', key: 'openai:chatcmpl-s1' });
});

test('an error in the stream fails the call', () => {
  const error = { error: { code: 'server_error', message: 'gone' } };
  expect(callOf(openai, { response: sent([delta({ content: 'A' }), error]) })).toMatchObject({
    failed: true,
    error: 'server_error',
    status: 500,
  });
  expect(callOf(openai, { request: asked, response: sent([error]) }).failed).toBe(true);
});

test('pieces of a legacy completion share one id; whole completions do not', () => {
  const piece = (id: string, text: string) => ({
    id,
    object: 'text_completion',
    choices: [{ index: 0, text }],
  });
  const end = { ...piece('cmpl-1', ''), choices: [], usage };
  expect(completionStream([piece('cmpl-1', 'a'), piece('cmpl-1', 'b'), end])).toMatchObject({
    choices: [{ text: 'ab' }],
    usage,
  });
  const record = {
    request: { model: 'davinci-002', prompt: 'x' },
    response: [piece('cmpl-1', 'a'), piece('cmpl-2', 'b')],
  };
  expect(readRecord(openai, record)).not.toMatchObject({ calls: [{ response: { text: 'ab' } }] });
});
