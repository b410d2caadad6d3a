import { describe, expect, test } from 'vitest';
import { otel } from '../../../src/sources/tracing/otel.ts';
import { callOf, fixtureRecords, readRecord } from '../../support/read-source.ts';
import { otlp, span } from '../tracing/otel-records.ts';

const OPERATION = { 'gen_ai.operation.name': 'chat' };
const contentOf = (attributes: object, changes: object = {}) => {
  const { prompt, response } = callOf(otel, otlp(span({ ...OPERATION, ...attributes }, changes)));
  return { prompt: prompt?.map(({ kind, role, strings }) => [kind, role, ...strings]), response };
};

const QUESTION = [
  ['system', 'system', 'Be brief.'],
  ['message', 'user', 'Where is it?'],
];

describe('one prompt in every convention', () => {
  const parts = [{ role: 'user', parts: [{ type: 'text', content: 'Where is it?' }] }];
  const instructions = [{ type: 'text', content: 'Be brief.' }];
  const messages = [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Where is it?' },
  ];
  const event = (name: string, content: string) => ({
    name,
    attributes: [{ key: 'content', value: { stringValue: content } }],
  });

  test.each<[string, object, object]>([
    [
      'OpenTelemetry, as JSON text',
      {
        'gen_ai.input.messages': JSON.stringify(parts),
        'gen_ai.system_instructions': JSON.stringify(instructions),
      },
      {},
    ],
    [
      'OpenTelemetry, as structured values',
      { 'gen_ai.input.messages': parts, 'gen_ai.system_instructions': instructions },
      {},
    ],
    [
      'OpenTelemetry’s events',
      {},
      { events: [event('gen_ai.system.message', 'Be brief.'), event('gen_ai.user.message', 'Where is it?')] },
    ],
    [
      'an event that holds the whole call',
      {},
      {
        events: [
          {
            name: 'gen_ai.client.inference.operation.details',
            attributes: [{ key: 'gen_ai.input.messages', value: { stringValue: JSON.stringify(messages) } }],
          },
        ],
      },
    ],
    [
      'OpenLLMetry',
      {
        'gen_ai.prompt.1.content': 'Where is it?',
        'gen_ai.prompt.1.role': 'user',
        'gen_ai.prompt.0.role': 'system',
        'gen_ai.prompt.0.content': 'Be brief.',
      },
      {},
    ],
    [
      'OpenInference',
      {
        'llm.input_messages.0.message.role': 'system',
        'llm.input_messages.0.message.content': 'Be brief.',
        'llm.input_messages.1.message.role': 'user',
        'llm.input_messages.1.message.contents.0.message_content.type': 'text',
        'llm.input_messages.1.message.contents.0.message_content.text': 'Where is it?',
      },
      {},
    ],
    ['the Vercel AI SDK', { 'ai.prompt.messages': JSON.stringify(messages) }, {}],
    ['the input of a span', { 'input.value': JSON.stringify({ messages }) }, {}],
  ])('%s', (_, attributes, changes) => {
    expect(contentOf(attributes, changes).prompt).toEqual(QUESTION);
  });
});

test('more than ten messages stay in the order of their numbers', () => {
  const attributes = Object.fromEntries(
    Array.from({ length: 12 }, (_, i) => [
      [`gen_ai.prompt.${i}.role`, 'user'],
      [`gen_ai.prompt.${i}.content`, `m${i}`],
    ]).flat(),
  );
  expect(contentOf(attributes).prompt?.map((segment) => segment[2])).toEqual(
    Array.from({ length: 12 }, (_, i) => `m${i}`),
  );
});

test('tools, tool calls and their results', () => {
  const { prompt, response } = contentOf({
    'gen_ai.tool.definitions': '[{"name": "find", "parameters": {}}]',
    'gen_ai.input.messages': JSON.stringify([
      { role: 'assistant', parts: [{ type: 'tool_call', name: 'find', arguments: { n: 1 } }] },
      { role: 'tool', parts: [{ type: 'tool_call_response', response: { found: true } }] },
    ]),
    'gen_ai.output.messages': JSON.stringify([
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', content: 'Hm.' },
          { type: 'text', content: 'Found.' },
          { type: 'tool_call', name: 'stop', arguments: '{}' },
        ],
      },
    ]),
  });
  expect(prompt).toEqual([
    ['tool', '', '{"name":"find","parameters":{}}'],
    ['message', 'assistant', 'find', '{"n":1}'],
    ['message', 'tool', '{"found":true}'],
  ]);
  expect(response).toEqual({ text: 'Hm.\nFound.', toolCalls: ['stop', '{}'] });
});

test('thoughts are not counted again where usage is logged', () => {
  const output = JSON.stringify([
    {
      role: 'assistant',
      parts: [
        { type: 'reasoning', content: 'Hm.' },
        { type: 'text', content: 'Yes.' },
      ],
    },
  ]);
  const usage = { 'gen_ai.usage.input_tokens': 5, 'gen_ai.usage.output_tokens': 9 };
  expect(contentOf({ 'gen_ai.output.messages': output, ...usage }).response?.text).toBe('Yes.');
});

test('the fixture’s answers', () => {
  const answers = fixtureRecords('otel.jsonl').flatMap((record) => {
    const result = readRecord(otel, record);
    return result.kind === 'calls' ? result.calls.map(({ response }) => response) : [];
  });
  expect(answers.filter((answer) => answer !== undefined)).toEqual([
    { text: '', toolCalls: ['find_order', '{"number":4711}'] },
    { text: 'It is on its way.', toolCalls: [] },
    { text: 'A summary.', toolCalls: [] },
    { text: '', toolCalls: ['track', '{}'] },
    { text: 'Hi!', toolCalls: [] },
    { text: 'The Rhine.', toolCalls: [] },
  ]);
});

test('a prompt nested beyond reason is left out, the call is not', () => {
  let nested: unknown = 'x';
  for (let i = 0; i < 50_000; i++) nested = [nested];
  const record = otlp(
    span({ ...OPERATION, 'gen_ai.usage.input_tokens': 1, 'gen_ai.usage.output_tokens': 1 }),
  );
  const [group] = (record as { resourceSpans: { scopeSpans: { spans: { attributes: unknown }[] }[] }[] })
    .resourceSpans;
  const [inner] = group!.scopeSpans[0]!.spans;
  const attributes = {
    'gen_ai.input.messages': nested,
    'gen_ai.usage.input_tokens': 1,
    'gen_ai.usage.output_tokens': 1,
  };
  expect(
    callOf(otel, {
      ...record,
      resourceSpans: [{ ...group, scopeSpans: [{ spans: [{ ...inner, attributes }] }] }],
    }),
  ).toMatchObject({
    prompt: undefined,
    usage: { input: 1 },
  });
});
