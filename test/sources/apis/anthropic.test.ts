import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { CallRecord } from '../../../src/model/call-record.ts';
import { billedTokens } from '../../../src/model/usage.ts';
import { anthropic } from '../../../src/sources/apis/anthropic.ts';
import { openai } from '../../../src/sources/apis/openai.ts';
import { SHARED } from '../../support/shared-folder.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const samples = join(SHARED, 'formats/samples');
const options = { map: {}, epoch: 0 };

const fixture = readFileSync(join(root, 'fixtures/anthropic.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line): unknown => JSON.parse(line));

function callOf(record: unknown): CallRecord {
  const result = anthropic.read!(record, options);
  if (result.kind !== 'calls') throw new Error(`${result.kind}: ${JSON.stringify(record).slice(0, 200)}`);
  return result.calls[0]!;
}

const request = { model: 'claude-haiku-4-5', max_tokens: 9, messages: [{ role: 'user', content: 'Hi' }] };
const answer = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-haiku-4-5-20251001',
  content: [{ type: 'text', text: 'Hello' }],
  stop_reason: 'end_turn',
  usage: { input_tokens: 9, output_tokens: 2 },
};

describe('the fixture', () => {
  // line, [input, cacheRead, cacheWrite5m, cacheWrite1h, output, reasoning], finish reason, time
  const golden: readonly (readonly [number, readonly number[], string | undefined, string | undefined])[] = [
    [1, [25, 0, 0, 0, 6, 0], 'end_turn', '2026-09-11T08:00:00Z'],
    [2, [7, 1000, 1800, 1200, 5, 0], 'end_turn', '2026-09-11T08:01:00Z'],
    [4, [410, 0, 0, 0, 70, 30], 'tool_use', '2026-09-11T08:03:00Z'],
    [5, [12, 0, 0, 0, 1, 0], 'refusal', '2026-09-11T08:04:00Z'],
    [6, [9, 0, 500, 0, 3, 0], 'end_turn', undefined],
    [7, [10, 0, 0, 0, 4, 0], 'end_turn', '2026-09-11T08:06:00Z'],
    [9, [8, 0, 0, 0, 5, 0], undefined, '2026-09-11T08:08:00Z'],
  ];

  test.each(golden)(
    'line %i',
    (line, [input, cacheRead, cacheWrite5m, cacheWrite1h, output, reasoning], finish, time) => {
      const call = callOf(fixture[line - 1]);
      expect(call.usage).toEqual({ input, cacheRead, cacheWrite5m, cacheWrite1h, output, reasoning });
      expect(call.finishReason).toBe(finish);
      expect(call.time).toBe(time === undefined ? undefined : Date.parse(time));
      expect([call.endpoint, call.provider, call.failed]).toEqual(['messages', 'anthropic', false]);
    },
  );

  test('an overloaded answer and a rate limit that only the logger saw', () => {
    expect(callOf(fixture[2])).toMatchObject({ status: 529, failed: true, error: 'overloaded_error' });
    expect(callOf(fixture[7])).toMatchObject({ status: 429, failed: true, error: 'rate_limit_error' });
    expect(JSON.stringify(callOf(fixture[7]))).not.toContain('slow down');
  });

  test('a split that does not sum is warned of, counts that are none are refused', () => {
    expect(callOf(fixture[5]).usageWarning).toMatch(/5-minute/);
    expect(anthropic.read!(fixture[9], options)).toEqual({
      kind: 'skip',
      reason: expect.stringMatching(/output_tokens is -3/),
    });
  });

  test('fast mode is a tier, the user is the end user, the system prompt is one segment however written', () => {
    expect(callOf(fixture[3]).tier).toBe('fast');
    expect(callOf(fixture[0])).toMatchObject({ tier: 'standard', user: 'u-88', feature: 'triage' });
    expect(callOf(fixture[0]).prompt![0]).toEqual(callOf(fixture[1]).prompt![0]);
  });

  test('the prompt: tools without cache markers, then blocks of each message', () => {
    expect(callOf(fixture[3]).prompt!.map((it) => [it.kind, it.role, ...it.strings])).toEqual([
      [
        'tool',
        '',
        '{"name":"lookup","description":"Find a report","input_schema":{"type":"object","properties":{"id":{"type":"integer"}}}}',
      ],
      ['message', 'user', 'Look at report 7.'],
      ['message', 'assistant', 'I need report 7.', 'lookup', '{"id":7}'],
      ['message', 'user', 'Grey button', expect.stringMatching(/^\[image sha:\w+\]$/)],
    ]);
    expect(callOf(fixture[3]).response).toEqual({ text: '', toolCalls: ['lookup', '{"id":5}'] });
  });

  test.each(fixture.map((record, i) => [i + 1, record] as const))(
    'line %i belongs to anthropic alone',
    (_, record) => {
      expect(anthropic.recognize!(record, options).score).toBeGreaterThan(0.4);
      expect(openai.recognize!(record, options).score).toBe(0);
      expect(openai.read!(record, options)).toEqual({ kind: 'other' });
    },
  );

  test('no credential gets into any field', () => {
    expect(JSON.stringify(fixture)).toContain('sk-ant-fixture');
    expect(JSON.stringify(fixture.map((record) => anthropic.read!(record, options)))).not.toContain('sk-ant');
  });
});

test('thinking is counted with the answer only where no usage counts it', () => {
  const content = [{ type: 'thinking', thinking: 'Hm.' }, ...answer.content];
  expect(callOf({ request, response: { ...answer, content } }).response?.text).toBe('Hello');
  expect(callOf({ request, response: { ...answer, content, usage: undefined } }).response?.text).toBe(
    'Hm.\nHello',
  );
});

test.each([
  ['msg_bdrk_1', 'amazon-bedrock'],
  ['msg_vrtx_1', 'google'],
  ['msg_1', 'anthropic'],
])('%s was served by %s', (id, provider) => {
  expect(callOf({ ...answer, id }).provider).toBe(provider);
});

test('Claude through an OpenAI-style router is not a Messages call', () => {
  const choices = [{ message: { role: 'assistant', content: 'Hello' } }];
  const routed = {
    request,
    response: { id: 'gen-1', object: 'chat.completion', choices, model: 'claude-haiku-4-5' },
  };
  expect(anthropic.recognize!(routed, options).score).toBe(0);
  expect(openai.recognize!(routed, options).score).toBeGreaterThan(0.9);
});

describe.skipIf(!existsSync(samples))('recorded traffic (skipped without the shared samples)', () => {
  const files = existsSync(samples)
    ? readdirSync(samples).filter((name) => /^anthropic_.*\.jsonl?$/.test(name))
    : [];
  test.each(files)('%s', (name) => {
    for (const line of readFileSync(join(samples, name), 'utf8').trim().split('\n')) {
      const record: unknown = JSON.parse(line);
      if (/batch|usage_report/.test(name)) {
        expect(anthropic.recognize!(record, options).score).toBe(0);
        expect(anthropic.read!(record, options)).toEqual({ kind: 'other' });
        continue;
      }
      const { usage } = (record as { response: { body: { usage: Record<string, number> } } }).response.body;
      const call = callOf(record);
      const stated =
        usage.input_tokens! +
        usage.output_tokens! +
        usage.cache_creation_input_tokens! +
        usage.cache_read_input_tokens!;
      expect(billedTokens(call.usage!)).toBe(stated);
      expect(call.usage!.cacheRead).toBe(usage.cache_read_input_tokens);
      expect(call.usageWarning).toBeUndefined();
      expect(call.time).toBe(
        Date.parse((record as { response: { headers: { Date: string } } }).response.headers.Date),
      );
    }
  });
});
