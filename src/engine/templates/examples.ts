import type { Prompts } from '../../contracts/prompts.ts';

/** Texts that a label is made of. */
const KEPT = 8;

/**
 * The prompts that a template's label is made of: the shortest, for only the beginning of a text is kept to be read, and
 * among equals the first by their keys. So the label does not depend on the order of the calls.
 */
export class Examples {
  #kept: { readonly node: number; readonly bytes: number; readonly key: string }[] = [];

  add(prompts: Prompts, node: number): void {
    const { bytes } = prompts.facts(prompts.segment(node));
    const last = this.#kept.at(-1);
    if (this.#kept.length >= KEPT && last !== undefined && bytes > last.bytes) return;
    this.#kept.push({ node, bytes, key: prompts.key(node) });
    this.#kept.sort((a, b) => a.bytes - b.bytes || (a.key < b.key ? -1 : 1));
    if (this.#kept.length > KEPT) this.#kept.pop();
  }

  get nodes(): readonly number[] {
    return this.#kept.map(({ node }) => node);
  }
}
