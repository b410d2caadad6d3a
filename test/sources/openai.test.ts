import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CallRecord } from '../../src/model/call-record.ts';
import { billedTokens } from '../../src/model/usage.ts';
import { anthropic } from '../../src/sources/anthropic.ts';
import { openai } from '../../src/sources/openai.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const shared = process.env.LLM_COST_SHARED ?? join(root, '../shared');
const samples = join(shared, 'formats/samples');
const options = { map: {}, epoch: 0 };

const fixture = readFileSync(join(root, 'fixtures/openai.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line): unknown => JSON.parse(line));

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

describe('the fixture', () => {
  // line, [input, cacheRead, cacheWrite5m, output, reasoning], endpoint, provider, time
  const golden: readonly (readonly [number, readonly number[], string, string, string])[] = [
    [1, [31, 0, 0, 2, 0], 'chat', 'openai', '2026-09-10T00:26:40Z'],
    [2, [352, 1536, 512, 130, 96], 'chat', 'openai', '2026-09-10T00:27:00Z'],
    [5, [118, 0, 0, 17, 0], 'chat', 'openai', '2026-09-10T00:29:00Z'],
    [6, [388, 512, 0, 260, 256], 'responses', 'openai', '2026-09-10T00:30:00Z'],
    [7, [6, 0, 0, 0, 0], 'embedding', 'openai', '2026-09-10T00:30:40Z'],
    [8, [4, 0, 0, 5, 0], 'completion', 'openai', '2026-09-10T00:31:00Z'],
    [9, [9, 0, 0, 2, 0], 'chat', 'openai', '2026-09-10T00:31:20Z'],
    [10, [10, 0, 0, 2, 0], 'chat', 'openai', '2026-09-10T00:31:40Z'],
    [11, [11, 0, 0, 5, 0], 'chat', 'openai', '2026-09-10T00:32:00Z'],
    [12, [14, 0, 0, 1, 0], 'chat', 'openai', '2026-09-10T00:32:20Z'],
    [13, [12, 0, 0, 6, 0], 'unknown', 'openai', '2026-09-10T00:32:40Z'],
    [14, [9, 0, 0, 3, 0], 'chat', 'openai', '2026-09-10T00:33:00Z'],
    [15, [88, 512, 0, 40, 0], 'chat', 'deepseek', '2026-09-10T00:33:20Z'],
    [16, [80, 0, 0, 312, 300], 'chat', 'xai', '2026-09-10T00:33:40Z'],
    [17, [40, 0, 0, 8, 0], 'chat', 'openrouter', '2026-09-10T00:34:00Z'],
  ];

  test.each(golden)(
    'line %i',
    (line, [input, cacheRead, cacheWrite5m, output, reasoning], endpoint, provider, time) => {
      const call = callOf(fixture[line - 1]);
      expect(call.usage).toEqual({ input, cacheRead, cacheWrite5m, cacheWrite1h: 0, output, reasoning });
      expect(call.usageWarning).toBeUndefined();
      expect([call.endpoint, call.provider]).toEqual([endpoint, provider]);
      expect(call.time).toBe(Date.parse(time));
      expect(call.failed).toBe(false);
    },
  );

  test('the two failed attempts are two calls, with a code and without a message', () => {
    const [first, second] = [callOf(fixture[2]), callOf(fixture[3])];
    expect([first.status, first.failed, first.error]).toEqual([429, true, 'rate_limit_exceeded']);
    expect([first.attempt, second.attempt]).toEqual([1, 2]);
    expect(first.id).toBe('log-0003');
    expect(first.key).not.toBe(second.key);
    expect(first.usage).toBeUndefined();
  });

  test('the broken line is skipped with a reason', () => {
    expect(openai.read!(fixture[17], options)).toEqual({
      kind: 'skip',
      reason: expect.stringMatching(/not JSON/),
    });
  });

  test('the logger fields', () => {
    expect(callOf(fixture[0])).toMatchObject({
      id: 'log-0001',
      key: 'openai:chatcmpl-fx0001',
      model: 'gpt-4.1-2025-04-14',
      requestedModel: 'gpt-4.1',
      session: 's-17',
      user: 'depot-3',
      feature: 'routing',
      tags: { region: 'north' },
      latencyMs: 840,
      tier: 'standard',
      maxOutputTokens: 50,
      temperature: 0.2,
      params: { temperature: 0.2, max_tokens: 50 },
    });
    expect(callOf(fixture[9])).toMatchObject({ feature: 'naming', tags: { env: 'test' } });
    expect(callOf(fixture[10]).loggedCostUsd).toBe(0.00000465);
    expect(callOf(fixture[16])).toMatchObject({
      loggedCostUsd: 0.00024,
      tags: { upstream_provider: 'Google' },
    });
  });

  test('the prompt: tools, then messages in order, each string apart', () => {
    const { prompt, response } = callOf(fixture[4]);
    expect(prompt!.map((it) => [it.kind, it.role, it.strings.length])).toEqual([
      ['tool', '', 1],
      ['system', 'system', 1],
      ['message', 'user', 1],
      ['message', 'assistant', 2],
      ['message', 'tool', 1],
    ]);
    expect(prompt![3]!.strings).toEqual(['find_depot', '{"postcode":"3311"}']);
    expect(response).toEqual({ text: '', toolCalls: ['find_depot', '{"postcode":"3312"}'] });
  });

  test.each(fixture.map((record, i) => [i + 1, record] as const))(
    'line %i belongs to openai alone',
    (_, record) => {
      expect(openai.recognize!(record, options).score).toBeGreaterThan(0.2);
      expect(anthropic.recognize!(record, options).score).toBe(0);
      expect(anthropic.read!(record, options)).toEqual({ kind: 'other' });
    },
  );

  test('no credential gets into any field', () => {
    const all = JSON.stringify(fixture.map((record) => openai.read!(record, options)));
    expect(JSON.stringify(fixture)).toContain('sk-fixture');
    expect(all).not.toMatch(/sk-fixture|fixturecookie|Bearer/);
  });
});

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

test('records that hold no call score 0', () => {
  for (const record of [
    {},
    [],
    null,
    'x',
    3,
    { a: { b: 1 } },
    { level: 'info', message: 'hi' },
    { input: 'a', output: 'b' },
  ]) {
    expect(openai.recognize!(record, options).score).toBe(0);
    expect(openai.read!(record, options)).toEqual({ kind: 'other' });
  }
});

test('nothing that JSON can hold makes reading throw', () => {
  const names =
    'request response body messages input output usage choices object model error id time tags metadata role content tools type status prompt completion data kwargs headers'.split(
      ' ',
    );
  const leaf = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom('chat.completion', 'response', 'message', 'assistant', '{"a":1}'),
  );
  const { node } = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...names), tie('node'), { maxKeys: 6 }),
    ),
  }));
  fc.assert(
    fc.property(node, (record) => {
      for (const source of [openai, anthropic]) {
        source.recognize!(record, options);
        const result = source.read!(record, options);
        if (result.kind !== 'calls') continue;
        for (const { time, latencyMs, loggedCostUsd } of result.calls) {
          for (const value of [time, latencyMs, loggedCostUsd]) expect(value ?? 0).not.toBeNaN();
        }
      }
    }),
    { numRuns: 1500 },
  );
});

describe.skipIf(!existsSync(samples))('recorded traffic (skipped without the shared samples)', () => {
  const files = existsSync(samples)
    ? readdirSync(samples).filter((name) => /^(?:azure_)?openai_.*\.jsonl?$/.test(name))
    : [];
  test.each(files)('%s', (name) => {
    const text = readFileSync(join(samples, name), 'utf8').trim();
    const records = name.endsWith('.jsonl')
      ? text.split('\n').map((line): unknown => JSON.parse(line))
      : [JSON.parse(text)];
    for (const record of records) {
      if (/batch|_org_/.test(name)) {
        expect(openai.recognize!(record, options).score).toBe(0);
        expect(openai.read!(record, options)).toEqual({ kind: 'other' });
        continue;
      }
      const stated = (record as { response: { body: { usage: { total_tokens: number } } } }).response.body
        .usage;
      const call = callOf(record);
      expect(billedTokens(call.usage!)).toBe(stated.total_tokens);
      expect(call.usageWarning).toBeUndefined();
      expect(openai.recognize!(record, options).score).toBeGreaterThan(0.9);
      expect(anthropic.recognize!(record, options).score).toBe(0);
    }
  });
});
