import type { OptionSpec } from '../../contracts/option.ts';
import type { StrategyInfo, WhatIfWish } from '../explorer.ts';
import { optionSteps } from './option-steps.ts';
import { isOptionSet, type OptionValue, optionValue, PRESET } from './option-values.ts';

/** One option of a strategy as it stands. */
export interface OptionRow {
  readonly name: string;
  readonly describe: string;
  readonly value: OptionValue;
  readonly isSet: boolean;
  /** What the arrow keys step through; empty where nothing can be chosen from. */
  readonly steps: readonly OptionValue[];
}

/** The options of a strategy: a preset, those whose choice matters, choices, numbers, texts. `home` is the report's own wish. */
export function optionRows(info: StrategyInfo, wish: WhatIfWish, home: WhatIfWish): readonly OptionRow[] {
  const main = new Map(info.sweeps.map(({ option, values }) => [option, values]));
  const rank = ([name, spec]: readonly [string, OptionSpec]): number => {
    if (main.has(name)) return 0;
    if (spec.choices !== undefined || typeof spec.default === 'boolean') return 1;
    return typeof spec.default === 'number' || spec.kind === 'duration' ? 2 : 3;
  };
  const mainOrder = [...main.keys()];
  const specs = Object.entries(info.options).sort(
    (a, b) => rank(a) - rank(b) || mainOrder.indexOf(a[0]) - mainOrder.indexOf(b[0]),
  );
  return [
    ...presetRow(info, wish),
    ...specs.map(([name, spec]): OptionRow => {
      const value = optionValue(info, wish, name);
      const steps = optionSteps(name, spec, main.get(name) ?? [], [value, optionValue(info, home, name)]);
      return {
        ...{ name, describe: spec.describe, value },
        isSet: isOptionSet(info, wish, name),
        steps: steps.length < 2 ? [] : steps,
      };
    }),
  ];
}

function presetRow(info: StrategyInfo, wish: WhatIfWish): readonly OptionRow[] {
  const names = Object.keys(info.presets);
  if (names.length === 0) return [];
  const value = optionValue(info, wish, PRESET);
  const describe = info.presets[String(value)]?.describe ?? 'A known choice of options, by its name.';
  return [{ name: PRESET, describe, value, isSet: value !== '', steps: ['', ...names] }];
}
