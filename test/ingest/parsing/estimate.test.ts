import fc from 'fast-check';
import { Tiktoken } from 'js-tiktoken/lite';
import cl100k from 'js-tiktoken/ranks/cl100k_base';
import o200k from 'js-tiktoken/ranks/o200k_base';
import { describe, expect, test } from 'vitest';
import { START } from '../../support/chat-lines.ts';
import { runAudit } from '../../support/run-audit.ts';

const encodings = { o200k: new Tiktoken(o200k), cl100k: new Tiktoken(cl100k) };
type EncodingName = keyof typeof encodings;

interface Message {
  readonly role: string;
  readonly content: string | null;
  readonly name?: string;
  readonly tool_calls?: readonly {
    readonly function: { readonly name: string; readonly arguments: string };
  }[];
}

interface Chat {
  readonly messages: readonly Message[];
  readonly tools?: readonly object[];
  readonly answer: Message;
}

/** The counting rule, written down once more, message by message and string by string. */
function expectedTokens({ messages, tools, answer }: Chat, encoding: EncodingName) {
  const count = (text: string) => encodings[encoding].encode(text, [], []).length;
  let input = 3;
  for (const { role, content, name, tool_calls } of messages) {
    input += 3 + count(role) + (content === null ? 0 : count(content));
    if (name !== undefined) input += 1 + count(name);
    for (const { function: called } of tool_calls ?? [])
      input += count(called.name) + count(called.arguments);
  }
  if (tools !== undefined) input += count(JSON.stringify(tools));
  let output = answer.content === null ? 0 : count(answer.content);
  for (const { function: called } of answer.tool_calls ?? [])
    output += count(called.name) + count(called.arguments);
  return { input, output };
}

function lineOf({ messages, tools, answer }: Chat, model: string, more: object = {}): string {
  return JSON.stringify({
    timestamp: new Date(START).toISOString(),
    request: { model, messages, ...(tools !== undefined && { tools }) },
    response: {
      object: 'chat.completion',
      model,
      choices: [{ index: 0, message: answer, finish_reason: 'stop' }],
      ...more,
    },
  });
}

const text = fc.oneof(
  fc.constantFrom(
    'Hello!',
    'naïve façade — 你好 🙂',
    '<|endoftext|> is text',
    '   spaces\n\n\tand tabs  ',
    'x = [1, 2];',
  ),
  fc.lorem({ maxCount: 12 }),
  fc.string({ minLength: 1, maxLength: 30 }),
);
const called = fc.record({
  id: fc.constant('call_1'),
  type: fc.constant('function'),
  function: fc.record({
    name: fc.constantFrom('get_weather', 'search'),
    arguments: fc.json({ maxDepth: 2 }),
  }),
});
const message: fc.Arbitrary<Message> = fc.oneof(
  fc.record({ role: fc.constantFrom('system', 'user', 'assistant'), content: text }),
  fc.record({ role: fc.constant('user'), content: text, name: fc.constantFrom('ann', 'Łukasz_B') }),
  fc.record({
    role: fc.constant('assistant'),
    content: fc.constant(null),
    tool_calls: fc.array(called, { minLength: 1, maxLength: 2 }),
  }),
);
const tool = fc.record({
  type: fc.constant('function'),
  function: fc.record({
    name: fc.constantFrom('search', 'b'),
    description: text,
    parameters: fc.dictionary(fc.string(), text),
  }),
});
const chat: fc.Arbitrary<Chat> = fc.record(
  {
    messages: fc.array(message, { minLength: 1, maxLength: 5 }),
    tools: fc.array(tool, { minLength: 1, maxLength: 3 }),
    answer: fc.oneof(
      fc.record({ role: fc.constant('assistant'), content: text }),
      fc.record({
        role: fc.constant('assistant'),
        content: fc.constant(null),
        tool_calls: fc.array(called, { minLength: 1, maxLength: 2 }),
      }),
    ),
  },
  { requiredKeys: ['messages', 'answer'] },
);

describe('estimates of calls without usage', () => {
  test.each([
    ['gpt-4.1', 'o200k'],
    ['gpt-4o-mini', 'o200k'],
    ['gpt-4-turbo', 'cl100k'],
    ['gpt-3.5-turbo', 'cl100k'],
  ] as const)('%s is counted by the published rule in %s', async (model, encoding) => {
    await fc.assert(
      fc.asyncProperty(chat, async (conversation) => {
        const report = await runAudit('/', ['-'], {
          stdin: lineOf(conversation, model),
          detectors: [],
          strategies: [],
        });
        const { estimatedCalls, tokens } = report.totals;
        expect(estimatedCalls).toBe(1);
        expect({ input: tokens.input, output: tokens.output }).toEqual(
          expectedTokens(conversation, encoding),
        );
      }),
      { numRuns: 40 },
    );
  });

  test('by hand: "hi" to gpt-4.1 is 3 for the message, 1 for the role, 1 for the word, 3 for the reply', async () => {
    const conversation = {
      messages: [{ role: 'user', content: 'hi' }],
      answer: { role: 'assistant', content: 'hi' },
    };
    const { totals } = await runAudit('/', ['-'], { stdin: lineOf(conversation, 'gpt-4.1') });
    expect(totals.tokens).toMatchObject({ input: 8, output: 1 });
  });
});

describe('estimates for families without a public vocabulary', () => {
  const model = 'claude-sonnet-4-5';
  const sentence = 'The quick brown fox jumps over the lazy dog near the river bank. ';
  const conversation = (i: number): Chat => ({
    messages: [{ role: 'user', content: sentence.repeat(2 + (i % 5)) + i }],
    answer: { role: 'assistant', content: sentence },
  });
  /** Calls whose logged prompt is `ratio` times its o200k_base tokens, and one without usage. */
  const log = (calls: number, ratio: number) => [
    ...Array.from({ length: calls }, (_, i) => {
      const base = expectedTokens(conversation(i), 'o200k').input;
      const usage = {
        prompt_tokens: Math.round(base * ratio),
        completion_tokens: 5,
        total_tokens: Math.round(base * ratio) + 5,
      };
      return lineOf(conversation(i), model, { usage, id: `chatcmpl-${i}` });
    }),
    lineOf(conversation(77), model),
  ];

  async function estimated(calls: number, ratio: number) {
    const lines = log(calls, ratio);
    const report = await runAudit('/', ['-'], { stdin: lines.join('\n'), detectors: [], strategies: [] });
    const logged = lines
      .slice(0, -1)
      .reduce((sum, line) => sum + JSON.parse(line).response.usage.prompt_tokens, 0);
    const warning = report.warnings.find(({ code }) => code === 'estimated-tokens')!;
    return { input: report.totals.tokens.input - logged, warning };
  }

  const base = expectedTokens(conversation(77), 'o200k').input;

  test('20 calls with text and usage give the ratio', async () => {
    const { input, warning } = await estimated(20, 1.37);
    expect(Math.abs(input - base * 1.37)).toBeLessThan(1);
    expect(warning).toMatchObject({ count: 1 });
    expect(warning.text).toMatch(/1\.3[67]\d? tokens per o200k_base token, measured on 20 calls/);
  });

  test('19 do not: the table has a default, and the report says so', async () => {
    const { input, warning } = await estimated(19, 1.37);
    expect(input).toBe(Math.round(base * 1.1));
    expect(warning.text).toMatch(/1\.1 tokens per o200k_base token, the table's default/);
  });

  test('logged prompts that hold more than their text do not count', async () => {
    expect((await estimated(30, 9)).input).toBe(Math.round(base * 1.1));
  });

  test('a family with a public vocabulary is counted in it, whatever the log says, and is not said to be scaled', async () => {
    const lines = log(25, 1.5).map((line) => line.replaceAll(model, 'gpt-4.1'));
    const report = await runAudit('/', ['-'], { stdin: lines.join('\n'), detectors: [], strategies: [] });
    const logged = lines
      .slice(0, -1)
      .reduce((sum, line) => sum + JSON.parse(line).response.usage.prompt_tokens, 0);
    expect(report.totals.tokens.input - logged).toBe(base);
    const said = report.warnings.filter(({ code }) => code === 'estimated-tokens');
    expect(said).toHaveLength(1);
    expect(said[0]!.text).not.toMatch(/1\.5/);
  });

  test('one warning a family, however many of its models are estimated', async () => {
    const lines = ['gpt-4.1', 'gpt-4o', 'gpt-4o-mini'].map((name) => lineOf(conversation(1), name));
    const report = await runAudit('/', ['-'], { stdin: lines.join('\n') });
    expect(report.warnings.filter(({ code }) => code === 'estimated-tokens')).toMatchObject([{ count: 3 }]);
  });
});
