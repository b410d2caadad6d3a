import { expect, test } from 'vitest';
import { hostedModel } from '../../../src/sources/exchange/hosted-model.ts';

test.each([
  ['models/gemini-2.5-flash', 'gemini-2.5-flash'],
  ['projects/p/locations/europe-west1/publishers/google/models/gemini-2.5-pro', 'gemini-2.5-pro'],
  ['vertex_ai/gemini-2.5-flash', 'gemini-2.5-flash'],
  ['vertex_ai/claude-sonnet-4-5@20250929', 'claude-sonnet-4-5@20250929'],
  ['anthropic.claude-3-5-sonnet-20240620-v1:0', 'claude-3-5-sonnet-20240620'],
  ['eu.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5-20250929'],
  ['bedrock/anthropic.claude-3-haiku-20240307-v1:0', 'claude-3-haiku-20240307'],
  ['bedrock/converse/us.anthropic.claude-3-haiku-20240307-v1:0', 'claude-3-haiku-20240307'],
  ['bedrock/us-east-1/us.amazon.nova-pro-v1:0', 'amazon.nova-pro-v1:0'],
  [
    'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-3-haiku-20240307-v1:0',
    'claude-3-haiku-20240307',
  ],
  [
    'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/ab12',
    'application-inference-profile/ab12',
  ],
  ['gpt-4o-2024-08-06', 'gpt-4o-2024-08-06'],
  ['anthropic/claude-sonnet-4.5', 'anthropic/claude-sonnet-4.5'],
  ['accounts/fireworks/models/llama-v3p1-8b-instruct', 'accounts/fireworks/models/llama-v3p1-8b-instruct'],
  ['meta-llama/llama-3.3-70b-instruct', 'meta-llama/llama-3.3-70b-instruct'],
  ['bedrock/own-deployment', 'bedrock/own-deployment'],
  ['', ''],
  [undefined, undefined],
])('%s is %s', (name, model) => {
  expect(hostedModel(name)).toBe(model);
});
