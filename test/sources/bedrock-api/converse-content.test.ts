import { expect, test } from 'vitest';
import {
  converseAnswer,
  conversePrompt,
  isConverseRequest,
  isConverseResponse,
} from '../../../src/sources/bedrock-api/converse-content.ts';

const user = (...content: unknown[]) => ({ messages: [{ role: 'user', content }] });

test.each([
  ['text', { text: 'hi' }, ['hi']],
  ['a cache point', { cachePoint: { type: 'default' } }, []],
  ['guarded text', { guardContent: { text: { text: 'mine' } } }, ['mine']],
  ['reasoning', { reasoningContent: { reasoningText: { text: 'so' } } }, ['so']],
  ['citations', { citationsContent: { content: [{ text: 'cited' }] } }, ['cited']],
  ['a text document', { document: { name: 'a', source: { text: 'whole' } } }, ['whole']],
  ['a tool’s answer', { toolResult: { content: [{ text: 'a' }, { json: { b: 1 } }] } }, ['a', '{"b":1}']],
  ['Anthropic’s own spelling', { type: 'text', text: 'own' }, ['own']],
  ['nothing known', null, []],
])('%s', (_, block, strings) => {
  expect(conversePrompt(user(block))?.[0]?.strings).toEqual(strings);
});

test('images are stand-ins: equal for equal bytes', () => {
  const image = (bytes: string) =>
    conversePrompt(user({ image: { format: 'png', source: { bytes } } }))?.[0]?.strings[0];
  expect(image('AAAA')).toMatch(/^\[image sha:/);
  expect(image('AAAA')).toBe(image('AAAA'));
  expect(image('AAAA')).not.toBe(image('AAAB'));
});

test('tools without their cache points', () => {
  const toolConfig = { tools: [{ toolSpec: { name: 'look' } }, { cachePoint: { type: 'default' } }] };
  expect(conversePrompt({ ...user({ text: 'a' }), toolConfig })?.map(({ strings }) => strings)).toEqual([
    ['{"name":"look"}'],
    ['a'],
  ]);
});

test('reasoning is text of the answer only where usage does not count it', () => {
  const content = [{ reasoningContent: { reasoningText: { text: 'Hm.' } } }, { text: 'Yes' }];
  const answer = { output: { message: { content } } };
  expect(converseAnswer(answer, false)?.text).toBe('Yes');
  expect(converseAnswer(answer, true)?.text).toBe('Hm.\nYes');
});

test('Converse is told from other chat APIs', () => {
  expect(isConverseRequest(user({ text: 'hi' }))).toBe(true);
  expect(isConverseRequest(user({ type: 'text', text: 'hi' }))).toBe(false);
  expect(isConverseRequest({ messages: [{ role: 'user', content: 'hi' }] })).toBe(false);
  expect(isConverseResponse({ output: { message: { content: [] } }, stopReason: 'end_turn' })).toBe(true);
  expect(isConverseResponse({ output: [{ type: 'message', content: [] }], usage: {} })).toBe(false);
});
