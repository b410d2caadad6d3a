import { describe, expect, test } from 'vitest';
import type { CallRecord } from '../../../src/model/call-record.ts';
import { otel } from '../../../src/sources/tracing/otel.ts';
import { fixtureRecords, readRecord, readTable, usageRow } from '../../support/read-source.ts';
import { otlp, span } from './otel-records.ts';

const records = fixtureRecords('otel.jsonl');
const options = { map: {}, epoch: 0 };

function callsAt(line: number): readonly CallRecord[] {
  const result = readRecord(otel, records[line - 1]);
  if (result.kind !== 'calls') throw new Error(JSON.stringify(result));
  return result.calls;
}

describe('the fixture', () => {
  // line, call, [input, cache read, write 5m, write 1h, output, reasoning], model, provider, time, latency
  const golden: readonly (readonly [number, number, number[], string | undefined, string, string, number])[] =
    [
      [1, 0, [2900, 0, 0, 0, 150, 0], undefined, '', '2026-09-10T00:26:40.000Z', 4000],
      [1, 1, [1400, 0, 0, 0, 60, 0], 'gpt-4.1-2025-04-14', 'openai', '2026-09-10T00:26:40.250Z', 1700],
      [1, 2, [220, 1280, 0, 0, 90, 40], 'gpt-4.1-2025-04-14', 'openai', '2026-09-10T00:26:42.500Z', 1400],
      [
        2,
        0,
        [200, 4000, 1000, 0, 80, 0],
        'claude-haiku-4-5-20251001',
        'anthropic',
        '2026-09-10T00:27:40.000Z',
        2000,
      ],
      [3, 0, [12, 0, 0, 0, 0, 0], 'text-embedding-3-small', 'openai', '2026-09-10T00:28:10.000Z', 1000],
      [3, 1, [288, 512, 0, 0, 50, 0], 'gpt-4o-mini', 'azure', '2026-09-10T00:28:12.000Z', 2000],
      [4, 0, [900, 600, 0, 0, 70, 0], 'claude-sonnet-4-5', 'anthropic', '2026-09-10T00:28:40.000Z', 3000],
      [
        4,
        1,
        [900, 600, 100, 200, 70, 0],
        'claude-sonnet-4-5-20250929',
        'anthropic',
        '2026-09-10T00:28:40.100Z',
        2800,
      ],
      [5, 0, [45, 0, 0, 0, 15, 0], 'mistral-small-latest', 'mistral', '2026-09-10T00:30:00.120Z', 1200],
      [6, 0, [300, 0, 0, 0, 25, 0], 'gemini-2.5-flash', 'google', '2026-09-10T00:31:40.100Z', 2100],
    ];

  test.each(golden)('line %i, call %i', (line, index, usage, model, provider, time, latencyMs) => {
    const call = callsAt(line)[index]!;
    expect(usageRow(call.usage)).toEqual(usage);
    expect([call.model, call.provider ?? '']).toEqual([model, provider]);
    expect(call.time).toBe(Date.parse(time));
    expect(call.latencyMs).toBe(latencyMs);
    expect([call.usageWarning, call.failed]).toEqual([undefined, false]);
  });

  test('calls and steps stand in their trace, so that an agent’s sums can be told from its calls', () => {
    const trace = '5f1c0a77b2d94e3c8a6612f0d3b47e91';
    const result = readRecord(otel, records[0]);
    expect(result).toMatchObject({
      kind: 'calls',
      calls: [
        { span: `${trace}/a000000000000001`, parentSpan: undefined },
        { span: `${trace}/a000000000000002`, parentSpan: `${trace}/a000000000000001` },
        { span: `${trace}/a000000000000004`, parentSpan: `${trace}/a000000000000001` },
      ],
      steps: [{ span: `${trace}/a000000000000003`, parentSpan: `${trace}/a000000000000001` }],
    });
    expect(callsAt(1)[1]).toMatchObject({ key: `otel:${trace}/a000000000000002`, id: 'chatcmpl-otel-1' });
  });

  test('labels, parameters and outcome', () => {
    expect(callsAt(1)[1]).toMatchObject({
      requestedModel: 'gpt-4.1',
      endpoint: 'chat',
      finishReason: 'tool_calls',
      temperature: 0.2,
      maxOutputTokens: 500,
      tier: 'standard',
      user: 'u-17',
      session: 'conv-9',
      feature: 'helper',
      trace: '5f1c0a77b2d94e3c8a6612f0d3b47e91',
      tags: { 'service.name': 'support-desk', 'deployment.environment': 'production' },
    });
    expect(callsAt(1)[2]).toMatchObject({ stream: true, timeToFirstTokenMs: 350 });
    expect(callsAt(2)[0]).toMatchObject({
      user: 'u-3',
      session: 's-3',
      feature: 'digest',
      stream: false,
      finishReason: 'end_turn',
    });
    expect(callsAt(3)[1]).toMatchObject({
      loggedCostUsd: 0.00024,
      temperature: 0,
      maxOutputTokens: 200,
      params: { temperature: 0, max_tokens: 200, seed: 7 },
      session: 'sess-2',
      feature: 'search',
      tags: { beta: 'true', plan: 'pro', 'service.name': 'search' },
    });
    expect(callsAt(3)[0]?.endpoint).toBe('embedding');
    expect(callsAt(4)[1]).toMatchObject({
      stream: true,
      timeToFirstTokenMs: 421,
      user: 'u-40',
      feature: 'chat-route',
      endpoint: 'messages',
    });
    expect(callsAt(5)[0]).toMatchObject({ feature: 'quiz' });
    expect(callsAt(6)[0]).toMatchObject({
      parentSpan: '44cc0000aa11223344cc0000aa112233/f000000000000001',
      tags: { 'deployment.environment': 'test' },
    });
  });

  test('failures have a name and perhaps a status, never a message', () => {
    expect(callsAt(2)[1]).toMatchObject({
      failed: true,
      status: 429,
      error: 'RateLimitError',
      usage: undefined,
    });
    expect(callsAt(7)[0]).toMatchObject({ failed: true, error: 'APITimeoutError', usage: undefined });
    expect(JSON.stringify(records.map((record) => readRecord(otel, record)))).not.toMatch(
      /notakey|slow down/,
    );
  });

  test('a log event is the call of its span, and counts that are none are refused', () => {
    expect(callsAt(8)).toHaveLength(1);
    expect(callsAt(8)[0]).toMatchObject({ key: 'otel:5f1c0a77b2d94e3c8a6612f0d3b47e91/a000000000000009' });
    expect(usageRow(callsAt(8)[0]?.usage)).toEqual([33, 0, 0, 0, 11, 0]);
    expect(callsAt(9)[0]).toMatchObject({ usage: undefined, usageWarning: expect.stringContaining('-4') });
  });
});

describe('usage', () => {
  const usageOf = (attributes: object) => {
    const result = readRecord(otel, otlp(span({ 'gen_ai.operation.name': 'chat', ...attributes })));
    const call = result.kind === 'calls' ? result.calls[0] : undefined;
    return [usageRow(call?.usage), call?.usageWarning];
  };

  test('a cache beyond the input stands outside it, and a warning says so', () => {
    const [usage, warning] = usageOf({
      'gen_ai.usage.input_tokens': 10,
      'gen_ai.usage.output_tokens': 5,
      'gen_ai.usage.cache_read.input_tokens': 900,
      'gen_ai.usage.cache_creation.input_tokens': 50,
    });
    expect(usage).toEqual([10, 900, 50, 0, 5, 0]);
    expect(warning).toContain('exceed the prompt of 10');
  });

  test('the total puts reasoning outside the output', () => {
    const reasoning = { 'llm.token_count.completion_details.reasoning': 30 };
    const sides = { 'llm.token_count.prompt': 10, 'llm.token_count.completion': 40 };
    expect(usageOf({ ...sides, ...reasoning, 'llm.token_count.total': 80 })[0]).toEqual([
      10, 0, 0, 0, 70, 30,
    ]);
    expect(usageOf({ ...sides, ...reasoning, 'llm.token_count.total': 50 })[0]).toEqual([
      10, 0, 0, 0, 40, 30,
    ]);
    expect(usageOf({ ...sides, ...reasoning })[0]).toEqual([10, 0, 0, 0, 40, 30]);
  });

  test('version 6 of the AI SDK includes Anthropic’s cache in the input, version 5 does not', () => {
    const counts = {
      'ai.operationId': 'ai.generateText.doGenerate',
      'ai.model.provider': 'anthropic.messages',
      'ai.usage.inputTokens': 1000,
      'ai.usage.outputTokens': 9,
      'ai.usage.cachedInputTokens': 700,
    };
    expect(usageOf(counts)[0]).toEqual([1000, 700, 0, 0, 9, 0]);
    expect(
      usageOf({
        ...counts,
        'ai.usage.inputTokenDetails.cacheReadTokens': 700,
        'ai.usage.inputTokenDetails.cacheWriteTokens': 100,
      })[0],
    ).toEqual([200, 700, 100, 0, 9, 0]);
    expect(usageOf({ ...counts, 'ai.model.provider': 'openai.chat' })[0]).toEqual([300, 700, 0, 0, 9, 0]);
  });

  test('a total alone and zeros are no usage', () => {
    expect(usageOf({ 'llm.usage.total_tokens': 40 })[0]).toBeUndefined();
    expect(usageOf({ 'gen_ai.usage.input_tokens': 0, 'gen_ai.usage.output_tokens': 0 })[0]).toBeUndefined();
  });
});

describe('what is a call', () => {
  const kindOf = (attributes: object) => readRecord(otel, otlp(span(attributes))).kind;

  test.each([
    [{ 'gen_ai.operation.name': 'chat' }, 'calls'],
    [{ 'openinference.span.kind': 'LLM' }, 'calls'],
    [{ 'llm.request.type': 'completion' }, 'calls'],
    [{ 'ai.operationId': 'ai.generateText.doGenerate' }, 'calls'],
    [{ 'gen_ai.usage.input_tokens': 4, 'gen_ai.usage.output_tokens': 4 }, 'calls'],
    [{ 'ai.operationId': 'ai.generateText' }, 'other'],
    [{ 'gen_ai.operation.name': 'execute_tool' }, 'other'],
    [{ 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.request.model': 'gpt-4.1' }, 'other'],
    [{ 'openinference.span.kind': 'RETRIEVER' }, 'other'],
    [{ 'http.response.status_code': 500 }, 'other'],
  ])('%j: %s', (attributes, kind) => {
    expect(kindOf(attributes)).toBe(kind);
  });
});

describe('recognition', () => {
  test.each(records.map((_, i) => [i + 1]))('line %i', (line) => {
    expect(otel.recognize!(records[line - 1], options).score).toBeGreaterThanOrEqual(0.95);
  });

  test('spans of other programs are its own too, metrics are known and cannot be used', () => {
    expect(otel.recognize!({ resourceSpans: [] }, options).score).toBe(0.99);
    expect(otel.recognize!({ resourceMetrics: [{}] }, options).unusable).toContain('export traces');
    expect(otel.recognize!({ resourceLogs: [{}] }, options).score).toBeLessThan(0.6);
  });

  test.each([
    [{ traceId: 't', id: 'o', type: 'GENERATION', startTime: '2026-09-10', usageDetails: {} }],
    [{ id: 'r', trace_id: 't', run_type: 'llm', start_time: '2026-09-10' }],
    [{ name: 'x', attributes: {} }],
    [{ spans: [] }],
    [[]],
    [null],
  ])('%j is not its own', (record) => {
    expect(otel.recognize!(record, options).score).toBe(0);
  });
});

test('a trace that Phoenix’s command line exports', () => {
  const trace = { traceId: 'abcd', status: 'OK', duration: 500, spans: [records[6], records[4]] };
  expect(otel.recognize!(trace, options).score).toBe(0.98);
  const result = readRecord(otel, trace);
  expect(result).toMatchObject({ kind: 'calls', calls: [{ failed: true }, { usage: { input: 45 } }] });
});

test('Phoenix’s table of spans', () => {
  const header = [
    'context.trace_id',
    'context.span_id',
    'parent_id',
    'name',
    'span_kind',
    'start_time',
    'end_time',
    'status_code',
    'attributes.llm.model_name',
    'attributes.llm.token_count.prompt',
    'attributes.llm.token_count.completion',
    'attributes.llm.input_messages',
  ];
  expect(otel.recognizeHeader!(header, options).score).toBeGreaterThan(0.9);
  const cell = '"[{""message.role"": ""user"", ""message.content"": ""Hi""}]"';
  const text = `${header.join(',')}\nabcd,0123456789abcdef,,chat,LLM,2026-09-10 00:00:00+00:00,2026-09-10 00:00:01+00:00,OK,gpt-4o,20,3,${cell}\n`;
  const [result] = readTable(otel, text);
  if (result?.kind !== 'calls') throw new Error(JSON.stringify(result));
  expect(usageRow(result.calls[0]!.usage)).toEqual([20, 0, 0, 0, 3, 0]);
  expect(result.calls[0]).toMatchObject({
    model: 'gpt-4o',
    latencyMs: 1000,
    prompt: [{ role: 'user', strings: ['Hi'] }],
  });
});
