import type { StrategyInfo, WhatIfWish } from '../explorer.ts';
import { type KeyBinding, LEVELS } from '../keys/key-layers.ts';
import { moveKeys } from '../keys/move-keys.ts';
import { useKeys } from '../keys/use-keys.ts';
import type { OptionRow } from './option-rows.ts';
import { stepFrom } from './option-steps.ts';
import { type OptionValue, PRESET, withOption } from './option-values.ts';
import { toggled } from './wish-strategies.ts';

/** What the keys do while the options of a strategy have them. */
export function OptionKeys(props: {
  readonly info: StrategyInfo;
  readonly options: readonly OptionRow[];
  readonly at: number;
  readonly known: readonly string[];
  readonly wish: WhatIfWish;
  /** Lines of the options. */
  readonly page: number;
  goTo(position: number): void;
  change(wish: WhatIfWish): void;
  onClose(): void;
}) {
  const { info, options, at, known, wish, page, goTo, change } = props;
  const row = options[at]!;
  const set = (value: OptionValue | undefined): void => {
    if (value !== undefined) change(withOption(info, wish, row.name, value));
  };
  const byDefault = row.name === PRESET ? '' : info.options[row.name]!.default;
  const ofOption: readonly KeyBinding[] = [
    ...(row.steps.length === 0
      ? []
      : [
          {
            keys: ['left', 'h'],
            shown: '←→',
            label: 'change',
            run: () => set(stepFrom(row.steps, row.value, -1)),
          },
          { keys: ['right', 'l'], label: '', run: () => set(stepFrom(row.steps, row.value, 1)) },
        ]),
    ...(row.value === byDefault ? [] : [{ keys: ['r'], label: 'default', run: () => set(byDefault) }]),
  ];
  useKeys(LEVELS.list, [
    ...moveKeys('option', { at, last: options.length - 1, page }, goTo),
    ...ofOption,
    {
      keys: ['space'],
      label: wish.strategies.includes(info.id) ? 'off' : 'on',
      run: () => change(toggled(wish, info.id, known)),
    },
    { keys: ['esc', 'enter'], label: 'back', run: props.onClose },
  ]);
  return null;
}
