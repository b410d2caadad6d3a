import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { claudeCode } from '../../../src/sources/agents/claude-code.ts';
import { anthropic } from '../../../src/sources/apis/anthropic.ts';
import { generic } from '../../../src/sources/generic.ts';
import { hostileVariants, isSane, recordsOfFile } from '../../support/hostile-records.ts';
import { callOf, fixtureRecords, readRecord, usageRow } from '../../support/read-source.ts';
import { sharedFile } from '../../support/shared-folder.ts';

const records = fixtureRecords('claude-code.jsonl').filter((record) => record !== undefined);
const options = { map: {}, epoch: 0 };
const read = (line: number) => readRecord(claudeCode, records[line - 1]);
const call = (line: number) => callOf(claudeCode, records[line - 1]);
const SESSION = '7d0e5c1a-3b62-4f7e-9a11-2c5d8e90b001';

/** A line with one answer, changed as the test says. */
const line = (message: object, changes: object = {}) => ({
  ...{ type: 'assistant', sessionId: 's', uuid: 'u', timestamp: '2026-10-12T09:00:00Z', isSidechain: false },
  message: {
    ...{ id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-opus-5-5', stop_reason: 'end_turn' },
    ...{ content: [], usage: { input_tokens: 1, output_tokens: 2 } },
    ...message,
  },
  ...changes,
});

describe('the fixture', () => {
  // line, key, [input, cacheRead, cacheWrite5m, cacheWrite1h, output, reasoning]
  const golden: readonly (readonly [number, string, readonly number[]])[] = [
    [4, 'anthropic:msg_A', [12, 0, 0, 20_000, 3, 0]],
    [5, 'anthropic:msg_A', [12, 0, 0, 20_000, 3, 0]],
    [6, 'anthropic:msg_A', [12, 0, 0, 20_000, 450, 0]],
    [8, 'anthropic:msg_B', [8, 20_000, 1500, 0, 300, 0]],
    [12, 'anthropic:msg_C', [30, 21_500, 0, 0, 90, 0]],
    [13, 'anthropic:msg_D', [400, 0, 0, 0, 60, 0]],
    [15, 'claude-code:old-1:1740909600000:120.7.300.45', [120, 7, 300, 0, 45, 0]],
  ];

  test.each(golden)('line %i', (number, key, usage) => {
    expect(call(number).key).toBe(key);
    expect(usageRow(call(number).usage)).toEqual(usage);
    expect(call(number).usageWarning).toBeUndefined();
  });

  test('a call says where it belongs, but no path, prompt or answer', () => {
    expect(call(6)).toMatchObject({
      ...{ id: 'msg_A', session: SESSION, feature: 'web-shop', provider: 'anthropic', endpoint: 'messages' },
      ...{ time: Date.UTC(2026, 9, 12, 9, 0, 9), finishReason: 'tool_use', failed: false, tier: 'standard' },
      tags: { git_branch: 'feature/cart', version: '2.1.40' },
    });
    expect(call(6).prompt).toBeUndefined();
    expect(call(6).response).toBeUndefined();
    expect(JSON.stringify(call(6))).not.toMatch(/ada|secret-client/);
  });

  test('fast mode is a tier, a sidechain a tag', () => {
    expect(call(12).tier).toBe('fast');
    expect(call(13).tags).toMatchObject({ subagent: 'true' });
  });

  test('other lines hold no call', () => {
    for (const number of [1, 2, 3, 7, 11]) expect(read(number), `line ${number}`).toEqual({ kind: 'other' });
  });

  test('failures have a status and no usage', () => {
    expect(call(9)).toMatchObject({ failed: true, status: 529, error: 'overloaded_error', attempt: 1 });
    expect(call(10)).toMatchObject({
      failed: true,
      status: 429,
      error: 'rate_limit',
      key: 'claude-code:u-08',
    });
    expect([call(9).usage, call(10).usage, call(10).model]).toEqual([undefined, undefined, undefined]);
    expect(JSON.stringify(call(9))).not.toContain('sk-ant');
  });

  test('unreadable usage is skipped with the reason', () => {
    expect(read(14)).toEqual({ kind: 'skip', reason: 'an assistant message without readable usage' });
  });

  test('every line is recognised, above the APIs that its message is of', () => {
    for (const record of records) {
      const mine = claudeCode.recognize!(record, options).score;
      expect(mine).toBeGreaterThanOrEqual(0.9);
      for (const other of [anthropic, generic])
        expect(other.recognize!(record, options).score).toBeLessThan(mine);
    }
  });
});

describe('traps', () => {
  test('the split of cache writes counts only where it adds up', () => {
    const usage = {
      ...{ input_tokens: 1, output_tokens: 2, cache_creation_input_tokens: 100 },
      cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
    };
    const found = callOf(claudeCode, line({ usage }));
    expect(usageRow(found.usage)).toEqual([1, 0, 100, 0, 2, 0]);
    expect(found.usageWarning).toContain('splits into 30');
  });

  test('without a message id the request, then the line is the identity', () => {
    expect(callOf(claudeCode, line({ id: undefined }, { requestId: 'req_9' })).key).toBe('anthropic:req_9');
    expect(callOf(claudeCode, line({ id: undefined })).key).toBe('claude-code:u');
    expect(callOf(claudeCode, line({ id: undefined }, { uuid: undefined })).key).toBeUndefined();
  });

  test('ids of Bedrock and Vertex say who bills', () => {
    expect(callOf(claudeCode, line({ id: 'msg_bdrk_1' })).provider).toBe('amazon-bedrock');
    expect(callOf(claudeCode, line({ id: 'msg_vrtx_1' })).provider).toBe('google');
  });

  test('a model of another maker is not billed by Anthropic', () => {
    const providerOf = (model: string) => callOf(claudeCode, line({ model })).provider;
    expect(providerOf('claude-opus-5-5')).toBe('anthropic');
    expect(providerOf('kimi-k2-turbo-preview')).toBe('moonshotai');
    expect(providerOf('glm-4.6')).toBeUndefined();
  });

  test("a subagent's line inside a progress line is the subagent's call", () => {
    const inner = line({ id: 'msg_sub' }, { uuid: 'u-in', timestamp: '2026-10-12T09:30:00Z' });
    const progress = (message: unknown) => ({
      ...{ type: 'progress', sessionId: 's', uuid: 'u-out', timestamp: '2026-10-12T10:00:00Z' },
      data: { type: 'agent_progress', agentId: 'a', message },
    });
    expect(callOf(claudeCode, progress(inner))).toMatchObject({
      ...{ key: 'anthropic:msg_sub', time: Date.UTC(2026, 9, 12, 9, 30), session: 's' },
      ...{ usage: { input: 1, output: 2 }, tags: { subagent: 'true' } },
    });
    for (const other of [{ ...inner, type: 'user' }, { ...inner, type: 'progress', data: {} }, null, 'x'])
      expect(readRecord(claudeCode, progress(other))).toEqual({ kind: 'other' });
  });

  test("lines of Gemini CLI's logs.json are not Claude Code's", () => {
    const logged = { sessionId: 's', messageId: 0, type: 'user', message: 'hi', timestamp: '2026-10-12' };
    expect(claudeCode.recognize!(logged, options).score).toBe(0);
  });

  test('zeros of an answer are unknown, not free', () => {
    const found = callOf(claudeCode, line({ usage: { input_tokens: 0, output_tokens: 0 } }));
    expect(found.usage).toBeUndefined();
  });

  test('legacy lines have the identity of their uuid where there is one', () => {
    const flat = { ...{ sessionId: 's', uuid: 'u-5', model: 'claude-3-opus-20240229' }, costUSD: 0.5 };
    expect(callOf(claudeCode, { ...flat, inputTokens: 3, outputTokens: 4 })).toMatchObject({
      ...{ key: 'claude-code:u-5', loggedCostUsd: 0.5, usage: { input: 3, output: 4 } },
    });
    expect(readRecord(claudeCode, { ...flat, inputTokens: 'x', outputTokens: 4 }).kind).toBe('skip');
  });
});

describe('stream-json', () => {
  const shared = { session_id: 's-1', uuid: 'u-1', parent_tool_use_id: null };
  const message = line({ stop_reason: null }).message;

  test('a message is a call whose output may not be final; the result is its sum and no call', () => {
    const found = callOf(claudeCode, { type: 'assistant', message, ...shared });
    expect(found).toMatchObject({ key: 'anthropic:msg_1', session: 's-1' });
    expect(found.usageWarning).toBe('2 output tokens were logged before the answer ended');
    const result = {
      type: 'result',
      subtype: 'success',
      session_id: 's-1',
      total_cost_usd: 0.2,
      usage: message.usage,
    };
    for (const record of [result, { type: 'system', subtype: 'init', session_id: 's-1', cwd: '/x' }]) {
      expect(claudeCode.recognize!(record, options).score).toBeGreaterThan(0.9);
      expect(readRecord(claudeCode, record)).toEqual({ kind: 'other' });
    }
  });

  test('a retry is a failed attempt', () => {
    const retry = {
      type: 'system',
      subtype: 'api_retry',
      attempt: 2,
      error_status: 529,
      error: 'overloaded',
    };
    expect(callOf(claudeCode, { ...retry, ...shared })).toMatchObject({
      ...{ failed: true, status: 529, error: 'overloaded', attempt: 2 },
    });
  });
});

test('records of other formats are not claimed', () => {
  const others = [
    { type: 'message', id: 'msg_1', role: 'assistant', content: [], usage: { input_tokens: 1 } },
    { sessionId: 's', type: 'request', model: 'gpt-5', usage: { input_tokens: 1 } },
    { session_id: 's', type: 'assistant', request: {}, response: {} },
    { sessionId: 's', projectHash: 'h', startTime: 't', lastUpdated: 't', kind: 'main' },
    ...[null, 7, 'assistant', []],
  ];
  for (const record of others) expect(claudeCode.recognize!(record, options).score).toBe(0);
});

test('hostile records neither throw nor give counts that are none', () => {
  fc.assert(
    fc.property(hostileVariants(records), (record) => {
      claudeCode.recognize!(record, options);
      const result = readRecord(claudeCode, record);
      if (result.kind === 'calls') expect(result.calls.every(isSane)).toBe(true);
    }),
    { numRuns: 400 },
  );
});

const sample = sharedFile('formats/samples/claude_code_ccusage_fixture.jsonl');
test.skipIf(sample === undefined)('the sample: three calls, one of them fast', () => {
  const calls = recordsOfFile(sample!).map((record) => callOf(claudeCode, record));
  expect(calls.map(({ key, tier, loggedCostUsd }) => [key, tier, loggedCostUsd])).toEqual([
    ['anthropic:msg-alpha-1', undefined, 0.12],
    ['anthropic:msg-alpha-2', 'fast', 0.34],
    ['anthropic:msg-alpha-3', undefined, 0.56],
  ]);
  expect(calls.map(({ usage }) => usageRow(usage))).toEqual([
    [100, 10, 25, 0, 50, 0],
    [200, 20, 50, 0, 75, 0],
    [300, 40, 0, 0, 125, 0],
  ]);
});
