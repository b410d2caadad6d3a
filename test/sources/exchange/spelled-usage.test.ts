import { describe, expect, test } from 'vitest';
import { anthropic } from '../../../src/sources/apis/anthropic.ts';
import { openai } from '../../../src/sources/apis/openai.ts';

const options = { map: {}, epoch: 0 };
const asked = { model: 'gpt-4o', messages: [{ role: 'user', content: 'Which gate?' }], response: 'North' };
const counts = (input: number, output: number, cacheRead = 0, reasoning = 0) => ({
  ...{ input, cacheRead, cacheWrite5m: 0, cacheWrite1h: 0, output, reasoning },
});

describe('usage under names that are no vendor’s own', () => {
  test.each([
    ['camel case beside the prompt', { inputTokens: 100, outputTokens: 20 }],
    ['camel case, completion', { promptTokens: 100, completionTokens: 20 }],
    ['short names', { tokens_in: 100, tokens_out: 20 }],
    ['an SDK’s usage', { usage: { promptTokens: 100, completionTokens: 20, totalTokens: 120 } }],
    ['bare sides', { usage: { input: 100, output: 20, total: 120 } }],
    ['tokens', { tokens: { prompt: 100, completion: 20, total: 120 } }],
    ['JSON text', { usage: '{"prompt_tokens":100,"completion_tokens":20}' }],
    ['numbers as text', { usage: { inputTokens: '100', outputTokens: '20' } }],
  ])('%s', (_, logged) => {
    const result = openai.read!({ ...asked, ...logged }, options);
    expect(result).toMatchObject({ kind: 'calls', calls: [{ usage: counts(100, 20) }] });
  });

  test('cached and reasoning tokens of an SDK are inside the sides, as OpenAI counts', () => {
    const usage = {
      ...{ inputTokens: 100, outputTokens: 50, totalTokens: 150 },
      ...{ cachedInputTokens: 60, reasoningTokens: 30 },
    };
    const result = openai.read!({ ...asked, usage }, options);
    expect(result).toMatchObject({ kind: 'calls', calls: [{ usage: counts(40, 50, 60, 30) }] });
  });

  test('Anthropic’s camel-case input leaves the cache out', () => {
    const usage = { inputTokens: 100, outputTokens: 50, cacheReadInputTokens: 60 };
    const result = anthropic.read!({ ...asked, model: 'claude-sonnet-4-5', usage }, options);
    expect(result).toMatchObject({ kind: 'calls', calls: [{ usage: counts(100, 50, 60) }] });
  });

  test('the vendor’s own names win, and texts are no counts', () => {
    const usage = { prompt_tokens: 7, completion_tokens: 3 };
    const own = openai.read!({ ...asked, usage, inputTokens: 100, outputTokens: 20 }, options);
    expect(own).toMatchObject({ kind: 'calls', calls: [{ usage: counts(7, 3) }] });
    const none = openai.read!({ ...asked, usage: { input: 'text', output: 'text' } }, options);
    expect(none.kind === 'calls' && none.calls[0]?.usage).toBeUndefined();
  });
});
