import { expect, test } from 'vitest';
import { attributesOf } from '../../../src/sources/otel-attributes/attribute-values.ts';
import { spanUsage } from '../../../src/sources/otel-attributes/span-usage.ts';
import { usageRow } from '../../support/read-source.ts';

/** [input, cache read, write 5m, write 1h, output, reasoning] of a call's span. */
function counted(provider: string, attributes: object, metadata: object): unknown {
  const span = {
    'ai.operationId': 'ai.generateText.doGenerate',
    'ai.model.provider': provider,
    'ai.usage.promptTokens': 100,
    'ai.usage.completionTokens': 10,
    'ai.response.providerMetadata': JSON.stringify(metadata),
    ...attributes,
  };
  return usageRow(spanUsage(attributesOf(span), false)?.usage);
}

const usageMetadata = {
  promptTokenCount: 100,
  cachedContentTokenCount: 30,
  candidatesTokenCount: 10,
  thoughtsTokenCount: 90,
  totalTokenCount: 200,
};

test.each([
  ['google.generative-ai', { google: { usageMetadata } }],
  ['google.vertex.chat', { google: { usageMetadata } }],
  ['google.vertex.chat', { vertex: { usageMetadata } }],
])('%s: thoughts are in the metadata only', (provider, metadata) => {
  expect(counted(provider, {}, metadata)).toEqual([70, 30, 0, 0, 100, 90]);
});

test('a sum over several calls is not replaced by the last one’s metadata', () => {
  expect(
    counted('google.generative-ai', { 'ai.usage.promptTokens': 300 }, { google: { usageMetadata } }),
  ).toEqual([300, 0, 0, 0, 10, 0]);
});

test.each([
  ['openai.chat', { openai: { cachedPromptTokens: 64, reasoningTokens: 8 } }, [36, 64, 0, 0, 10, 8]],
  ['azure-openai.chat', { openai: { cachedPromptTokens: 64 } }, [36, 64, 0, 0, 10, 0]],
  [
    'deepseek.chat',
    { deepseek: { promptCacheHitTokens: 64, promptCacheMissTokens: 36 } },
    [36, 64, 0, 0, 10, 0],
  ],
  ['deepseek.chat', { deepseek: { promptCacheHitTokens: null } }, [100, 0, 0, 0, 10, 0]],
] as const)('%s: version 4 tells cached tokens in the metadata only', (provider, metadata, usage) => {
  expect(counted(provider, {}, metadata)).toEqual(usage);
});

test('counts of the span itself go before the metadata', () => {
  const attributes = { 'ai.usage.cachedInputTokens': 50 };
  expect(counted('openai.chat', attributes, { openai: { cachedPromptTokens: 64 } })).toEqual([
    50, 50, 0, 0, 10, 0,
  ]);
});
