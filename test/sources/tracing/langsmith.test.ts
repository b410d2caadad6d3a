import { describe, expect, test } from 'vitest';
import type { CallRecord } from '../../../src/model/call-record.ts';
import { langsmith } from '../../../src/sources/tracing/langsmith.ts';
import { callOf, fixtureRecords, readRecord, readTable, usageRow } from '../../support/read-source.ts';

const records = fixtureRecords('langsmith.jsonl') as Record<string, unknown>[];
const options = { map: {}, epoch: 0 };
const at = (line: number) => callOf(langsmith, records[line - 1]);
const run = (n: number) => `langsmith:0195f0aa-0000-7000-8000-${String(n).padStart(12, '0')}`;

function allAt(line: number): readonly CallRecord[] {
  const result = readRecord(langsmith, records[line - 1]);
  return result.kind === 'calls' ? result.calls : [];
}

describe('the fixture', () => {
  // line, [input, cache read, write 5m, write 1h, output, reasoning], model, provider, cost
  const golden: readonly (readonly [number, number[], string, string, number | undefined])[] = [
    [2, [1200, 0, 0, 0, 30, 0], 'gpt-4.1-2025-04-14', 'openai', 0.00264],
    [4, [150, 700, 100, 250, 300, 0], 'claude-sonnet-4-5-20250929', 'anthropic', 0.0081],
    [5, [800, 1200, 0, 0, 500, 400], 'gpt-5-2025-08-07', 'openai', undefined],
    [9, [3, 0, 0, 0, 0, 0], 'text-embedding-3-small', 'openai', undefined],
  ];

  test.each(golden)('line %i', (line, usage, model, provider, cost) => {
    const call = at(line);
    expect(usageRow(call.usage)).toEqual(usage);
    expect([call.model, call.provider, call.loggedCostUsd]).toEqual([model, provider, cost]);
    expect([call.usageWarning, call.failed, call.join, call.isPart]).toEqual([
      undefined,
      false,
      undefined,
      undefined,
    ]);
  });

  test('fields of a run of LangChain’s', () => {
    expect(at(2)).toMatchObject({
      key: run(2),
      span: run(2),
      parentSpan: run(1),
      time: Date.UTC(2026, 8, 13, 9, 0, 2),
      latencyMs: 1500,
      timeToFirstTokenMs: 300,
      requestedModel: 'gpt-4.1',
      endpoint: 'chat',
      finishReason: 'tool_calls',
      temperature: 0.1,
      maxOutputTokens: 300,
      stream: true,
      user: 'u-5',
      session: 'th-1',
      feature: 'agent',
      trace: run(1).slice('langsmith:'.length),
      tags: { seq: 'step:1', plan: 'pro', project: '11111111-2222-3333-4444-555555555555' },
      response: { text: '', toolCalls: ['find_order', '{"number":4711}'] },
    });
    expect(Object.keys(at(2).tags ?? {}).sort()).toEqual(['plan', 'project', 'seq']);
    expect(at(2).prompt?.map(({ kind, role, strings }) => [kind, role, ...strings])).toEqual([
      ['tool', '', '{"type":"function","function":{"name":"find_order","parameters":{}}}'],
      ['system', 'system', 'You help.'],
      ['message', 'user', 'Where is it?'],
    ]);
  });

  test('other shapes of answers, and the tier in the names of the details', () => {
    expect(at(4)).toMatchObject({
      finishReason: 'end_turn',
      response: { text: 'Done.' },
      temperature: 0,
      maxOutputTokens: 1024,
    });
    expect(at(5)).toMatchObject({ tier: 'priority', finishReason: 'stop', response: { text: 'Yes.' } });
    expect(at(4).tier).toBeUndefined();
    expect(at(9).endpoint).toBe('embedding');
  });

  test('chains and tools are steps, though chains repeat the tokens', () => {
    expect(readRecord(langsmith, records[0])).toEqual({ kind: 'other' });
    expect(readRecord(langsmith, records[2])).toEqual({
      kind: 'other',
      steps: [{ span: run(3), parentSpan: run(1) }],
    });
  });

  test('an error has a name and perhaps a status, no text', () => {
    expect(at(6)).toMatchObject({ failed: true, error: 'RateLimitError', status: 429, usage: undefined });
    expect(JSON.stringify(at(6))).not.toMatch(/notakey|Traceback/);
  });

  test('an old wrapper left the cache out of the input; counts that are none are refused', () => {
    expect(usageRow(at(10).usage)).toEqual([5, 1500, 0, 0, 20, 0]);
    expect(at(10).usageWarning).toContain('1500');
    expect(at(11)).toMatchObject({ usage: undefined, usageWarning: expect.stringContaining('-5') });
  });
});

describe('the two halves of a run', () => {
  test('the first is the call as far as it goes, and a part for the second', () => {
    const [call, part, ...more] = allAt(7);
    expect(more).toEqual([]);
    expect(call).toMatchObject({
      key: run(7),
      join: run(7),
      span: run(7),
      failed: undefined,
      provider: 'mistral',
    });
    expect(call?.isPart).toBeUndefined();
    expect(part).toMatchObject({
      key: undefined,
      join: run(7),
      isPart: true,
      prompt: [{ strings: ['Name a river.'] }],
    });
  });

  test('the second, which does not say its type, is a part with usage and answer', () => {
    const [part, ...more] = allAt(8);
    expect(more).toEqual([]);
    expect(part).toMatchObject({
      key: undefined,
      join: run(7),
      isPart: true,
      response: { text: 'The Rhine.' },
    });
    expect(usageRow(part?.usage)).toEqual([9, 0, 0, 0, 4, 0]);
  });

  test('a second half that says its type is a call of its own with the same key', () => {
    const [call, part] = (() => {
      const result = readRecord(langsmith, { ...records[7], run_type: 'llm' });
      return result.kind === 'calls' ? result.calls : [];
    })();
    expect(call).toMatchObject({ key: run(7), join: run(7), usage: { input: 9 } });
    expect(part).toMatchObject({ isPart: true, join: run(7) });
  });

  test('outputs that are an empty object do not end a run', () => {
    const result = readRecord(langsmith, { ...records[6], outputs: {} });
    const calls = result.kind === 'calls' ? result.calls : [];
    expect(calls).toMatchObject([{ join: run(7), failed: undefined }, { isPart: true }]);
  });

  test('a second half without an id has it at the end of its order', () => {
    const { id: _, ...half } = records[7]!;
    expect(langsmith.recognize!(half, options).score).toBe(0.95);
    const part = callOf(langsmith, half);
    expect(part).toMatchObject({ join: run(7), isPart: true, usage: { input: 9, output: 4 } });
    expect(part.id).toBe(run(7).slice('langsmith:'.length));
  });

  test('a whole run without its inputs may borrow them', () => {
    const { inputs: _, ...bare } = records[1]!;
    expect(callOf(langsmith, bare)).toMatchObject({ join: run(2), usage: { input: 1200 } });
  });
});

describe('usage', () => {
  const usageOf = (changes: object) => {
    const call = callOf(langsmith, { ...records[3], prompt_token_details: null, ...changes });
    return [usageRow(call.usage), call.usageWarning] as const;
  };
  const none = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };

  test('details stand beside the counts, or in the metadata of the same counts', () => {
    const usage_metadata = {
      input_tokens: 1200,
      output_tokens: 300,
      total_tokens: 1500,
      input_token_details: { cache_read: 1000 },
    };
    expect(usageOf({ outputs: { usage_metadata } })[0]).toEqual([200, 1000, 0, 0, 300, 0]);
    expect(usageOf({ extra: { metadata: { usage_metadata } } })[0]).toEqual([200, 1000, 0, 0, 300, 0]);
    expect(usageOf({ outputs: { usage_metadata: { ...usage_metadata, input_tokens: 9 } } })[0]).toEqual([
      1200, 0, 0, 0, 300, 0,
    ]);
  });

  test('cache writes with their lifetimes are not added to the same writes without', () => {
    const details = {
      cache_read: 100,
      cache_creation: 300,
      ephemeral_5m_input_tokens: 100,
      ephemeral_1h_input_tokens: 200,
    };
    expect(usageOf({ prompt_token_details: details })).toEqual([[800, 100, 100, 200, 300, 0], undefined]);
    expect(usageOf({ prompt_token_details: { ...details, cache_creation: 250 } })).toEqual([
      [850, 100, 250, 0, 300, 0],
      expect.stringContaining('250'),
    ]);
  });

  test('a provider’s own usage follows the provider’s rule', () => {
    const anthropic = {
      input_tokens: 50,
      output_tokens: 7,
      cache_read_input_tokens: 40,
      cache_creation_input_tokens: 0,
    };
    expect(usageOf({ ...none, outputs: { llm_output: { usage: anthropic } } })[0]).toEqual([
      50, 40, 0, 0, 7, 0,
    ]);
    const openai = {
      prompt_tokens: 50,
      completion_tokens: 7,
      total_tokens: 57,
      prompt_tokens_details: { cached_tokens: 40 },
    };
    expect(usageOf({ ...none, outputs: { llm_output: { token_usage: openai } } })[0]).toEqual([
      10, 40, 0, 0, 7, 0,
    ]);
    expect(usageOf({ ...none, outputs: {} })).toEqual([undefined, undefined]);
  });

  test('decimals as text', () => {
    expect(usageOf({ prompt_tokens: '1200', completion_tokens: '300', total_tokens: '1500' })[0]).toEqual([
      1200, 0, 0, 0, 300, 0,
    ]);
  });
});

test('a table with cells of JSON', () => {
  const header =
    'id,run_type,trace_id,start_time,end_time,inputs,outputs,prompt_tokens,completion_tokens,total_tokens,total_cost';
  const cell = '"{""messages"": [{""role"": ""user"", ""content"": ""Hi""}]}"';
  const text = `${header}\nr1,llm,t1,2026-09-13T09:00:00,2026-09-13T09:00:01,${cell},,10,2,12,0.001\n`;
  expect(langsmith.recognizeHeader!(header.split(','), options).score).toBeGreaterThan(0.9);
  const [result] = readTable(langsmith, text);
  expect(result).toMatchObject({
    kind: 'calls',
    calls: [
      {
        key: 'langsmith:r1',
        usage: { input: 10, output: 2 },
        loggedCostUsd: 0.001,
        prompt: [{ strings: ['Hi'] }],
        time: Date.UTC(2026, 8, 13, 9),
      },
    ],
  });
});

test('a naive time is UTC, or in the zone that the user names', () => {
  expect(callOf(langsmith, records[1], { logZone: 'Asia/Tokyo' }).time).toBe(Date.UTC(2026, 8, 13, 0, 0, 2));
});

test.each(records.map((_, i) => [i + 1]))('line %i is recognised', (line) => {
  expect(langsmith.recognize!(records[line - 1], options).score).toBeGreaterThanOrEqual(0.95);
});

test.each([
  [{ id: 'x', run_type: 'llm' }],
  [{ id: 'x', run_type: 'marathon', trace_id: 't' }],
  [{ id: 'x', trace_id: 't', outputs: {} }],
  [null],
])('%j is not its own', (record) => {
  expect(langsmith.recognize!(record, options).score).toBe(0);
});
