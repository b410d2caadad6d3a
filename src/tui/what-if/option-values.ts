import type { StrategyInfo, WhatIfWish } from '../explorer.ts';

export type OptionValue = number | string | boolean;

/** The name under which settings hold a preset. */
export const PRESET = 'preset';

/** The value of an option, of the preset too ('' where none is chosen): a wish's own over the preset's over the default. */
export function optionValue(info: StrategyInfo, wish: WhatIfWish, name: string): OptionValue {
  return wish.settings[info.id]?.[name] ?? unsetValue(info, wish, name);
}

/** Whether the wish itself says something else than the default, or the preset. */
export function isOptionSet(info: StrategyInfo, wish: WhatIfWish, name: string): boolean {
  return optionValue(info, wish, name) !== unsetValue(info, wish, name);
}

/** Whether anything of a strategy is set. */
export function hasSettings(wish: WhatIfWish, id: string): boolean {
  return Object.keys(wish.settings[id] ?? {}).length > 0;
}

/**
 * The wish with one option at another value; settings hold only what is not the default. A preset is somebody's whole
 * choice: it also counts where one of its options was set before.
 */
export function withOption(
  info: StrategyInfo,
  wish: WhatIfWish,
  name: string,
  value: OptionValue,
): WhatIfWish {
  const own = wish.settings[info.id] ?? {};
  const overruled = name === PRESET ? (info.presets[String(value)]?.options ?? {}) : {};
  const kept = Object.entries(own).filter(([other]) => other !== name && !Object.hasOwn(overruled, other));
  const isUnset = value === unsetValue(info, wish, name);
  return withSettings(wish, info.id, isUnset ? kept : [...kept, [name, value]]);
}

/** The wish with all options of a strategy at their defaults. */
export function withoutOptions(wish: WhatIfWish, id: string): WhatIfWish {
  return withSettings(wish, id, []);
}

function unsetValue(info: StrategyInfo, wish: WhatIfWish, name: string): OptionValue {
  if (name === PRESET) return '';
  const preset = wish.settings[info.id]?.[PRESET];
  const options = typeof preset === 'string' ? info.presets[preset]?.options : undefined;
  return options?.[name] ?? info.options[name]?.default ?? '';
}

function withSettings(
  wish: WhatIfWish,
  id: string,
  own: readonly (readonly [string, OptionValue])[],
): WhatIfWish {
  const others = Object.entries(wish.settings).filter(([other]) => other !== id);
  return {
    ...wish,
    settings: Object.fromEntries(own.length === 0 ? others : [...others, [id, Object.fromEntries(own)]]),
  };
}
