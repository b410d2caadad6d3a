import { describe, expect, test } from 'vitest';
import { langfuse } from '../../../src/sources/tracing/langfuse.ts';
import {
  callOf,
  callsOf,
  fixtureRecords,
  fixtureText,
  readRecord,
  readTable,
  usageRow,
} from '../../support/read-source.ts';

const records = fixtureRecords('langfuse.jsonl') as Record<string, unknown>[];
const options = { map: {}, epoch: 0 };
const at = (line: number) => callOf(langfuse, records[line - 1]);

describe('the fixture', () => {
  // line, [input, cache read, write 5m, write 1h, output, reasoning], model, provider, cost, latency
  const golden: readonly (readonly [
    number,
    number[] | undefined,
    string,
    string,
    number | undefined,
    number | undefined,
  ])[] = [
    [2, [1300, 0, 0, 0, 120, 0], 'gpt-4.1-2025-04-14', 'openai', 0.00356, 1800],
    [3, [50, 900, 200, 250, 140, 0], 'claude-sonnet-4-5', 'anthropic', undefined, 2500],
    [4, [300, 1024, 0, 0, 730, 640], 'o4-mini', 'openai', 0.00391, 3000],
    [5, undefined, 'gpt-4.1', 'openai', undefined, 200],
    [7, [8, 0, 0, 0, 2, 0], 'gpt-4o-mini', 'openai', 0.0000024, 1000],
    [8, [16, 0, 0, 0, 0, 0], 'text-embedding-3-small', 'openai', 3.2e-7, 300],
  ];

  test.each(golden)('line %i', (line, usage, model, provider, cost, latencyMs) => {
    const call = at(line);
    expect(usageRow(call.usage)).toEqual(usage);
    expect([call.model, call.provider, call.loggedCostUsd, call.latencyMs]).toEqual([
      model,
      provider,
      cost,
      latencyMs,
    ]);
    expect(call.usageWarning).toBeUndefined();
    expect(call.failed).toBe(line === 5);
  });

  test('fields of a generation', () => {
    expect(at(2)).toMatchObject({
      id: 'ob-1',
      key: 'langfuse:ob-1',
      span: 'tr-1/ob-1',
      parentSpan: 'tr-1/ob-0',
      time: Date.UTC(2026, 8, 12, 8),
      timeToFirstTokenMs: 450,
      temperature: 0.3,
      maxOutputTokens: 400,
      user: 'u-1',
      session: 's-1',
      feature: 'desk-answer',
      trace: 'tr-1',
      tags: { vip: 'true', team: 'north', environment: 'production', prompt_version: '3' },
      response: { text: 'On its way.', toolCalls: [] },
    });
    expect(at(2).prompt?.map(({ kind, strings }) => [kind, ...strings])).toEqual([
      ['system', 'You help.'],
      ['message', 'Where is it?'],
    ]);
    expect(at(3).prompt?.map(({ strings }) => strings)).toEqual([['Summarise.']]);
    expect(at(4)).toMatchObject({
      prompt: [{ strings: ['Prove it.'] }],
      response: { text: 'Proved.' },
      feature: 'desk',
    });
    expect(at(8)).toMatchObject({
      endpoint: 'embedding',
      time: Date.UTC(2026, 8, 12, 8, 4),
      tags: { environment: 'staging' },
    });
  });

  test('an error has a name, a status only where its text says one, and no text', () => {
    expect(at(5)).toMatchObject({ failed: true, error: 'RateLimitError', status: 429, usage: undefined });
    expect(JSON.stringify(at(5))).not.toContain('notakey');
  });

  test('an agent that carries its generations’ sum is above them, a tool is a step', () => {
    expect(at(1)).toMatchObject({ span: 'tr-1/ob-0', usage: { input: 2700, output: 260 } });
    expect(readRecord(langfuse, records[5])).toEqual({
      kind: 'other',
      steps: [{ span: 'tr-1/ob-5', parentSpan: 'tr-1/ob-0' }],
    });
  });

  test('a total that counts the cache once decides, with a warning; counts that are none are refused', () => {
    expect(usageRow(at(9).usage)).toEqual([200, 800, 0, 0, 50, 0]);
    expect(at(9).usageWarning).toContain('1050');
    expect(at(10)).toMatchObject({ usage: undefined, usageWarning: expect.stringContaining('input') });
  });

  test('as a table it reads the same', () => {
    const text = fixtureText('langfuse.csv');
    const header = text.slice(0, text.indexOf('\n')).replaceAll('"', '').split(',');
    expect(langfuse.recognizeHeader!(header, options).score).toBe(0.99);
    const rows = callsOf(readTable(langfuse, text));
    const lines = callsOf(records.slice(0, 6).map((record) => readRecord(langfuse, record)));
    expect(rows).toEqual(lines);
  });
});

describe('usage', () => {
  const usageOf = (changes: object) => {
    const call = callOf(langfuse, { ...records[1], ...changes });
    return [usageRow(call.usage), call.usageWarning] as const;
  };

  test('older counts: not in tokens, zeros, and a total that does not fit', () => {
    const v1 = (usage: object) => usageOf({ usageDetails: {}, usage });
    expect(v1({ input: 100, output: 20, total: 120, unit: 'CHARACTERS' })[0]).toBeUndefined();
    expect(v1({ input: 0, output: 0, total: 0, unit: 'TOKENS' })).toEqual([undefined, undefined]);
    expect(v1({ input: 100, output: 20, total: 150, unit: 'TOKENS' })).toEqual([
      [100, 0, 0, 0, 20, 0],
      expect.stringContaining('150'),
    ]);
    expect(v1({ input: '100', output: '20', total: '120' })).toEqual([[100, 0, 0, 0, 20, 0], undefined]);
    expect(usageOf({ usageDetails: null, promptTokens: 7, completionTokens: 3, totalTokens: 10 })[0]).toEqual(
      [7, 0, 0, 0, 3, 0],
    );
  });

  test('reasoning inside the output, writes that stand there twice, kinds that are neither side', () => {
    expect(
      usageOf({ usageDetails: { input: 10, output: 90, output_reasoning_tokens: 60, total: 100 } })[0],
    ).toEqual([10, 0, 0, 0, 90, 60]);
    const writes = {
      input: 10,
      input_cache_creation: 300,
      input_cache_creation_5m: 100,
      input_cache_creation_1h: 200,
      output: 5,
    };
    expect(usageOf({ usageDetails: { ...writes, total: 315 } })).toEqual([
      [10, 0, 100, 200, 5, 0],
      undefined,
    ]);
    expect(usageOf({ usageDetails: { ...writes, total: 615 } })).toEqual([
      [10, 0, 100, 200, 5, 0],
      expect.stringContaining('twice'),
    ]);
    expect(usageOf({ usageDetails: { input: 10, output: 5, web_search: 2, total: 15 } })).toEqual([
      [10, 0, 0, 0, 5, 0],
      expect.stringContaining('neither'),
    ]);
  });

  test('a side that is not there is unknown, not zero', () => {
    expect(usageOf({ usageDetails: { output: 5 } })[0]).toBeUndefined();
    expect(usageOf({ usageDetails: { input: 5 } })[0]).toBeUndefined();
    expect(usageOf({ type: 'EMBEDDING', usageDetails: { input: 5 } })[0]).toEqual([5, 0, 0, 0, 0, 0]);
  });

  test('tokens that Langfuse counted itself are said to be so', () => {
    expect(usageOf({ providedUsageDetails: {} })[1]).toContain('counted by Langfuse');
  });

  test('prices of a unit are no cost, nor is 0 without details', () => {
    const costOf = (changes: object) => callOf(langfuse, { ...records[1], ...changes }).loggedCostUsd;
    expect(costOf({ costDetails: {}, totalCost: null })).toBeUndefined();
    expect(costOf({ costDetails: {}, totalCost: 0 })).toBeUndefined();
    expect(costOf({ costDetails: { total: 0 }, totalCost: 0 })).toBe(0);
  });
});

test('durations without an end: seconds in exports, milliseconds under their own name', () => {
  const latency = (changes: object) =>
    callOf(langfuse, { ...records[1], endTime: null, latency: null, ...changes }).latencyMs;
  expect(latency({ latency: '1.25' })).toBe(1250);
  expect(latency({ latencyMs: 1250 })).toBe(1250);
  expect(latency({})).toBeUndefined();
});

test('a trace from the API is read by its observations, a list of traces cannot be', () => {
  const trace = {
    id: 'tr-9',
    timestamp: '2026-09-12T08:00:00Z',
    name: 'desk',
    userId: 'u-9',
    sessionId: 's-9',
    tags: ['x'],
    bookmarked: false,
  };
  const { traceId, userId, sessionId, traceTags, ...observation } = records[1]!;
  const whole = { ...trace, observations: [observation] };
  expect(langfuse.recognize!(whole, options)).toEqual({ score: 0.98, why: 'a Langfuse trace' });
  expect(callOf(langfuse, whole)).toMatchObject({
    span: 'tr-9/ob-1',
    user: 'u-9',
    session: 's-9',
    tags: { x: 'true' },
  });
  expect(langfuse.recognize!({ ...trace, observations: ['ob-1'], totalCost: 1 }, options).unusable).toContain(
    'observations',
  );
  expect(
    langfuse.recognizeHeader!(['id', 'timestamp', 'name', 'userId', 'sessionId', 'bookmarked'], options)
      .unusable,
  ).toContain('observations');
});

test.each(records.map((_, i) => [i + 1]))('line %i is recognised', (line) => {
  expect(langfuse.recognize!(records[line - 1], options).score).toBe(0.99);
});

test.each([
  [{ type: 'message', role: 'assistant', content: [], usage: {} }],
  [{ type: 'GENERATION', traceId: 't' }],
  [{ resourceSpans: [] }],
  [{ timestamp: '2026-09-12', userId: 'u', sessionId: 's' }],
  [null],
])('%j is not its own', (record) => {
  expect(langfuse.recognize!(record, options).score).toBe(0);
});

describe('the download of one trace', () => {
  const trace = {
    id: 'tr-9',
    name: 'desk',
    timestamp: '2026-09-12T08:00:00.000Z',
    bookmarked: false,
    userId: 'u-9',
    sessionId: null,
    metadata: '{}',
    observations: ['ob-9'],
  };
  const { traceId: _, userId: __, ...observation } = records[1]!;
  const download = { trace, observations: [observation] };

  test('holds its observations beside the trace', () => {
    expect(langfuse.recognize!(download, options).score).toBe(0.98);
    const call = callOf(langfuse, download);
    expect(call).toMatchObject({ span: `tr-9/${String(observation.id)}`, trace: 'tr-9', user: 'u-9' });
    expect(usageRow(call.usage)).toEqual(usageRow(at(2).usage));
  });

  test('without observations it is only sums', () => {
    expect(langfuse.recognize!({ ...download, observations: [] }, options).unusable).toContain(
      'observations',
    );
    expect(langfuse.recognize!({ trace: { id: 'x' }, observations: [observation] }, options).score).toBe(0);
  });
});

test.each([
  [{ input: 1988, total: 1988 }, [1988, 0, 0, 0, 0, 0], 'the total leaves 0'],
  [{ input: 100, total: 130 }, [100, 0, 0, 0, 30, 0], 'the total leaves 30'],
])('usage without an output key: %j', (usageDetails, usage, warning) => {
  const call = callOf(langfuse, { ...records[1], usageDetails });
  expect(usageRow(call.usage)).toEqual(usage);
  expect(call.usageWarning).toContain(warning);
});
