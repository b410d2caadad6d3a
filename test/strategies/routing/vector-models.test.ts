import { expect, test } from 'vitest';
import type { AnyOptionValues } from '../../../src/contracts/option.ts';
import { familiesOf, modelFacts } from '../../../src/engine/facts/model-facts.ts';
import { TokenRatios } from '../../../src/engine/facts/token-ratios.ts';
import type { StrategyResult } from '../../../src/model/report.ts';
import { loadPriceBook } from '../../../src/pricing/price-book.ts';
import cascade from '../../../src/strategies/cascade.ts';
import router from '../../../src/strategies/router.ts';
import { inOrder } from '../../support/calls.ts';
import { fakePrompts } from '../fake-prompts.ts';
import { choose, contextOf, replayCalls } from '../run.ts';

const book = loadPriceBook();
const context = contextOf(fakePrompts([]).prompts, modelFacts(book, new TokenRatios(familiesOf(book), [])));
const VECTORS = 'text-embedding-3-small';

function run(strategy: typeof router, model: string, options: AnyOptionValues): StrategyResult {
  const calls = inOrder([{ feature: 'faq', model }]);
  return replayCalls([choose(strategy, options)], context, calls).strategies[0]!;
}

test('the router sends no question to a model that makes vectors, however little it asks', () => {
  const result = run(router, 'gpt-4.1', { standard: VECTORS });
  expect(result).toMatchObject({ callsChanged: 0, savedUsd: 0 });
  expect(result.assumptions.join()).toContain('1 calls fit no candidate');
});

test('nor a text for vectors to a server that writes, also where the log names no endpoint', () => {
  expect(run(router, VECTORS, { standard: 'local' }).callsChanged).toBe(0);
});

test('a cascade passes over such a tier', () => {
  const result = run(cascade, 'gpt-4.1', { tiers: `${VECTORS},keep` });
  expect(result).toMatchObject({ callsChanged: 0, savedUsd: 0, ownCostUsd: 0 });
  expect(result.assumptions.join()).toContain('1 times a tier is passed over');
});
