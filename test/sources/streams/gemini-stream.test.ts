import { expect, test } from 'vitest';
import { gemini } from '../../../src/sources/apis/gemini.ts';
import { callOf, readRecord, usageRow } from '../../support/read-source.ts';

const piece = (parts: object[], usageMetadata: object, finishReason?: string) => ({
  candidates: [{ content: { role: 'model', parts }, finishReason, index: 0 }],
  usageMetadata,
  modelVersion: 'gemini-2.5-flash',
  responseId: 'r-1',
});
const pieces = [
  piece([{ text: 'Hm', thought: true }], {
    promptTokenCount: 9,
    thoughtsTokenCount: 20,
    totalTokenCount: 29,
  }),
  piece([{ text: 'Nor' }], {
    promptTokenCount: 9,
    candidatesTokenCount: 1,
    thoughtsTokenCount: 30,
    totalTokenCount: 40,
  }),
  piece(
    [{ text: 'th' }, { functionCall: { name: 'find', args: { a: 1 } } }],
    { promptTokenCount: 9, candidatesTokenCount: 6, thoughtsTokenCount: 30, totalTokenCount: 45 },
    'STOP',
  ),
];
const sent = pieces.map((it) => `data: ${JSON.stringify(it)}\r\n\r\n`).join('');

test.each([
  ['server-sent events', sent],
  ['the list without alt=sse', JSON.stringify(pieces, null, 1)],
  ['a parsed list', pieces],
])('%s count up: the last word of each count', (_, response) => {
  const call = callOf(gemini, { response });
  expect(usageRow(call.usage)).toEqual([9, 0, 0, 0, 36, 30]);
  expect(call).toMatchObject({
    ...{ key: 'gemini:r-1', model: 'gemini-2.5-flash', stream: true, finishReason: 'STOP' },
    response: { text: 'North', toolCalls: ['find', '{"a":1}'] },
  });
  expect(call.usageWarning).toBeUndefined();
});

test('without usage, thoughts are text to estimate', () => {
  const call = callOf(gemini, { response: pieces.map(({ usageMetadata: _, ...rest }) => rest) });
  expect(call.usage).toBeUndefined();
  expect(call.response?.text).toBe('Hm\nNorth');
});

test('an error comes as a list of one', () => {
  const error = { code: 429, message: 'slow', status: 'RESOURCE_EXHAUSTED' };
  const request = {
    url: 'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:streamGenerateContent',
  };
  expect(callOf(gemini, { request, response: { status: 429, body: [{ error }] } })).toMatchObject({
    ...{ failed: true, status: 429, error: 'RESOURCE_EXHAUSTED' },
  });
});

test('a list that was cut is not read as an answer in words', () => {
  expect(readRecord(gemini, { response: JSON.stringify(pieces).slice(0, 90) }).kind).toBe('skip');
});
