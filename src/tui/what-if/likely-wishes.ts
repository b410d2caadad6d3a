import type { StrategyInfo, WhatIfWish } from '../explorer.ts';
import type { OptionRow } from './option-rows.ts';
import { stepFrom } from './option-steps.ts';
import { type OptionValue, withOption } from './option-values.ts';
import { toggled, type WishedStrategy } from './wish-strategies.ts';

/** What the person is at. */
export interface WhatIfPlace {
  readonly strategies: readonly WishedStrategy[];
  /** Position of the chosen strategy, -1 without any. */
  readonly at: number;
  /** The chosen option of that strategy. */
  readonly option: { readonly info: StrategyInfo; readonly row: OptionRow } | undefined;
  readonly known: readonly string[];
}

/** What is likely to be wished next, the likeliest first. */
export function likelyWishes(wish: WhatIfWish, place: WhatIfPlace): readonly WhatIfWish[] {
  const { strategies, at, option, known } = place;
  const toggle = (position: number): WhatIfWish[] => {
    const strategy = strategies[position];
    return strategy === undefined ? [] : [toggled(wish, strategy.id, known)];
  };
  const step = (by: -1 | 1): WhatIfWish[] => {
    if (option === undefined) return [];
    const value: OptionValue | undefined = stepFrom(option.row.steps, option.row.value, by);
    return value === undefined ? [] : [withOption(option.info, wish, option.row.name, value)];
  };
  return [...toggle(at), ...step(1), ...step(-1), ...toggle(at + 1), ...toggle(at - 1)];
}
