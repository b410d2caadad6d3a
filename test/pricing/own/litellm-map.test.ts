import { expect, test } from 'vitest';
import { readUserPrices } from '../../../src/pricing/own/user-prices.ts';
import { loadPriceBook } from '../../../src/pricing/price-book.ts';
import { ask } from '../ask.ts';

const M = 1_000_000;
const map = {
  sample_spec: { litellm_provider: 'one of ...', input_cost_per_token: 0 },
  'gpt-4.1': {
    litellm_provider: 'openai',
    mode: 'chat',
    max_input_tokens: 1000,
    max_output_tokens: 500,
    input_cost_per_token: 1.1e-6,
    output_cost_per_token: 4.4e-6,
    cache_read_input_token_cost: 1.1e-7,
    input_cost_per_token_batches: 5.5e-7,
    output_cost_per_token_batches: 2.2e-6,
    input_cost_per_token_priority: 2.2e-6,
    output_cost_per_token_priority: 8.8e-6,
    cache_read_input_token_cost_priority: 3e-7,
    supports_vision: true,
  },
  'azure/gpt-4.1': { litellm_provider: 'azure', input_cost_per_token: 1.5e-7, output_cost_per_token: 6e-7 },
  'gemini/gemini-x': {
    litellm_provider: 'gemini',
    input_cost_per_token: 1e-6,
    output_cost_per_token: 1e-5,
    input_cost_per_token_above_200k_tokens: 2e-6,
    output_cost_per_token_above_200k_tokens: 1.5e-5,
  },
  'claude-x': {
    litellm_provider: 'anthropic',
    input_cost_per_token: 3e-6,
    output_cost_per_token: 1.5e-5,
    cache_creation_input_token_cost: 3.75e-6,
    cache_creation_input_token_cost_above_1hr: 6e-6,
  },
  'dashscope/qwen-x': {
    litellm_provider: 'dashscope',
    tiered_pricing: [
      { range: [0, 32000], input_cost_per_token: 1e-6, output_cost_per_token: 2e-6 },
      { range: [32000, 128000], input_cost_per_token: 3e-6, output_cost_per_token: 4e-6 },
    ],
  },
  'dall-e-3': { litellm_provider: 'openai', mode: 'image_generation', input_cost_per_pixel: 1e-8 },
};
const source = readUserPrices(map, 'litellm.json');
const book = loadPriceBook({ overrides: [source] });
const list = loadPriceBook();

test('is recognised by its shape', () => {
  expect(source.prices.map((price) => price.model)).toEqual([
    'gpt-4.1',
    'azure/gpt-4.1',
    'gemini/gemini-x',
    'claude-x',
    'dashscope/qwen-x',
  ]);
  expect(book.overrides[0]).toContain('2 entries without token prices left out');
});

test('replaces the list, per provider', () => {
  expect(book.price(ask('gpt-4.1', { input: 1 })).lines[0]?.rate).toBe(1.1);
  expect(book.cost(ask('gpt-4.1-2025-04-14', { input: M }))).toBeCloseTo(1.1, 12);
  expect(book.cost(ask('gpt-4.1', { input: M }, { provider: 'azure' }))).toBe(0.15);
  expect(book.cost(ask('azure/gpt-4.1', { input: M }))).toBe(0.15);
  expect(book.cost(ask('gpt-4o', { input: M }))).toBe(list.cost(ask('gpt-4o', { input: M })));
  expect(book.info('gpt-4.1', '', Number.NaN)).toMatchObject({
    contextWindow: 1000,
    maxOutput: 500,
    cacheMinTokens: 1024,
  });
});

test('knows tiers, caches and long context', () => {
  const usage = { input: 1000, cacheRead: 1000, output: 1000 };
  expect(book.cost(ask('gpt-4.1', usage, { tier: 'priority' }))).toBeCloseTo((2200 + 300 + 8800) / M, 12);
  expect(book.cost(ask('gpt-4.1', { input: 1000, output: 1000 }, { tier: 'batch' }))).toBeCloseTo(
    2750 / M,
    12,
  );
  expect(book.cost(ask('claude-x', { cacheWrite5m: 1000, cacheWrite1h: 1000 }))).toBeCloseTo(9750 / M, 12);
  expect(book.cost(ask('gemini-x', { input: 200_000, output: 100 }, { provider: 'google' }))).toBeCloseTo(
    0.201,
    12,
  );
  expect(book.cost(ask('gemini-x', { input: 200_001, output: 100 }, { provider: 'google' }))).toBeCloseTo(
    0.401502,
    12,
  );
  expect(book.cost(ask('gemini/gemini-x', { input: 10 }))).toBeCloseTo(0.00001, 12);
  expect(book.cost(ask('qwen-x', { input: 32_000 }, { provider: 'alibaba' }))).toBeCloseTo(0.032, 12);
  expect(book.cost(ask('qwen-x', { input: 32_001 }, { provider: 'alibaba' }))).toBeCloseTo(0.096003, 12);
});

test('bills reasoning as its provider does, or says that it cannot', () => {
  const entry = (litellm_provider: string, reasoning: number) => ({
    litellm_provider,
    input_cost_per_token: 2e-6,
    output_cost_per_token: 8e-6,
    output_cost_per_token_above_200k_tokens: 12e-6,
    output_cost_per_reasoning_token: reasoning,
  });
  const priced = loadPriceBook({
    overrides: [
      readUserPrices(
        {
          'pplx-x': entry('perplexity', 3e-6),
          'gemini-y': entry('gemini', 8e-6),
          'qwen-y': entry('dashscope', 9e-6),
        },
        'litellm.json',
      ),
    ],
  });
  const thinking = { output: 1000, reasoning: 600 };
  // Perplexity bills 400 tokens at 8 and 600 at 3: all at 3 would be too little.
  expect(priced.cost(ask('pplx-x', thinking))).toBeNaN();
  expect(priced.cost(ask('pplx-x', { output: 1000 }))).toBeCloseTo(0.008, 12);
  expect(priced.cost(ask('gemini-y', thinking))).toBeCloseTo(0.008, 12);
  expect(priced.cost(ask('gemini-y', { ...thinking, input: 200_001 }))).toBeCloseTo(0.412002, 12);
  expect(priced.cost(ask('qwen-y', thinking))).toBeCloseTo(0.009, 12);
});

test('leaves out what it does not understand, so that the list holds', () => {
  const odd = {
    'gpt-4.1': { litellm_provider: 'openai', input_cost_per_token: 1, long_context_input_cost_multiplier: 2 },
  };
  const odder = loadPriceBook({ overrides: [readUserPrices(odd, 'odd.json')] });
  expect(odder.cost(ask('gpt-4.1', { input: M }))).toBe(2);
});

test('names a rate that is no number', () => {
  const bad = { m: { litellm_provider: 'openai', input_cost_per_token: '1e-6' } };
  expect(() => readUserPrices(bad, 'bad.json')).toThrow('bad.json: m.input_cost_per_token: must be a number');
});

test('an id comes before another entry that has it as an alias', () => {
  const entry = (rate: number) => ({
    litellm_provider: 'openai',
    input_cost_per_token: rate,
    output_cost_per_token: rate,
  });
  for (const both of [
    { 'openai/gpt-x': entry(2e-6), 'gpt-x': entry(1e-6) },
    { 'gpt-x': entry(1e-6), 'openai/gpt-x': entry(2e-6) },
  ]) {
    const either = loadPriceBook({ overrides: [readUserPrices(both, 'both.json')] });
    expect(either.cost(ask('gpt-x', { input: M }, { provider: 'openai' }))).toBe(1);
    expect(either.cost(ask('openai/gpt-x', { input: M }, { provider: 'openai' }))).toBe(2);
  }
});
