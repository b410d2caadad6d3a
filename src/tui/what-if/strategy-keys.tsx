import type { WhatIfWish } from '../explorer.ts';
import { type KeyBinding, LEVELS } from '../keys/key-layers.ts';
import { moveKeys } from '../keys/move-keys.ts';
import { useKeys } from '../keys/use-keys.ts';
import { hasSettings, withoutOptions } from './option-values.ts';
import { moved, toggled, type WishedStrategy } from './wish-strategies.ts';

/** What the keys do while the list of strategies has them. */
export function StrategyKeys(props: {
  readonly strategies: readonly WishedStrategy[];
  readonly at: number;
  readonly known: readonly string[];
  readonly wish: WhatIfWish;
  readonly hasOptions: boolean;
  /** Lines of the list. */
  readonly page: number;
  goTo(position: number): void;
  change(wish: WhatIfWish): void;
  onOptions(): void;
}) {
  const { strategies, at, known, wish, hasOptions, page, goTo, change } = props;
  const strategy = strategies[at];
  const move = (by: -1 | 1): void => {
    const next = strategy === undefined ? undefined : moved(wish, strategy.id, by);
    if (next !== undefined) change(next);
  };
  const ofStrategy: readonly KeyBinding[] =
    strategy === undefined
      ? []
      : [
          {
            keys: ['space'],
            label: strategy.isOn ? 'off' : 'on',
            run: () => change(toggled(wish, strategy.id, known)),
          },
          ...(hasOptions ? [{ keys: ['enter', 'right', 'l'], label: 'options', run: props.onOptions }] : []),
          ...(strategy.isOn && wish.strategies.length > 1
            ? [
                { keys: ['[', 'K'], shown: '[ ]', label: 'order', run: () => move(-1) },
                { keys: [']', 'J'], label: '', run: () => move(1) },
              ]
            : []),
        ];
  useKeys(LEVELS.list, [
    ...moveKeys('move', { at, last: strategies.length - 1, page }, goTo),
    ...ofStrategy,
    ...(strategy !== undefined && hasSettings(wish, strategy.id)
      ? [{ keys: ['r'], label: 'defaults', run: () => change(withoutOptions(wish, strategy.id)) }]
      : []),
  ]);
  return null;
}
