import { expect, test } from 'vitest';
import { tracedProvider } from '../../../src/sources/traced-content/traced-provider.ts';

test.each<[string, string]>([
  ['openai', 'openai'],
  ['openai.responses', 'openai'],
  ['anthropic.messages', 'anthropic'],
  ['aws.bedrock', 'amazon-bedrock'],
  ['amazon-bedrock', 'amazon-bedrock'],
  ['azure.ai.openai', 'azure'],
  ['az.ai.inference', 'azure'],
  ['azure-openai.chat', 'azure'],
  ['gcp.vertex_ai', 'google'],
  ['google_genai', 'google'],
  ['google.generative-ai', 'google'],
  ['x_ai', 'xai'],
  ['mistral_ai', 'mistral'],
  ['mistralai', 'mistral'],
  ['deepseek.chat', 'deepseek'],
  ['togetherai.chat', 'together'],
  ['groq', 'groq'],
  ['Anthropic', 'anthropic'],
])('%s is %s', (name, provider) => {
  expect(tracedProvider([name], undefined, 'some-model')).toBe(provider);
});

test('the host that was called comes first, a framework’s name counts for nothing', () => {
  expect(tracedProvider(['openai'], 'api.deepseek.com', 'deepseek-chat')).toBe('deepseek');
  expect(tracedProvider(['openai'], 'gateway.example.com', 'gpt-4.1')).toBe('openai');
  expect(tracedProvider(['langchain', undefined, 'anthropic'], undefined, 'x')).toBe('anthropic');
  expect(tracedProvider(['litellm'], undefined, 'claude-haiku-4-5')).toBe('anthropic');
  expect(tracedProvider([5, ''], undefined, 'x')).toBeUndefined();
});

test.each([
  ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'amazon-bedrock'],
  ['amazon.nova-pro-v1:0', 'amazon-bedrock'],
  ['models/gemini-2.5-flash', 'google'],
  ['projects/p/locations/l/publishers/google/models/gemini-2.5-flash', 'google'],
  ['accounts/x/models/gemini-tuned', undefined],
])('without a name, the model’s own id %s tells %s', (model, provider) => {
  expect(tracedProvider([], undefined, model)).toBe(provider);
});
