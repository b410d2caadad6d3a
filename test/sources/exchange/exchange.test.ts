import { describe, expect, test } from 'vitest';
import { findExchange } from '../../../src/sources/exchange/exchange.ts';

const request = { model: 'gpt-4.1', messages: [{ role: 'user', content: 'Which gate?' }] };
const usage = { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 };
const response = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  model: 'gpt-4.1-2025-04-14',
  choices: [{ index: 0, message: { role: 'assistant', content: 'North' }, finish_reason: 'stop' }],
  usage,
};
const text = JSON.stringify;

const wrappers: readonly (readonly [string, unknown])[] = [
  ['request, response', { request, response }],
  [
    'HTTP',
    {
      request: { method: 'POST', url: '/v1/chat/completions', body: request },
      response: { status: 200, body: response },
    },
  ],
  [
    'HTTP, bodies as text',
    { request: { url: '/x', body: text(request) }, response: { status: 200, body: text(response) } },
  ],
  ['text', { request: text(request), response: text(response) }],
  ['text in text', { request: text(text(request)), response: text(text(response)) }],
  ['req, res', { req: request, res: response }],
  ['req, res as HTTP', { req: { url: '/x', body: request }, res: { statusCode: 200, body: response } }],
  ['axios', { request: { url: '/x', data: text(request) }, response: { status: 200, data: response } }],
  ['body, response', { body: request, response }],
  ['kwargs, response', { kwargs: request, response }],
  ['input, output', { input: request, output: response, tags: {} }],
  ['input messages, output', { input: request.messages, output: response, tags: {} }],
  ['prompt messages, completion', { prompt: request.messages, completion: response }],
  ['flat', { ...request, response }],
];

describe('findExchange', () => {
  test.each(wrappers)('finds both sides in %s', (_, record) => {
    const found = findExchange(record)!;
    expect(found.request?.messages).toEqual(request.messages);
    expect(found.response).toEqual(response);
    expect(found.usage).toEqual(usage);
  });

  test('a bare response has no request', () => {
    const found = findExchange(response)!;
    expect(found.response).toBe(response);
    expect(found.request).toBeUndefined();
  });

  test('a bare request takes the usage beside it', () => {
    const found = findExchange({ ...request, usage })!;
    expect(found.request?.messages).toBe(request.messages);
    expect(found.usage).toBe(usage);
  });

  test('a text in the response place is an answer, a stream or a page is not', () => {
    const answer = findExchange({ ...request, response: 'North' })!;
    expect(answer.response).toEqual({
      choices: [{ message: { role: 'assistant', content: 'North' } }],
      isPlain: true,
    });
    const stream = findExchange({ request, response: { status: 200, body: 'data: {"id":1}\n\n' } })!;
    expect(stream.response).toBeUndefined();
    expect(stream.unreadable).toMatch(/^data:/);
  });

  test('searches unknown wrappers to depth 4 and no deeper', () => {
    const call = { ...request, usage };
    expect(findExchange({ a: { b: { c: call } } })?.isSearched).toBe(true);
    expect(findExchange({ a: { b: { c: { d: call } } } })).toBeUndefined();
  });

  test('does not take a schema or a session total for usage', () => {
    const schema = { properties: { prompt_tokens: 3, completion_tokens: 4 } };
    expect(findExchange({ ...request, response_format: schema })?.usage).toBeUndefined();
    expect(findExchange({ request, totals: { usage } })?.usage).toBeUndefined();
  });

  test.each([
    ['batch input', { custom_id: 'a', method: 'POST', url: '/v1/chat/completions', body: request }],
    [
      'batch output',
      { id: 'batch_req_1', custom_id: 'a', response: { status_code: 200, body: response }, error: null },
    ],
    ['batch result', { custom_id: 'a', result: { type: 'succeeded', message: {} } }],
    ['a web request', { req: { method: 'GET', url: '/health' }, res: { statusCode: 200 }, x: 1 }],
    ['a line of a log', { level: 'info', message: 'started', time: 1789000000 }],
    ['a list', [request]],
    ['null', null],
    ['text', 'x'],
  ])('%s holds no exchange that a source would take', (_, record) => {
    const found = findExchange(record);
    expect(found?.request).toBeUndefined();
    expect(found?.response).toBeUndefined();
  });

  test('a wide or deep record costs no more than the limit', () => {
    const wide = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${i}`, { v: i }]));
    expect(findExchange(wide)).toBeUndefined();
    let deep: unknown = 1;
    for (let i = 0; i < 5000; i++) deep = { deep };
    expect(findExchange(deep)).toBeUndefined();
  });
});

describe('a log that keeps no text', () => {
  const counts = { prompt_tokens: 10, completion_tokens: 0 };

  test('an Anthropic answer is one by its usage', () => {
    const response = {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'm',
      usage: { input_tokens: 3 },
    };
    const request = { model: 'claude-haiku-4-5', max_tokens: 9 };
    expect(findExchange({ request, response })).toMatchObject({ request, response });
  });

  test('a failure that was billed is an answer, and what is left of its request names the model', () => {
    const response = { error: { type: 'server_error', message: 'no' }, usage: counts };
    const request = { model: 'gpt-5', temperature: 0 };
    expect(findExchange({ request, response })).toMatchObject({ request, response, usage: counts });
  });

  test('without an answer a model alone is no request', () => {
    expect(findExchange({ request: { model: 'gpt-5' }, response: { rows: 3 } })).toBeUndefined();
  });
});
