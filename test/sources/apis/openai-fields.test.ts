import { describe, expect, test } from 'vitest';
import type { CallRecord } from '../../../src/model/call-record.ts';
import { openai } from '../../../src/sources/apis/openai.ts';

const options = { map: {}, epoch: 0 };

function callOf(record: unknown): CallRecord {
  const result = openai.read!(record, options);
  if (result.kind !== 'calls') throw new Error(`${result.kind}: ${JSON.stringify(record).slice(0, 200)}`);
  expect(result.calls).toHaveLength(1);
  return result.calls[0]!;
}

const message = { role: 'assistant', content: 'North' };
const usage = { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 };
const answer = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  choices: [{ message, finish_reason: 'stop' }],
  usage,
};
const request = { model: 'gpt-4.1', messages: [{ role: 'user', content: 'Which gate?' }] };

describe('credentials', () => {
  test.each([
    ['user', { user: 'sk-proj-abcdef123456' }],
    ['session', { session_id: 'Bearer abcdef123456' }],
    ['tags', { tags: { api_key: 'abcdef123456', note: 'https://x/?key=abcdef123456' } }],
    [
      'metadata',
      { metadata: { Authorization: 'Basic abcdef123456', authToken: 'x', auth_token: 'abcdef123456' } },
    ],
    ['headers', { headers: { authorization: 'Bearer abcdef123456' } }],
    ['error', { error: 'sk-abcdef123456' }],
    ['error code', { error: { code: 'sk-abcdef123456' } }],
    ['provider', { provider: 'https://x.test/?api_key=abcdef123456' }],
    ['id', { id: 'sk-abcdef123456' }],
  ])('in %s are dropped', (_, fields) => {
    expect(JSON.stringify(callOf({ request, response: answer, ...fields }))).not.toContain('abcdef123456');
  });

  test('in parameters and remote tools are dropped, what shapes the answer is kept', () => {
    const call = callOf({
      request: {
        ...request,
        api_key: 'abcdef123456',
        extra_headers: { 'x-api-key': 'abcdef123456' },
        extra_body: { api_key: 'abcdef123456', depth: 2 },
        new_parameter: { level: 3 },
        seed: null,
        tools: [
          {
            type: 'mcp',
            server_label: 'm',
            headers: { Authorization: 'abcdef123456' },
            authorization: 'abcdef123456',
          },
        ],
      },
      response: answer,
    });
    expect(JSON.stringify(call)).not.toContain('abcdef123456');
    expect(call.params).toEqual({ extra_body: { depth: 2 }, new_parameter: { level: 3 } });
    expect(call.prompt![0]!.strings[0]).toContain('"server_label":"m"');
  });
});

describe('keys', () => {
  const failed = { id: 'r1', status: 500, request };
  test('a response id beats a request id beats the logger id', () => {
    const headers = { 'X-Request-ID': 'req_9' };
    expect(callOf({ id: 'r1', request, response: { status: 200, headers, body: answer } }).key).toBe(
      'openai:chatcmpl-1',
    );
    const { id: _, ...anonymous } = answer;
    expect(callOf({ id: 'r1', request, response: { status: 200, headers, body: anonymous } }).key).toBe(
      'openai:req_9',
    );
    expect(callOf({ id: 'r1', request, response: anonymous }).key).toBe('openai:log:r1');
    expect(callOf({ time: 1789000000, request, response: anonymous }).key).toBeUndefined();
  });
  test('failures that share an id stay apart, and have no key when nothing tells them apart', () => {
    expect(callOf({ ...failed, time: 1789000001 }).key).not.toBe(callOf({ ...failed, time: 1789000002 }).key);
    expect(callOf({ ...failed, attempt: 1 }).key).not.toBe(callOf({ ...failed, attempt: 2 }).key);
    expect(callOf(failed).key).toBeUndefined();
  });
  test('attempts that a gateway gave one request id stay apart', () => {
    const http = (status: number) => ({
      status,
      headers: { 'x-request-id': 'gw-1' },
      body: { error: { type: 'x' } },
    });
    const keys = [429, 503].map((status) => callOf({ ts: 1789000000, request, response: http(status) }).key);
    expect(keys).toEqual(['openai:gw-1:429::1789000000000', 'openai:gw-1:503::1789000000000']);
  });
  test('counters of different files do not merge', () => {
    const { id: _, ...anonymous } = answer;
    const one = callOf({ id: 1, time: 1789000001, request, response: anonymous });
    const other = callOf({ id: 1, time: 1789000077, request, response: anonymous });
    expect(one.key).not.toBe(other.key);
  });
  test('a hit in the own cache is a call of its own', () => {
    const hit = callOf({ id: 'r2', cache_hit: true, request, response: answer });
    expect([hit.key, hit.cacheHit]).toEqual(['openai:log:r2', true]);
  });
});

describe('fields', () => {
  test.each([
    [{ base_url: 'https://my.openai.azure.com/openai' }, 'azure'],
    [{ url: 'https://api.groq.com/openai/v1/chat/completions' }, 'groq'],
    [{ provider: 'Together_AI' }, 'together'],
    [{ base_url: 'https://api.openai.com.evil.test/v1' }, undefined],
    [{ base_url: 'https://notx.ai/v1' }, undefined],
    [{ base_url: 'https://user:pw@api.x.ai/v1?key=1' }, 'xai'],
  ])('provider of %j', (fields, provider) => {
    const open = { ...request, model: 'llama-3.3-70b' };
    expect(callOf({ ...fields, request: open, response: answer }).provider).toBe(provider);
  });

  test('a router is the provider, whoever it passed the call on to', () => {
    const routed = { ...answer, id: 'gen-1', provider: 'DeepInfra', usage: { ...usage, cost: 0.5 } };
    const call = callOf({
      request: { url: '/chat/completions', body: request },
      response: { status: 200, body: routed },
    });
    expect(call).toMatchObject({
      provider: 'openrouter',
      tags: { upstream_provider: 'DeepInfra' },
      loggedCostUsd: 0.5,
    });
    const ownKey = { ...routed, usage: { ...usage, cost: 0.01, is_byok: true } };
    expect(callOf({ request, response: ownKey }).loggedCostUsd).toBeUndefined();
  });

  test('an open model from an unknown host has no provider', () => {
    const open = { ...request, model: 'llama-3.3-70b' };
    expect(
      callOf({ request: open, response: answer, base_url: 'http://10.0.0.7:8000/v1' }).provider,
    ).toBeUndefined();
  });

  test.each([
    [{ latency_ms: 1234 }, 1234],
    [{ latency: 1.5 }, 1500],
    [{ latency: 1500 }, 1500],
    [{ duration: '2s' }, 2000],
    [{ start_time: '2026-09-10T00:00:00Z', end_time: '2026-09-10T00:00:03.5Z' }, 3500],
    [{ latency_ms: -1 }, undefined],
  ])('latency of %j', (fields, ms) => {
    expect(callOf({ ...fields, request, response: answer }).latencyMs).toBe(ms);
  });

  test.each([
    [{ error: { type: 'RateLimitError', message: 'x' } }, 429, 'RateLimitError'],
    [{ error: 'RateLimitError: secret prompt text' }, 429, 'RateLimitError'],
    [{ error: 'my private words' }, undefined, 'error'],
    [{ status: 'error' }, undefined, undefined],
    [{ status: '503' }, 503, undefined],
  ])('failure of %j', (fields, status, error) => {
    expect(callOf({ request, ...fields })).toMatchObject({ failed: true });
    expect([callOf({ request, ...fields }).status, callOf({ request, ...fields }).error]).toEqual([
      status,
      error,
    ]);
  });

  test.each([{ error: null }, { error: '' }, { error: {} }, { error: { code: null } }, { error: 'None' }])(
    'no failure of %j',
    (fields) => {
      expect(callOf({ request, response: answer, ...fields }).failed).toBe(false);
    },
  );

  test('a Responses answer that failed, one that is incomplete, one in progress', () => {
    const base = { id: 'resp_1', object: 'response', output: [], model: 'gpt-5' };
    const failed = { ...base, status: 'failed', error: { code: 'server_error', message: 'x' } };
    expect(callOf({ request, response: failed })).toMatchObject({
      failed: true,
      error: 'server_error',
      status: 500,
    });
    const cut = { ...base, status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } };
    const billed = { ...cut, usage: { input_tokens: 5, output_tokens: 6, total_tokens: 11 } };
    expect(callOf({ request, response: billed })).toMatchObject({
      failed: false,
      finishReason: 'max_output_tokens',
    });
    expect(openai.read!({ response: { ...base, status: 'in_progress', usage: null } }, options)).toEqual({
      kind: 'other',
    });
  });

  test('zeros for a call that succeeded are no usage', () => {
    const zeros = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };
    const call = callOf({ request, response: { ...answer, usage: zeros } });
    expect([call.usage, call.usageWarning]).toEqual([undefined, expect.stringMatching(/zeros/)]);
  });

  test('an answer that is JSON is an answer, a body that is cut off is not', () => {
    const line = { timestamp: 1789000000, ...request };
    expect(callOf({ ...line, response: '{"depot": "Canal"}' }).response?.text).toBe('{"depot": "Canal"}');
    const cut = callOf({
      ...line,
      response: '{"id":"chatcmpl-9","object":"chat.completion","choices":[{"mess',
    });
    expect([cut.response, cut.usageWarning]).toEqual([undefined, expect.stringMatching(/not JSON/)]);
    expect(callOf({ ...line, response: { error: 'upstream timeout' } })).toMatchObject({
      failed: true,
      error: 'error',
    });
  });

  test('fields of a flat log line are no parameters of the request', () => {
    const line = { ...request, temperature: 0, host: 'a', counter: 7, response: 'North', usage };
    expect(callOf(line).params).toEqual({ temperature: 0 });
  });

  test('images keep their identity and lose their bytes; texts are the log’s own strings', () => {
    const picture = (url: string) => ({ type: 'image_url', image_url: { url } });
    const data = `data:image/png;base64,${'A'.repeat(50_000)}`;
    const ask = (url: string) =>
      callOf({
        request: {
          model: 'gpt-4o',
          messages: [{ role: 'user', content: [{ type: 'text', text: 'What?' }, picture(url)] }],
        },
        response: answer,
      });
    const [first, same, other] = [ask(data), ask(data), ask(`${data}B`)].map((it) => it.prompt![0]!.strings);
    expect(first![0]).toBe('What?');
    expect(first![1]).toMatch(/^\[image sha:[0-9a-z]{1,12}\]$/);
    expect(same).toEqual(first);
    expect(other![1]).not.toBe(first![1]);
  });

  test('a prompt of token ids has a length and an identity', () => {
    const ids = callOf({ request: { model: 'text-embedding-3-small', input: [1, 2, 3] }, response: answer });
    expect(ids.prompt).toEqual([{ kind: 'block', role: '', strings: [expect.any(String)], tokens: 3 }]);
  });
});
