import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { litellm } from '../../../src/sources/gateways/litellm.ts';
import {
  callOf,
  callsOf,
  fixtureRecords,
  fixtureText,
  readRecord,
  readTable,
  usageRow,
} from '../../support/read-source.ts';
import { sharedFile } from '../../support/shared-folder.ts';

const records = fixtureRecords('litellm.jsonl');
const call = (line: number) => callOf(litellm, records[line - 1]);
const record = (line: number) => records[line - 1] as Record<string, unknown>;

describe('usage', () => {
  test.each([
    ['cached inside the prompt', 1, [56, 64, 0, 0, 30, 0]],
    ['writes split by lifetime', 2, [200, 3000, 400, 600, 50, 0]],
    ['a failure counts nothing', 3, undefined],
    ['an answer out of the cache', 4, [120, 0, 0, 0, 30, 0]],
    ['details of a row', 6, [56, 64, 0, 0, 30, 0]],
    ['a version that excludes the cache', 7, [31, 0, 0, 1253, 467, 0]],
    ['an embedding', 12, [77, 0, 0, 0, 0, 0]],
  ])('%s', (_, line, row) => {
    expect(usageRow(call(line).usage)).toEqual(row);
  });

  test('only the one that does not add up is warned of', () => {
    const warned = records.map((it, i) => [i + 1, readRecord(litellm, it)] as const);
    const lines = warned.filter(([, it]) => it.kind === 'calls' && it.calls[0]!.usageWarning !== undefined);
    expect(lines.map(([line]) => line)).toEqual([7]);
  });

  test('an Anthropic answer that was kept states its usage itself; the row may exclude what was cached', () => {
    const usage = { input_tokens: 10, cache_read_input_tokens: 90, output_tokens: 5 };
    const response = { type: 'message', id: 'msg_1', role: 'assistant', content: [], usage };
    const kept = { ...record(2), response, messages: {} };
    const row = (prompt: number) => callOf(litellm, { ...kept, prompt_tokens: prompt, completion_tokens: 5 });
    expect(usageRow(row(100).usage)).toEqual([10, 90, 0, 0, 5, 0]);
    expect(row(100).usageWarning).toBeUndefined();
    expect(row(10).usageWarning).toBeUndefined();
    expect(row(50).usageWarning).toBe('the row counts 50 in and 5 out, its details 100 and 5');
  });

  test('a row that excludes the cache, where its details include it', () => {
    const row = callOf(litellm, { ...record(2), prompt_tokens: 200, total_tokens: 250 });
    expect(usageRow(row.usage)).toEqual([200, 3000, 400, 600, 50, 0]);
    expect(row.usageWarning).toBeUndefined();
  });

  test('a split that does not sum to the writes is not taken', () => {
    const details = { cache_creation_token_details: { ephemeral_1h_input_tokens: 5 } };
    const object = {
      prompt_tokens: 100,
      completion_tokens: 1,
      cache_creation_input_tokens: 40,
      prompt_tokens_details: details,
    };
    const odd = callOf(litellm, {
      ...record(2),
      prompt_tokens: 100,
      completion_tokens: 1,
      metadata: { usage_object: object },
    });
    expect(usageRow(odd.usage)).toEqual([60, 0, 40, 0, 1, 0]);
    expect(odd.usageWarning).toContain('split into 5, and are 40');
  });

  test('zeros of a call that succeeded are unknown', () => {
    const zeros = { ...record(5), prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };
    expect(readRecord(litellm, zeros)).toEqual({
      kind: 'skip',
      reason: expect.stringContaining('all zeros'),
    });
    expect(callOf(litellm, { ...zeros, spend: 0.04 })).toMatchObject({
      loggedCostUsd: 0.04,
      usage: undefined,
    });
  });
});

test.each([
  ['as logged', 1, 0.000036],
  ['of a failure', 3, undefined],
  ['of an answer out of the cache', 4, 0],
  ['without a price', 5, undefined],
])('the cost %s', (_, line, cost) => {
  expect(call(line).loggedCostUsd).toBe(cost);
});

test('the sum of the cost breakdown stands in for a cost that is missing', () => {
  const parts = { ...record(2), response_cost: null, cost_breakdown: { input_cost: 0.01, total_cost: 0.02 } };
  expect(callOf(litellm, parts).loggedCostUsd).toBe(0.02);
});

test('a payload: models, times, attempts, who and what for', () => {
  expect(call(1)).toMatchObject({
    ...{ model: 'gpt-4o-mini-2024-07-18', requestedModel: 'small', provider: 'openai', endpoint: 'chat' },
    ...{ time: Date.UTC(2026, 8, 5, 9, 20, 0, 250), latencyMs: 1500, attempt: 3, failed: false },
    ...{
      user: 'customer-4',
      feature: 'invoices',
      session: 's-5',
      trace: 'tr-1',
      maxOutputTokens: 200,
      temperature: 0.2,
    },
    tags: { nightly: 'true', team: 'payments', key: 'billing-bot' },
  });
  expect(call(1).timeToFirstTokenMs).toBeUndefined();
  expect(call(2)).toMatchObject({
    latencyMs: 4000,
    timeToFirstTokenMs: 750,
    stream: true,
    endpoint: 'messages',
  });
  expect(call(2).time).toBe(Date.UTC(2026, 8, 5, 9, 30, 0, 500));
  const zoned = callOf(litellm, record(2), { logZone: 'Europe/Berlin' });
  expect(zoned.time).toBe(Date.UTC(2026, 8, 5, 7, 30, 0, 500));
});

test.each([
  [{ custom_llm_provider: 'text-completion-openai' }, 'openai'],
  [{ custom_llm_provider: 'vertex_ai_beta' }, 'google'],
  [{ custom_llm_provider: 'openai', api_base: 'https://api.deepseek.com/v1' }, 'deepseek'],
  [{ custom_llm_provider: 'openai', api_base: 'http://gpu:8000/v1' }, 'openai'],
  [{ custom_llm_provider: '', api_base: 'https://api.mistral.ai' }, 'mistral'],
  [{ custom_llm_provider: '', api_base: '' }, 'openai'],
])('who bills: %j', (fields, provider) => {
  expect(callOf(litellm, { ...record(5), model: 'gpt-4o-mini', ...fields }).provider).toBe(provider);
});

test('a key is told by its alias, else by its hash, never by itself', () => {
  expect(call(5).tags).toEqual({ team: 't-9', key: '88dc28d0f0' });
  expect(callOf(litellm, { ...record(5), api_key: 'my own secret' }).tags).toEqual({ team: 't-9' });
});

test('a failure has its code and class, never its message', () => {
  expect(call(3)).toMatchObject({ status: 429, failed: true, error: 'RateLimitError', trace: 'tr-3' });
  const text = JSON.stringify(records.map((it) => readRecord(litellm, it)));
  expect(JSON.stringify(records)).toContain('sk-fixture');
  expect(text).not.toMatch(/sk-fixture|over its limit|authorization/);
});

test('a payload and its row are one call; a cache hit and failed attempts are calls of their own', () => {
  expect(call(1).key).toBe('openai:chatcmpl-fx-llm-1');
  expect(call(6).key).toBe(call(1).key);
  expect(call(2).key).toBe('anthropic:msg_fx_llm_2');
  expect(callOf(litellm, { ...record(4), request_id: 'chatcmpl-fx-llm-1' }).key).not.toBe(call(1).key);
  const again = callOf(litellm, { ...record(3), startTime: 1788600020 });
  expect(again.key).not.toBe(call(3).key);
  expect(callOf(litellm, { ...record(3), startTime: null }).key).toBeUndefined();
});

test('text that was not stored, was redacted or was cut is no text', () => {
  expect(call(1).prompt?.map(({ strings }) => strings)).toEqual([['When was invoice 88 paid?']]);
  expect(call(1).response?.text).toBe('Paid on Tuesday.');
  for (const line of [2, 4, 5, 13])
    expect([call(line).prompt, call(line).response]).toEqual([undefined, undefined]);
  const choices = [{ message: { role: 'assistant', content: 'redacted-by-litellm' } }];
  const hidden = callOf(litellm, { ...record(1), response: { ...(record(1).response as object), choices } });
  expect([hidden.response, hidden.model, hidden.prompt?.length]).toEqual([
    undefined,
    'gpt-4o-mini-2024-07-18',
    1,
  ]);
  const note = { ...record(5), messages: "redacted by litellm. 'litellm.turn_off_message_logging=True'" };
  expect(callOf(litellm, note).prompt).toBeUndefined();
  expect(call(13)).toMatchObject({ maxOutputTokens: 64, model: 'gpt-4o-mini', requestedModel: 'small' });
  expect(call(12).prompt?.map(({ strings }) => strings)).toEqual([['first text'], ['second text']]);
});

test('what is no call: daily sums, files, batches that sum up their calls', () => {
  expect(litellm.recognize!(records[7], { map: {}, epoch: 0 }).score).toBe(0);
  expect(readRecord(litellm, records[7])).toEqual({ kind: 'other' });
  expect(readRecord(litellm, records[8])).toEqual({ kind: 'skip', reason: expect.stringContaining('batch') });
  expect(readRecord(litellm, records[9])).toEqual({
    kind: 'skip',
    reason: 'prompt_tokens is -5, not a count of tokens',
  });
  expect(readRecord(litellm, records[10])).toEqual({ kind: 'other' });
});

test('the arguments of a callback, dumped whole', () => {
  const dumped = { kwargs: 1, standard_logging_object: records[0] };
  expect(callOf(litellm, dumped)).toEqual(call(1));
  expect(litellm.recognize!(dumped, { map: {}, epoch: 0 }).score).toBe(0.99);
});

test('rows of the table, with JSON in cells', () => {
  const [ok, failed] = callsOf(readTable(litellm, fixtureText('litellm.csv')));
  expect(usageRow(ok!.usage)).toEqual([488, 512, 0, 0, 100, 40]);
  expect(ok).toMatchObject({
    ...{
      model: 'gpt-4.1',
      requestedModel: 'big',
      loggedCostUsd: 0.0021,
      user: 'u-2',
      session: 'tr-20',
      trace: 'tr-20',
    },
    ...{ latencyMs: 3000, timeToFirstTokenMs: 500, time: Date.UTC(2026, 8, 5, 11, 0, 0, 125) },
    tags: { key: 'web' },
  });
  expect(failed).toMatchObject({
    status: 504,
    failed: true,
    error: 'Timeout',
    usage: undefined,
    latencyMs: 30_000,
  });
});

const sample = sharedFile('formats/samples/litellm_standard_logging_payload.jsonl');
test.skipIf(sample === undefined)('the published payload (skipped: no folder of shared files)', () => {
  const read = callOf(litellm, JSON.parse(readFileSync(sample!, 'utf8').trim()));
  expect(usageRow(read.usage)).toEqual([10, 0, 0, 0, 20, 0]);
  expect(read).toMatchObject({
    loggedCostUsd: 0.00022500000000000002,
    model: 'gpt-4o',
    provider: 'openai',
    stream: true,
  });
  expect(read.usageWarning).toBeUndefined();
});
