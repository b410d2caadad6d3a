import type { StrategyInfo, WhatIfWish } from '../explorer.ts';

/** A strategy in the list. */
export interface WishedStrategy {
  readonly id: string;
  readonly isOn: boolean;
  /** It is off, and was not in the report either: it stands below the others. */
  readonly isBelow: boolean;
}

/** Ids of all that can be switched on: those that there are, in their order, and what else the report replayed. */
export function knownIds(
  strategies: readonly Pick<StrategyInfo, 'id'>[],
  home: WhatIfWish,
): readonly string[] {
  const ids = strategies.map(({ id }) => id);
  home.strategies.forEach((id, i) => {
    if (!ids.includes(id)) ids.splice(i === 0 ? 0 : ids.indexOf(home.strategies[i - 1]!) + 1, 0, id);
  });
  return ids;
}

/**
 * Strategies in the order of the wish. One of the report's own (`home`) that is off keeps its place, so that switching it
 * moves no row; the others that are off follow below.
 */
export function wishedStrategies(
  wish: WhatIfWish,
  known: readonly string[],
  home: WhatIfWish,
): readonly WishedStrategy[] {
  const isOn = (id: string): boolean => wish.strategies.includes(id);
  const above = known
    .filter((id) => home.strategies.includes(id) && !isOn(id))
    .reduce((ids, id) => placed(ids, id, known), wish.strategies);
  const below = known.filter((id) => !above.includes(id));
  return [
    ...above.map((id) => ({ id, isOn: isOn(id), isBelow: false })),
    ...below.map((id) => ({ id, isOn: false, isBelow: true })),
  ];
}

/** Switches a strategy off, or on in the place that it has among all known ones. */
export function toggled(wish: WhatIfWish, id: string, known: readonly string[]): WhatIfWish {
  const { strategies } = wish;
  return {
    ...wish,
    strategies: strategies.includes(id)
      ? strategies.filter((other) => other !== id)
      : placed(strategies, id, known),
  };
}

/** Moves a strategy one place up (-1) or down (1) in the order; undefined where it cannot go. */
export function moved(wish: WhatIfWish, id: string, by: -1 | 1): WhatIfWish | undefined {
  const from = wish.strategies.indexOf(id);
  const other = wish.strategies[from + by];
  if (from < 0 || other === undefined) return undefined;
  return {
    ...wish,
    strategies: wish.strategies.map((at, i) => (i === from ? other : i === from + by ? id : at)),
  };
}

/** One more id, right after the nearest of those that stand before it among all known. */
function placed(ids: readonly string[], id: string, known: readonly string[]): readonly string[] {
  const before = known.slice(0, known.indexOf(id)).findLast((other) => ids.includes(other));
  const at = before === undefined ? 0 : ids.indexOf(before) + 1;
  return [...ids.slice(0, at), id, ...ids.slice(at)];
}
