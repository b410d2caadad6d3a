import { expect, test } from 'vitest';
import { loadPriceBook } from '../../../src/pricing/price-book.ts';
import { bedrockModel, isEmbeddingModel } from '../../../src/sources/bedrock-api/bedrock-model.ts';

const ARN = 'arn:aws:bedrock:us-east-1:123456789012';

test.each([
  ['anthropic.claude-3-5-sonnet-20241022-v2:0', 'claude-3-5-sonnet-20241022'],
  ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5-20250929'],
  ['global.anthropic.claude-opus-4-6-v1', 'claude-opus-4-6'],
  ['apac.anthropic.claude-3-haiku-20240307-v1:0', 'claude-3-haiku-20240307'],
  ['us-gov.anthropic.claude-3-haiku-20240307-v1:0', 'claude-3-haiku-20240307'],
  ['anthropic.claude-3-sonnet-20240229-v1:0:28k', 'claude-3-sonnet-20240229'],
  ['anthropic.claude-opus-5', 'claude-opus-5'],
  ['anthropic.claude-v2:1', 'claude-2.1'],
  ['anthropic.claude-v2', 'claude-v2'],
  ['anthropic.claude-instant-v1', 'claude-instant-v1'],
  ['amazon.nova-micro-v1:0', 'amazon.nova-micro-v1:0'],
  ['eu.amazon.nova-micro-v1:0', 'amazon.nova-micro-v1:0'],
  ['global.amazon.nova-2-lite-v1:0', 'amazon.nova-2-lite-v1:0'],
  // Its regional price is another than the book's.
  ['us.amazon.nova-2-lite-v1:0', 'us.amazon.nova-2-lite-v1:0'],
  ['us.meta.llama3-3-70b-instruct-v1:0', 'meta.llama3-3-70b-instruct-v1:0'],
  // A maker, not a region.
  ['qwen.qwen3.5-coder', 'qwen.qwen3.5-coder'],
  [
    'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0',
    'claude-3-haiku-20240307',
  ],
  [`${ARN}:inference-profile/us.amazon.nova-pro-v1:0`, 'amazon.nova-pro-v1:0'],
  [`${ARN}:application-inference-profile/abc`, undefined],
  [`${ARN}:default-prompt-router/anthropic.claude:1`, undefined],
  [`${ARN}:provisioned-model/abc`, 'provisioned-model/abc'],
  [`${ARN}:custom-model-deployment/abc`, 'custom-model-deployment/abc'],
  [
    `${ARN.replace('arn:aws:', 'arn:aws-us-gov:')}:inference-profile/us-gov.amazon.nova-pro-v1:0`,
    'amazon.nova-pro-v1:0',
  ],
])('%s is priced as %s', (id, model) => {
  expect(bedrockModel(id).model).toBe(model);
});

test('no id, no model', () => {
  expect(bedrockModel(undefined)).toEqual({ model: undefined, requestedModel: undefined });
});

test.each([
  'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'global.anthropic.claude-opus-4-6-v1',
  'anthropic.claude-3-5-haiku-20241022-v1:0',
  'eu.amazon.nova-lite-v1:0',
  'us.meta.llama4-scout-17b-instruct-v1:0',
])('the book has a price for %s', (id) => {
  const { model } = bedrockModel(id);
  const time = Date.UTC(2026, 8, 1);
  expect(loadPriceBook().info(model!, 'amazon-bedrock', time)).toBeDefined();
});

test('models that embed', () => {
  expect(
    ['amazon.titan-embed-text-v2:0', 'cohere.embed-english-v3', 'amazon.nova-lite-v1:0'].map(
      isEmbeddingModel,
    ),
  ).toEqual([true, true, false]);
});
