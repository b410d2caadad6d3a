import { expect, test } from 'vitest';
import { familiesOf, modelFacts } from '../../../src/engine/facts/model-facts.ts';
import { TokenRatios } from '../../../src/engine/facts/token-ratios.ts';
import { readUserPrices } from '../../../src/pricing/own/user-prices.ts';
import { loadPriceBook } from '../../../src/pricing/price-book.ts';

const aliases = {
  'prod-claude': { model: 'claude-sonnet-5', provider: 'anthropic' },
  'prod-dated': 'claude-sonnet-4-5-20250929',
  'prod-chat': 'gpt-4.1',
};
const book = loadPriceBook({ overrides: [readUserPrices({ aliases }, 'own')] });
const { convertTokens } = modelFacts(book, new TokenRatios(familiesOf(book), []));

test('a deployment has the tokenizer of the model behind it', () => {
  expect(familiesOf(book).get('prod-claude')).toBe('claude-new');
  expect(familiesOf(book).get('prod-dated')).toBe('claude');
  expect(familiesOf(book).get('prod-chat')).toBe('o200k_base');
});

test('its tokens are converted like those of that model', () => {
  // 1.1 x 1.3 tokens of the newer Claude vocabulary per token of o200k_base.
  expect(convertTokens(14_300, 'prod-claude', 'gpt-4.1')).toBe(10_000);
  expect(convertTokens(10_000, 'prod-chat', 'prod-claude')).toBe(14_300);
  expect(convertTokens(10_000, 'gpt-4.1', 'prod-dated')).toBe(11_000);
});
