import { expect, test } from 'vitest';
import { modelKey } from '../../../src/engine/reconcile/model-key.ts';
import { loadPriceBook } from '../../../src/pricing/price-book.ts';

const book = loadPriceBook();

test.each([
  ['Claude Haiku 4.5', 'anthropic', 'claude-haiku-4-5'],
  ['claude-haiku-4-5-20251001', 'anthropic', 'claude-haiku-4-5'],
  ['anthropic/claude-4.5-haiku-20251001', 'openrouter', 'claude-haiku-4-5'],
  ['anthropic/claude-haiku-4.5', 'openrouter', 'claude-haiku-4-5'],
  ['Claude Haiku 3.5', 'anthropic', 'claude-3-5-haiku'],
  ['claude-3-5-haiku-20241022', 'anthropic', 'claude-3-5-haiku'],
  ['Claude 3.7 Sonnet', 'anthropic', 'claude-3-7-sonnet'],
  ['Claude Sonnet 3.7', 'anthropic', 'claude-3-7-sonnet'],
  ['Claude Haiku 3', 'anthropic', 'claude-3-haiku'],
  ['GPT-4.1', 'openai', 'gpt-4.1'],
  ['gpt-4.1-2025-04-14', '', 'gpt-4.1'],
  ['My Deployment', 'azure', 'my-deployment'],
])('%s of %j is %s', (name, provider, model) => {
  const key = modelKey(book, name, provider, Date.UTC(2026, 8, 1));
  expect(key).toEqual({ provider: provider || 'openai', model });
});
