import type { StrategyInfo, WhatIfWish } from '../explorer.ts';
import { optionValue, withOption } from '../what-if/option-values.ts';
import { toggled } from '../what-if/wish-strategies.ts';

/** The one strategy that this screen knows: its options of these names are lists of models, the preferred first. */
const ROUTER = 'router';
const TIERS = ['trivial', 'standard', 'complex', 'expert'] as const;
/** In such a list: the model a call has. */
const KEEP = 'keep';

export type RouterTier = (typeof TIERS)[number];

/** The router, where it is there with its tiers. */
export function routerOf(strategies: readonly StrategyInfo[]): StrategyInfo | undefined {
  return strategies.find(({ id, options }) => id === ROUTER && TIERS.every((tier) => tier in options));
}

/** The tiers that may send calls to a model as things stand; none while the router is off. */
export function tiersWith(router: StrategyInfo, wish: WhatIfWish, model: string): readonly RouterTier[] {
  if (!wish.strategies.includes(router.id)) return [];
  return TIERS.filter((tier) => candidates(router, wish, tier).includes(model));
}

/**
 * Puts a model before a tier's others, or takes it off when it is among them. The router is switched on where it is off, and
 * then a model that is in a tier already stays.
 */
export function routed(
  router: StrategyInfo,
  wish: WhatIfWish,
  {
    tier,
    model,
    known,
  }: { readonly tier: RouterTier; readonly model: string; readonly known: readonly string[] },
): { readonly wish: WhatIfWish; readonly isAdded: boolean; readonly isSwitchedOn: boolean } {
  const isSwitchedOn = !wish.strategies.includes(router.id);
  const on = isSwitchedOn ? toggled(wish, router.id, known) : wish;
  const now = candidates(router, wish, tier);
  const others = now.filter((name) => name !== model);
  const isAdded = isSwitchedOn || others.length === now.length;
  const names = isAdded ? [model, ...others] : others.length === 0 ? [KEEP] : others;
  return { wish: withOption(router, on, tier, names.join(',')), isAdded, isSwitchedOn };
}

/** The tiers, each with the key that chooses it. */
export const TIER_KEYS: readonly { readonly tier: RouterTier; readonly key: string }[] = TIERS.map(
  (tier) => ({
    tier,
    key: tier.slice(0, 1),
  }),
);

function candidates(router: StrategyInfo, wish: WhatIfWish, tier: RouterTier): readonly string[] {
  return String(optionValue(router, wish, tier))
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
