import type { KeyName, KeyPress } from './key-name.ts';

/** What a key does here. The line at the bottom of the screen is made of these, so it is always true. */
export interface KeyBinding {
  /** All do the same; the first stands in the line at the bottom unless `shown` says how. */
  readonly keys: readonly KeyName[];
  /** One or two words; '' keeps it out of the line at the bottom, not out of the help. */
  readonly label: string;
  readonly shown?: string;
  /** Has its place in the line at the bottom however many others there are. */
  readonly isAlways?: boolean;
  /** Several presses that wait are one run, told how many: a held key is not a frame for each. */
  readonly isRepeated?: boolean;
  run(key: KeyName, times: number): void;
}

/** Who is asked first: a dialog before a list, a list before its screen, a screen before the application. */
export const LEVELS = { app: 0, screen: 1, list: 2, dialog: 3 } as const;
export type Level = (typeof LEVELS)[keyof typeof LEVELS];

export interface KeyLayer {
  readonly level: Level;
  bindings: readonly KeyBinding[];
  /** Gets every character that it has no binding for; the layers below see no key. */
  readonly takeText: ((text: string) => void) | undefined;
}

/** What came of keys that were pressed. */
export interface Pressed {
  /** How many of them were acted on. */
  readonly keys: number;
  /** False when the first one means nothing here. */
  readonly isBound: boolean;
}

/** Bindings of all that is on the screen. */
export class KeyLayers {
  #layers: readonly KeyLayer[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #pressed = new Set<() => void>();
  #shown: readonly KeyBinding[] = [];

  /** Returns what takes the layer off again. */
  add(layer: KeyLayer): () => void {
    this.#layers = [layer, ...this.#layers].sort((a, b) => b.level - a.level);
    this.refresh();
    return () => {
      this.#layers = this.#layers.filter((other) => other !== layer);
      this.refresh();
    };
  }

  /** After a layer's bindings have changed. */
  refresh(): void {
    const bindings = this.#active().flatMap((layer) => layer.bindings);
    const isSame =
      bindings.length === this.#shown.length &&
      bindings.every(
        ({ label, keys }, i) => label === this.#shown[i]!.label && keys[0] === this.#shown[i]!.keys[0],
      );
    if (isSame) return;
    this.#shown = bindings;
    for (const listener of this.#listeners) listener();
  }

  /** What works now, what is nearest first. */
  get shown(): readonly KeyBinding[] {
    return this.#shown;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls the listener before each key is acted on. */
  whenPressed(listener: () => void): () => void {
    this.#pressed.add(listener);
    return () => this.#pressed.delete(listener);
  }

  /** Acts on the first of the keys, and on those after it that can be taken with it. */
  press(keys: readonly KeyPress[]): Pressed {
    for (const listener of this.#pressed) listener();
    const meant = this.#meaning(keys[0]);
    if (meant === undefined) return { keys: 1, isBound: false };
    const isAlone = typeof meant === 'object' && meant.isRepeated !== true;
    const last = isAlone ? 1 : keys.findIndex((key) => this.#meaning(key) !== meant);
    const count = last < 0 ? keys.length : last;
    const taken = keys.slice(0, count);
    if (typeof meant === 'object') meant.run(taken[0]!.name, count);
    else meant(taken.map(({ text }) => text).join(''));
    return { keys: count, isBound: true };
  }

  /** What a key does now; a function takes what it types. */
  #meaning(key: KeyPress | undefined): KeyBinding | KeyLayer['takeText'] {
    if (key === undefined) return undefined;
    for (const { bindings, takeText } of this.#active()) {
      const binding = bindings.find(({ keys }) => keys.includes(key.name));
      if (binding !== undefined) return binding;
      if (takeText !== undefined && key.text !== '') return takeText;
    }
    return undefined;
  }

  /** Layers from the top down to the first that takes every key. */
  #active(): readonly KeyLayer[] {
    const last = this.#layers.findIndex((layer) => layer.takeText !== undefined);
    return last < 0 ? this.#layers : this.#layers.slice(0, last + 1);
  }
}
