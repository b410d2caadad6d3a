import { expect, test } from 'vitest';
import { strategies } from '../../../src/strategies/index.ts';
import { KEEP } from '../../../src/strategies/routing/candidates.ts';
import { TIERS } from '../../../src/strategies/routing/task-tier.ts';
import { routed, routerOf, TIER_KEYS, tiersWith } from '../../../src/tui/models/router-tiers.ts';

const infos = strategies.map(({ isOnRequest = false, presets = {}, ...strategy }) => ({
  ...strategy,
  ...{ isOnRequest, presets },
}));
const router = routerOf(infos)!;
const known = infos.map(({ id }) => id);
const on = { strategies: ['cache', 'router'], settings: {} };
const ask = (tier: 'expert' | 'standard', model: string) => ({ tier, model, known });

test('the tiers are those of the router, each with a key of its own', () => {
  expect(TIER_KEYS.map(({ tier }) => tier)).toEqual([...TIERS]);
  expect(new Set(TIER_KEYS.map(({ key }) => key)).size).toBe(TIERS.length);
  expect(router.options.expert!.default).toBe(KEEP);
});

test('a model comes before the others, and goes again without a trace', () => {
  const added = routed(router, on, ask('expert', 'x'));
  expect(added.wish.settings).toEqual({ router: { expert: 'x,keep' } });
  expect(tiersWith(router, added.wish, 'x')).toEqual(['expert']);
  expect(routed(router, added.wish, ask('expert', 'x'))).toMatchObject({ wish: on, isAdded: false });
});

test('the last of a tier leaves calls where they are', () => {
  const wish = { ...on, settings: { router: { standard: 'x' } } };
  expect(routed(router, wish, ask('standard', 'x')).wish.settings).toEqual({ router: { standard: 'keep' } });
});

test('a router that is off is switched on in its place; until then no model is in it', () => {
  const off = { strategies: ['cache', 'batch-api'], settings: {} };
  expect(tiersWith(router, off, 'gpt-4o-mini')).toEqual([]);
  const added = routed(router, off, ask('standard', 'x'));
  expect(added).toMatchObject({ isAdded: true, isSwitchedOn: true });
  expect(added.wish.strategies).toEqual(['cache', 'router', 'batch-api']);
});

test('without a router there is nothing to add to', () => {
  expect(routerOf(infos.filter(({ id }) => id !== 'router'))).toBeUndefined();
});
