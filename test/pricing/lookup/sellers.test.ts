import { describe, expect, test } from 'vitest';
import { sameWeights } from '../../../src/pricing/lookup/same-weights.ts';
import { readUserPrices } from '../../../src/pricing/own/user-prices.ts';
import { loadPriceBook } from '../../../src/pricing/price-book.ts';
import { TABLE } from '../../../src/pricing/table/table.ts';

const book = loadPriceBook();
const NOW = Date.UTC(2026, 10, 1);

const at = (model: string, provider = '', to = '', time = NOW): string[] =>
  book
    .elsewhere(model, provider, time, to)
    .map((offer) => `${offer.provider}/${offer.model}${offer.isClaim ? '!' : ''}`);

describe('who sells the same model', () => {
  test('under its own id, a claim marked as one', () => {
    expect(at('gpt-4.1')).toEqual(['holysheep/gpt-4.1!']);
    expect(at('gpt-4.1-2025-04-14', 'openai')).toEqual(['holysheep/gpt-4.1!']);
    expect(at('gpt-4.1', 'holysheep')).toEqual(['openai/gpt-4.1']);
  });

  test('under an alias', () => {
    expect(at('claude-sonnet-4-5-20250929')).toEqual(['holysheep/claude-sonnet-4.5!']);
  });

  test('open weights under the names of their hosts, never others', () => {
    expect(at('qwen3-32b', 'alibaba').sort()).toEqual([
      'global-apis/Qwen/Qwen3-32B!',
      'groq/qwen/qwen3-32b',
      'openrouter/qwen/qwen3-32b',
    ]);
    expect(at('qwen/qwen3-32b', 'groq')).toContain('alibaba/qwen3-32b');
    expect(at('meta-llama/Llama-3.3-70B-Instruct-Turbo', 'together')).toEqual([
      'deepinfra/meta-llama/Llama-3.3-70B-Instruct-Turbo',
    ]);
    expect(at('gpt-4.1-mini')).toEqual([]);
  });

  test('only at that time, and no retired names', () => {
    expect(at('deepseek-v3.2', 'holysheep')).toEqual([]);
    expect(at('llama-3.3-70b', 'cerebras')).toEqual(['amazon-bedrock/meta.llama3-3-70b-instruct-v1:0']);
    expect(at('deepseek-v4-flash', '', '', Date.UTC(2026, 5, 1))).toEqual(['global-apis/deepseek-v4-flash!']);
    expect(at('nobody-knows-it')).toEqual([]);
  });

  test('a named provider in any spelling, clouds and routers that pass the list on too', () => {
    expect(at('gpt-4.1', 'openai', 'Azure OpenAI')).toEqual(['azure/gpt-4.1']);
    expect(at('gpt-4.1', 'openai', 'openrouter')).toEqual(['openrouter/gpt-4.1']);
    expect(at('claude-sonnet-4-5', 'anthropic', 'bedrock')).toEqual(['amazon-bedrock/claude-sonnet-4-5']);
    expect(at('gpt-4.1', 'openai', 'amazon-bedrock')).toEqual([]);
    expect(at('gpt-4.1', 'openai', 'holysheep')).toEqual(['holysheep/gpt-4.1!']);
    expect(at('gpt-4.1', 'azure', 'openai')).toEqual(['openai/gpt-4.1']);
    expect(at('gpt-4.1', 'openai', 'openai')).toEqual([]);
    expect(at('gpt-4.1', 'openai', 'nobody')).toEqual([]);
    expect(at('gpt-4.1', 'openai', 'litellm')).toEqual([]);
  });

  test("the user's own price at another provider is an offer", () => {
    const prices = { prices: [{ model: 'gpt-4.1', provider: 'openrouter', input: 1, output: 2 }] };
    const own = loadPriceBook({ overrides: [readUserPrices(prices, 'mine')] });
    expect(own.elsewhere('gpt-4.1', 'openai', NOW, '')).toContainEqual({
      model: 'gpt-4.1',
      provider: 'openrouter',
      isClaim: false,
    });
  });
});

test('every name of the same weights is in the table', () => {
  const keys = new Set(TABLE.map(({ provider, model }) => `${provider}/${model}`));
  const named = TABLE.flatMap(({ provider, model }) => sameWeights(provider, model));
  expect(named.length).toBeGreaterThan(0);
  for (const key of named) expect(keys).toContain(key);
});
