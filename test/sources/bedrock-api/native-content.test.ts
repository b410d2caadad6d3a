import { expect, test } from 'vitest';
import {
  bedrockAnswer,
  bedrockFinish,
  bedrockPrompt,
} from '../../../src/sources/bedrock-api/native-content.ts';

test.each([
  ['Titan', { inputText: 'a' }, ['a']],
  ['Llama', { prompt: 'a' }, ['a']],
  [
    'Cohere',
    { preamble: 'p', chat_history: [{ role: 'USER', message: 'a' }], message: 'b' },
    ['p', 'a', 'b'],
  ],
  ['Cohere embed', { texts: ['a', 'b'] }, ['a', 'b']],
  ['chat', { messages: [{ role: 'user', content: 'a' }] }, ['a']],
  [
    'Anthropic',
    { anthropic_version: 'x', system: 's', messages: [{ role: 'user', content: 'a' }] },
    ['s', 'a'],
  ],
  ['Nova', { system: [{ text: 's' }], messages: [{ role: 'user', content: [{ text: 'a' }] }] }, ['s', 'a']],
])('the prompt of %s', (_, request, texts) => {
  expect(bedrockPrompt(request)?.flatMap(({ strings }) => strings)).toEqual(texts);
});

test.each([
  ['Titan', { results: [{ outputText: 'a', completionReason: 'FINISH' }] }, 'a', 'FINISH'],
  ['Llama', { generation: 'a', stop_reason: 'length' }, 'a', 'length'],
  ['Mistral', { outputs: [{ text: 'a', stop_reason: 'stop' }] }, 'a', 'stop'],
  ['Cohere', { generations: [{ text: 'a', finish_reason: 'COMPLETE' }] }, 'a', 'COMPLETE'],
  ['Claude 2', { completion: 'a', stop_reason: 'stop_sequence' }, 'a', 'stop_sequence'],
  ['chat', { choices: [{ message: { content: 'a' }, finish_reason: 'stop' }] }, 'a', 'stop'],
  ['nothing', {}, undefined, undefined],
])('the answer of %s', (_, response, text, finish) => {
  expect([bedrockAnswer(response, true)?.text, bedrockFinish(response)]).toEqual([text, finish]);
});
