import { describe, expect, test } from 'vitest';
import { geminiAnswer, geminiFinish, geminiPrompt } from '../../../src/sources/gemini-api/gemini-prompt.ts';

const strings = (request: object) =>
  geminiPrompt({ ...request })?.map((it) => [it.kind, it.role, ...it.strings]);
const hello = [['message', 'user', 'Hello']];

describe('geminiPrompt', () => {
  test.each([
    ['a text', 'Hello'],
    ['texts', ['Hello']],
    ['a part', { text: 'Hello' }],
    ['parts', [{ text: 'Hello' }]],
    ['a content', { role: 'user', parts: [{ text: 'Hello' }] }],
    ['contents', [{ parts: [{ text: 'Hello' }] }]],
  ])('reads %s', (_, contents) => {
    expect(strings({ contents })).toEqual(hello);
  });

  test('functions, then the system instruction, then the turns', () => {
    const find = { name: 'find', parameters: {} };
    const system = { parts: [{ text: 'Be brief.' }] };
    const contents = [
      { role: 'user', parts: [{ text: 'Where?' }, { inlineData: { mimeType: 'image/png', data: 'AAAA' } }] },
      { role: 'model', parts: [{ functionCall: { name: 'find', args: { a: 1 } } }] },
      { role: 'user', parts: [{ functionResponse: { name: 'find', response: { at: 'Kiel' } } }] },
    ];
    const tools = [{ functionDeclarations: [find] }, { googleSearch: {} }];
    const expected = [
      ['tool', '', JSON.stringify(find)],
      ['tool', '', '{"googleSearch":{}}'],
      ['system', 'system', 'Be brief.'],
      ['message', 'user', 'Where?', expect.stringMatching(/^\[image sha:\w+\]$/)],
      ['message', 'model', 'find', '{"a":1}'],
      ['message', 'user', 'find', '{"at":"Kiel"}'],
    ];
    expect(strings({ tools, systemInstruction: system, contents })).toEqual(expected);
    expect(strings({ config: { tools, systemInstruction: system }, contents })).toEqual(expected);
    const python = [{ function_declarations: [find] }, { googleSearch: {} }];
    expect(strings({ tools: python, system_instruction: 'Be brief.', contents })).toEqual(expected);
  });

  test('texts to embed are messages', () => {
    const content = { parts: [{ text: 'Hello' }] };
    expect(strings({ content })).toEqual(hello);
    expect(strings({ requests: [{ content }, { content }] })).toEqual([...hello, ...hello]);
  });

  test.each([{}, { contents: [] }, { contents: 7 }, { contents: [{ parts: [{}] }] }])(
    '%j has none',
    (request) => {
      expect(geminiPrompt({ ...request })).toBeUndefined();
    },
  );
});

describe('geminiAnswer', () => {
  const parts = [{ text: 'Hm', thought: true }, { text: 'Kiel' }, { executableCode: { code: 'x=1' } }];
  const response = { candidates: [{ content: { parts } }, { content: { parts: [{ text: 'Emden' }] } }] };
  test('joins all candidates, thoughts only when asked for', () => {
    expect(geminiAnswer(response, false)?.text).toBe('Kiel\nx=1\nEmden');
    expect(geminiAnswer(response, true)?.text).toBe('Hm\nKiel\nx=1\nEmden');
    expect(geminiAnswer({ candidates: [] }, true)).toBeUndefined();
  });

  test('ended for the candidate’s reason, else because the prompt was blocked', () => {
    expect(geminiFinish({ candidates: [{ finishReason: 'SAFETY' }] })).toBe('SAFETY');
    expect(geminiFinish({ prompt_feedback: { block_reason: 'OTHER' } })).toBe('OTHER');
    expect(geminiFinish({})).toBeUndefined();
  });
});
