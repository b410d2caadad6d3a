import type { KeyBinding } from './key-layers.ts';
import type { KeyName } from './key-name.ts';

/** Where keys move in what is longer than the screen. */
export interface Place {
  readonly at: number;
  readonly last: number;
  /** Lines that are seen at once. */
  readonly page: number;
}

/** The keys that move in a list or a text, as people know them; `goTo` may be told a place outside. */
export function moveKeys(label: string, place: Place, goTo: (at: number) => void): readonly KeyBinding[] {
  const { at, last, page } = place;
  const by = (keys: readonly KeyName[], step: number) => ({
    ...{ keys, label: '', isRepeated: true },
    run: (_: KeyName, times: number) => goTo(at + step * times),
  });
  return [
    { ...by(['up', 'k'], -1), shown: '↑↓', label },
    by(['down', 'j'], 1),
    by(['pageup', 'ctrl-b'], -page),
    by(['pagedown', 'ctrl-f'], page),
    { keys: ['home', 'g'], label: '', run: () => goTo(0) },
    { keys: ['end', 'G'], label: '', run: () => goTo(last) },
  ];
}
