import { describe, expect, test } from 'vitest';
import { toolNames, toolsCalled } from '../../../src/ingest/facts/tool-names.ts';
import type { Segment } from '../../../src/model/segment.ts';
import { anthropic } from '../../../src/sources/apis/anthropic.ts';
import { bedrock } from '../../../src/sources/apis/bedrock.ts';
import { gemini } from '../../../src/sources/apis/gemini.ts';
import { openai } from '../../../src/sources/apis/openai.ts';
import { langfuse } from '../../../src/sources/tracing/langfuse.ts';
import { langsmith } from '../../../src/sources/tracing/langsmith.ts';
import { otel } from '../../../src/sources/tracing/otel.ts';
import { callOf, callsOf, fixtureRecords, readRecord } from '../../support/read-source.ts';

const schema = (value: unknown): Segment => ({ kind: 'tool', role: '', strings: [JSON.stringify(value)] });
const says = (role: string, ...strings: string[]): Segment => ({ kind: 'message', role, strings });

describe('the name of a tool', () => {
  test.each([
    ['OpenAI chat', { type: 'function', function: { name: 'find' } }, ['find']],
    ['OpenAI chat, custom', { type: 'custom', custom: { name: 'run' } }, ['run']],
    ['OpenAI Responses', { type: 'function', name: 'find', parameters: {} }, ['find']],
    ['OpenAI Responses, custom', { type: 'custom', name: 'run', format: { type: 'text' } }, ['run']],
    ['the older functions', { name: 'find', parameters: {} }, ['find']],
    ['Anthropic', { name: 'find', input_schema: {} }, ['find']],
    ['one that Anthropic defines', { type: 'bash_20250124', name: 'bash' }, ['bash']],
    ['Bedrock', { toolSpec: { name: 'find', inputSchema: {} } }, ['find']],
    ['a client of MCP servers', { name: 'mcp__files/read.text' }, ['mcp__files/read.text']],
    ['Gemini, several in one', { functionDeclarations: [{ name: 'a' }, { name: 'b' }] }, ['a', 'b']],
    ['a namespace', { type: 'namespace', name: 'crm', tools: [{ type: 'function', name: 'a' }] }, ['a']],
  ])('%s', (_, tool, names) => expect(toolNames(schema(tool))).toEqual(names));

  test.each([
    ['known by its type alone', { type: 'web_search' }],
    ['a remote server', { type: 'mcp', server_label: 'files', server_url: 'https://files.example' }],
    ['deferred: it is no part of the prompt', { name: 'late', input_schema: {}, defer_loading: true }],
    ['deferred in a namespace', { type: 'namespace', tools: [{ name: 'late', defer_loading: true }] }],
    ['a built-in tool of Gemini', { googleSearch: {} }],
    ['no name that an API allows', { name: 'two words' }],
    ['no object', 'find'],
  ])('none: %s', (_, tool) => expect(toolNames(schema(tool))).toEqual([]));

  test('none where the schema is no JSON', () => {
    expect(toolNames({ kind: 'tool', role: '', strings: ['{"name":'] })).toEqual([]);
    expect(toolNames({ kind: 'tool', role: '', strings: [] })).toEqual([]);
  });
});

describe('the names in a message', () => {
  test('of the model, each once', () => {
    expect(toolNames(says('assistant', 'Let me look.', 'find', '{}', 'find', '{"a":1}'))).toEqual(['find']);
    expect(toolNames(says('model', 'find', '{}'))).toEqual(['find']);
  });
  test('none of others', () => {
    expect(toolNames(says('user', 'find'))).toEqual([]);
    expect(toolNames({ kind: 'system', role: 'system', strings: ['find'] })).toEqual([]);
  });
});

test('what an answer calls is sorted, each once', () => {
  const toolCalls = ['write', '{"a":1}', 'find', '{}', 'write', '{}'];
  expect(toolsCalled({ text: '', toolCalls })).toBe('["find","write"]');
  expect(toolsCalled({ text: 'find', toolCalls: [] })).toBe('');
  expect(toolsCalled({ text: '', toolCalls: ['{}'] })).toBe('');
  expect(toolsCalled(undefined)).toBe('');
});

describe('tools come through every reader that has them', () => {
  const tool = { type: 'function', function: { name: 'find', parameters: {} } };
  const asked = [{ role: 'user', content: 'hi' }];

  test.each([
    ['openai', openai, 'openai.jsonl', 4, 'find_depot'],
    ['anthropic', anthropic, 'anthropic.jsonl', 3, 'lookup'],
    ['bedrock', bedrock, 'bedrock.jsonl', 1, 'track_parcel'],
    ['langsmith', langsmith, 'langsmith.jsonl', 1, 'find_order'],
    ['otel', otel, 'otel.jsonl', 0, 'find_order'],
    ['OpenInference', otel, 'otel.jsonl', 2, 'track'],
  ])('%s', (_, source, file, line, name) => {
    const calls = callsOf([readRecord(source, fixtureRecords(file)[line])]);
    const prompts = calls.flatMap(({ prompt = [] }) => prompt);
    const offered = prompts.filter(({ kind }) => kind === 'tool').flatMap((it) => toolNames(it));
    const called = calls.map(({ response }) => toolsCalled(response)).filter((it) => it !== '');
    expect(called).toEqual([`["${name}"]`]);
    expect(offered).toEqual([name]);
  });

  test('Gemini', () => {
    const called = { functionCall: { name: 'news', args: {} } };
    const call = callOf(gemini, {
      request: {
        contents: [{ role: 'user', parts: [{ text: 'hi' }] }],
        tools: [{ functionDeclarations: [{ name: 'weather' }, { name: 'news' }] }, { googleSearch: {} }],
      },
      response: {
        candidates: [{ content: { role: 'model', parts: [called] }, finishReason: 'STOP' }],
        usageMetadata: { promptTokenCount: 20, candidatesTokenCount: 5, totalTokenCount: 25 },
        modelVersion: 'gemini-2.5-flash',
      },
    });
    expect(call.prompt!.filter(({ kind }) => kind === 'tool').map((it) => toolNames(it))).toEqual([
      ['weather'],
      ['news'],
      [],
    ]);
    expect(toolsCalled(call.response)).toBe('["news"]');
  });

  test('Langfuse', () => {
    const call = callOf(langfuse, {
      id: 'g',
      type: 'GENERATION',
      traceId: 't',
      startTime: '2026-09-13T09:00:00Z',
      model: 'gpt-4.1',
      input: { messages: asked, tools: [tool] },
      output: {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'b', ...tool, function: { name: 'find', arguments: '{}' } }],
      },
      usageDetails: { input: 10, output: 5, total: 15 },
    });
    expect(call.prompt!.flatMap((it) => toolNames(it))).toEqual(['find']);
    expect(toolsCalled(call.response)).toBe('["find"]');
  });

  test("OpenAI's Responses, custom tools too", () => {
    const call = callOf(openai, {
      request: {
        model: 'gpt-5',
        input: [
          { role: 'user', content: 'hi' },
          { type: 'function_call', name: 'find', arguments: '{}' },
        ],
        tools: [
          { type: 'function', name: 'find' },
          { type: 'custom', name: 'run' },
        ],
      },
      response: {
        id: 'resp_1',
        object: 'response',
        status: 'completed',
        model: 'gpt-5',
        output: [{ type: 'custom_tool_call', name: 'run', input: 'print(1)' }],
        usage: { input_tokens: 100, output_tokens: 5, total_tokens: 105 },
      },
    });
    expect(call.prompt!.map((it) => toolNames(it))).toEqual([['find'], ['run'], [], ['find']]);
    expect(toolsCalled(call.response)).toBe('["run"]');
  });
});
