import { describe, expect, test } from 'vitest';
import { tracedAnswer, tracedPrompt } from '../../../src/sources/traced-content/traced-content.ts';

const promptOf = (input: unknown) => tracedPrompt(input)?.map(({ role, strings }) => [role, ...strings]);

describe('a prompt', () => {
  test.each<[string, unknown, unknown]>([
    ['text', 'Hi', [['user', 'Hi']]],
    [
      'texts',
      ['a', 'b'],
      [
        ['user', 'a'],
        ['user', 'b'],
      ],
    ],
    [
      'a request',
      { model: 'm', system: 'S', messages: [{ role: 'user', content: 'Hi' }] },
      [
        ['system', 'S'],
        ['user', 'Hi'],
      ],
    ],
    ['JSON text of messages', '[{"role":"user","content":"Hi"}]', [['user', 'Hi']]],
    ['text that only looks like JSON', '{not json', [['user', '{not json']]],
    [
      'JSON of the application’s own, as it was written',
      '{ "question": "Hi" }',
      [['user', '{ "question": "Hi" }']],
    ],
    ['an object of the application’s own', { question: 'Hi' }, [['user', '{"question":"Hi"}']]],
    [
      'LangChain’s types',
      [
        { type: 'human', content: 'Hi' },
        { type: 'ai', data: { content: 'Ho' } },
      ],
      [
        ['user', 'Hi'],
        ['assistant', 'Ho'],
      ],
    ],
    [
      'LangChain’s classes in a list of lists',
      [
        [
          {
            lc: 1,
            type: 'constructor',
            id: ['langchain', 'AIMessageChunk'],
            kwargs: {
              content: 'Ho',
              additional_kwargs: { tool_calls: [{ function: { name: 'f', arguments: '{}' } }] },
            },
          },
        ],
      ],
      [['assistant', 'Ho', 'f', '{}']],
    ],
    [
      'the AI SDK’s parts',
      [
        { role: 'assistant', content: [{ type: 'tool-call', toolName: 'f', args: { a: 1 } }] },
        {
          role: 'tool',
          content: [{ type: 'tool-result', toolName: 'f', output: { type: 'text', value: 'ok' } }],
        },
      ],
      [
        ['assistant', 'f', '{"a":1}'],
        ['tool', 'ok'],
      ],
    ],
    [
      'items of Responses',
      [
        { type: 'function_call', name: 'f', arguments: '{}' },
        { role: 'user', content: [{ type: 'input_text', text: 'Hi' }] },
      ],
      [
        ['assistant', 'f', '{}'],
        ['user', 'Hi'],
      ],
    ],
    ['nothing', undefined, undefined],
    ['an empty object', {}, undefined],
    ['an empty list', [], undefined],
    ['nothing in text', '', undefined],
  ])('%s', (_, input, wanted) => {
    expect(promptOf(input)).toEqual(wanted);
  });
});

describe('an answer', () => {
  test.each<[string, unknown, string | undefined, readonly string[]]>([
    ['text', 'Yes', 'Yes', []],
    ['a message', { role: 'assistant', content: 'Yes' }, 'Yes', []],
    ['messages', [{ role: 'assistant', content: 'Yes' }], 'Yes', []],
    [
      'choices',
      {
        choices: [
          { message: { content: 'Yes', tool_calls: [{ function: { name: 'f', arguments: '{}' } }] } },
        ],
      },
      'Yes',
      ['f', '{}'],
    ],
    [
      'output items',
      { output: [{ type: 'message', content: [{ type: 'output_text', text: 'Yes' }] }] },
      'Yes',
      [],
    ],
    [
      'Anthropic’s blocks',
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'Yes' },
          { type: 'tool_use', name: 'f', input: { a: 1 } },
        ],
      },
      'Yes',
      ['f', '{"a":1}'],
    ],
    ['generations', { generations: [[{ text: 'Yes' }]] }, 'Yes', []],
    ['an object of the application’s own', { label: 'spam' }, '{"label":"spam"}', []],
    ['an empty object', {}, undefined, []],
    ['null', null, undefined, []],
  ])('%s', (_, output, text, toolCalls) => {
    expect(tracedAnswer(output, false)).toEqual(text === undefined ? undefined : { text, toolCalls });
  });
});
