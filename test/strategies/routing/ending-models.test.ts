import { expect, test } from 'vitest';
import type { AnyOptionValues } from '../../../src/contracts/option.ts';
import type { Strategy } from '../../../src/contracts/strategy.ts';
import { familiesOf, modelFacts } from '../../../src/engine/facts/model-facts.ts';
import { TokenRatios } from '../../../src/engine/facts/token-ratios.ts';
import { loadPriceBook } from '../../../src/pricing/price-book.ts';
import cascade from '../../../src/strategies/cascade.ts';
import modelMap from '../../../src/strategies/model-map.ts';
import router from '../../../src/strategies/router.ts';
import { KEEP, readNames } from '../../../src/strategies/routing/candidates.ts';
import { EndingModels } from '../../../src/strategies/routing/ending-models.ts';
import { TIERS } from '../../../src/strategies/routing/task-tier.ts';
import { inOrder } from '../../support/calls.ts';
import { fakeModels } from '../fake-models.ts';
import { fakePrompts } from '../fake-prompts.ts';
import { choose, contextOf, replayCalls } from '../run.ts';

const book = loadPriceBook();
const models = modelFacts(book, new TokenRatios(familiesOf(book), []));
const RETIRED = 'claude-3-5-sonnet-20240620';
const SAID = `${RETIRED} is retired since 20`;

function said(strategy: Strategy, options: AnyOptionValues): string {
  const calls = inOrder([{ model: 'gpt-4', feature: 'faq' }]);
  const context = contextOf(fakePrompts([]).prompts, models);
  const [result] = replayCalls([choose(strategy, options)], context, calls).strategies;
  expect(result!.callsChanged + result!.ownCostUsd).toBeGreaterThan(0);
  return result!.assumptions.join('\n');
}

test.each<[string, Strategy, AnyOptionValues]>([
  ['model-map', modelMap, { map: `gpt-4 -> ${RETIRED}` }],
  ['router', router, { standard: RETIRED }],
  ['cascade', cascade, { tiers: `${RETIRED},keep` }],
])('%s says that a model it sends calls to is retired', (_, strategy, options) => {
  expect(said(strategy, options)).toContain(SAID);
});

test('a model that calls could go to but did not is not spoken of', () => {
  expect(said(router, { standard: 'gpt-4o-mini', trivial: RETIRED })).not.toContain('retired');
});

test.each([
  [Date.UTC(2026, 0, 1), 'm is retired since 2026-01-01'],
  [
    Date.UTC(2027, 0, 14),
    'm ends on 2027-01-14: projections beyond that day do not hold; its provider names n',
  ],
  [Date.UTC(2029, 0, 1), ''],
  [Number.NaN, 'm is deprecated, its last day is not known'],
])('an end at %s', (retires, text) => {
  const end = { retires, replacement: 'n', source: '', asOf: Date.UTC(2026, 10, 20) };
  const ends = new EndingModels({ ...fakeModels([]), retirement: () => end });
  ends.add({ model: 'm', provider: '' });
  ends.add({ model: 'm', provider: '' });
  expect(ends.notes()).toHaveLength(text === '' ? 0 : 1);
  expect(ends.notes().join()).toContain(text);
});

test.each([
  ...TIERS.map((tier): [string, string] => [`router, ${tier}`, String(router.options[tier]!.default)]),
  ['cascade', String(cascade.options.tiers!.default)],
])('no default of %s is retired', (_, names) => {
  for (const name of readNames(names, ',').filter((each) => each !== KEEP)) {
    const end = models.retirement(name, '');
    expect(end === undefined || end.retires > end.asOf, name).toBe(true);
  }
});
