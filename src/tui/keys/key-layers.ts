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
  run(key: KeyName): void;
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

  /** False when the key means nothing here. */
  press({ name, text }: KeyPress): boolean {
    for (const listener of this.#pressed) listener();
    for (const layer of this.#active()) {
      const binding = layer.bindings.find(({ keys }) => keys.includes(name));
      if (binding !== undefined) {
        binding.run(name);
        return true;
      }
      if (layer.takeText !== undefined && text !== '') {
        layer.takeText(text);
        return true;
      }
    }
    return false;
  }

  /** Layers from the top down to the first that takes every key. */
  #active(): readonly KeyLayer[] {
    const last = this.#layers.findIndex((layer) => layer.takeText !== undefined);
    return last < 0 ? this.#layers : this.#layers.slice(0, last + 1);
  }
}
