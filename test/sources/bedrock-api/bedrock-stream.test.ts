import { expect, test } from 'vitest';
import { bedrockBody } from '../../../src/sources/bedrock-api/bedrock-stream.ts';

const start = {
  type: 'message_start',
  message: {
    id: 'msg_bdrk_1',
    type: 'message',
    role: 'assistant',
    content: [],
    usage: { input_tokens: 9, output_tokens: 1 },
  },
};

test('an Anthropic stream that was cut has no usage: its first count is a placeholder', () => {
  const { body } = bedrockBody([
    start,
    { type: 'content_block_delta', delta: { type: 'text_delta', text: 'Half' } },
  ]);
  expect(body).toMatchObject({ content: [{ text: 'Half' }], usage: undefined });
});

test('one that ended has the last counts and the stop reason', () => {
  const { body } = bedrockBody([
    start,
    { type: 'message_delta', delta: { stop_reason: 'max_tokens' }, usage: { output_tokens: 5 } },
  ]);
  expect(body).toMatchObject({ usage: { input_tokens: 9, output_tokens: 5 }, stop_reason: 'max_tokens' });
});

test('a Converse stream becomes the answer that Converse would have given', () => {
  const { body } = bedrockBody([
    { messageStart: { role: 'assistant' } },
    { contentBlockDelta: { delta: { reasoningContent: { text: 'Hm.' } } } },
    { contentBlockDelta: { delta: { text: 'Ye' } } },
    { contentBlockDelta: { delta: { text: 's' } } },
    { contentBlockStart: { start: { toolUse: { name: 'look', toolUseId: 'a' } } } },
    { contentBlockDelta: { delta: { toolUse: { input: '{"a"' } } } },
    { contentBlockDelta: { delta: { toolUse: { input: ':1}' } } } },
    { contentBlockStart: { start: { toolUse: { name: 'see' } } } },
    { messageStop: { stopReason: 'tool_use' } },
    { metadata: { usage: { inputTokens: 4, outputTokens: 9 }, metrics: { latencyMs: 70 } } },
  ]);
  expect(body).toEqual({
    output: {
      message: {
        role: 'assistant',
        content: [
          { reasoningContent: { reasoningText: { text: 'Hm.' } } },
          { text: 'Yes' },
          { toolUse: { name: 'look', input: '{"a":1}' } },
          { toolUse: { name: 'see', input: '' } },
        ],
      },
    },
    stopReason: 'tool_use',
    usage: { inputTokens: 4, outputTokens: 9 },
    metrics: { latencyMs: 70 },
  });
});

test('events of the other makers', () => {
  const { body } = bedrockBody([
    { outputs: [{ text: 'Bon' }] },
    { outputs: [{ text: 'jour', stop_reason: 'stop' }] },
  ]);
  expect(body).toEqual({ generation: 'Bonjour', stop_reason: 'stop' });
});

test('a guardrail that stepped in', () => {
  expect(bedrockBody({ stopReason: 'guardrail_intervened' }).isGuarded).toBe(true);
  expect(bedrockBody([{ messageStop: { stopReason: 'guardrail_intervened' } }]).isGuarded).toBe(true);
  expect(bedrockBody([start]).isGuarded).toBe(false);
});

test.each([undefined, null, 'text', 7, []])('%s is no answer', (output) => {
  expect(bedrockBody(output).body).toBeUndefined();
});
