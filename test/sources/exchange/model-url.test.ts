import { expect, test } from 'vitest';
import { isModelUrl, plainUrl } from '../../../src/sources/exchange/model-url.ts';

test.each([
  'https://api.openai.com/v1/chat/completions',
  'https://api.openai.com/v1/responses',
  'https://a.openai.azure.com/openai/deployments/x/embeddings',
  'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-pro:streamGenerateContent',
  'https://europe-west1-aiplatform.googleapis.com/v1/projects/p/publishers/anthropic/models/claude:streamRawPredict',
  'https://bedrock-runtime.us-east-1.amazonaws.com/model/amazon.nova-lite-v1%3A0/converse-stream',
  'https://api.anthropic.com/v1/messages/',
])('%s', (url) => {
  expect(isModelUrl(url)).toBe(true);
});

test.each([
  undefined,
  'https://api.anthropic.com/v1/messages/count_tokens',
  'https://api.openai.com/v1/responses/resp_1',
  'https://api.openai.com/v1/models',
  'https://example.org/chat',
])('not %s', (url) => {
  expect(isModelUrl(url)).toBe(false);
});

test('queries, fragments and passwords go', () => {
  expect(plainUrl('https://u:p@host.example/v1/messages?key=AIza#x')).toBe(
    'https://host.example/v1/messages',
  );
  expect([plainUrl(''), plainUrl(7), plainUrl(undefined)]).toEqual([undefined, undefined, undefined]);
});
