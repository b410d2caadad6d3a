import { textWidth } from '../../report/safe-text.ts';
import type { KeyBinding } from '../keys/key-layers.ts';

const SIGNS: Readonly<Record<string, string>> = {
  enter: '⏎',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
};

/** A key and what it does, as the line at the bottom shows them. */
export interface ShownKey {
  readonly key: string;
  readonly label: string;
}

/** A blank on either side of both. */
const BLANKS = 3;

/** The keys that have room, in their order; those that always have a place are given theirs first. */
export function fittingKeys(bindings: readonly KeyBinding[], width: number): readonly ShownKey[] {
  const all = bindings
    .filter(({ label }) => label !== '')
    .map((binding) => ({
      key: shownKey(binding),
      label: binding.label,
      isAlways: binding.isAlways === true,
    }));
  const room = ({ key, label }: ShownKey): number => textWidth(key) + textWidth(label) + BLANKS;
  let left = all.filter(({ isAlways }) => isAlways).reduce((sum, one) => sum - room(one), width);
  let isFull = false;
  return all.filter((one) => {
    if (one.isAlways) return true;
    isFull ||= left < room(one);
    if (!isFull) left -= room(one);
    return !isFull;
  });
}

function shownKey({ shown, keys }: KeyBinding): string {
  return shown ?? SIGNS[keys[0]!] ?? keys[0]!;
}
