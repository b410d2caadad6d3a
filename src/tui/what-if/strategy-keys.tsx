import type { WhatIfWish } from '../explorer.ts';
import { type KeyBinding, LEVELS } from '../keys/key-layers.ts';
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
    { keys: ['up', 'k'], shown: '↑↓', label: 'move', run: () => goTo(at - 1) },
    { keys: ['down', 'j'], label: '', run: () => goTo(at + 1) },
    { keys: ['pageup', 'ctrl-b'], label: '', run: () => goTo(at - page) },
    { keys: ['pagedown', 'ctrl-f'], label: '', run: () => goTo(at + page) },
    { keys: ['home', 'g'], label: '', run: () => goTo(0) },
    { keys: ['end', 'G'], label: '', run: () => goTo(strategies.length - 1) },
    ...ofStrategy,
    ...(strategy !== undefined && hasSettings(wish, strategy.id)
      ? [{ keys: ['r'], label: 'defaults', run: () => change(withoutOptions(wish, strategy.id)) }]
      : []),
  ]);
  return null;
}
