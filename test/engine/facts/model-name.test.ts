import { expect, test } from 'vitest';
import { modelName } from '../../../src/engine/facts/model-facts.ts';
import { loadPriceBook } from '../../../src/pricing/price-book.ts';
import { makeCall } from '../../support/calls.ts';

const book = loadPriceBook();

test.each([
  ['gpt-4o', 'gpt-4o-2024-08-06', 'gpt-4o'],
  ['gpt-4o-2024-08-06', 'gpt-4o-2024-08-06', 'gpt-4o-2024-08-06'],
  ['gpt-4.1', 'gpt-4.1-2025-04-14', 'gpt-4.1'],
  ['gpt-4o', 'gpt-4o-mini', 'gpt-4o-mini'],
  ['gpt-4o', 'gpt-4o', 'gpt-4o'],
  ['auto', 'gpt-4o', 'gpt-4o'],
  ['my-model', 'my-model-20260101', 'my-model'],
])('asked for %s, answered by %s: grouped as %s', (requestedModel, model, name) => {
  expect(modelName(book, makeCall({ requestedModel, model }))).toBe(name);
});
