import { combine52, hash52 } from '../../model/hash.ts';

/** Keeps apart the calls that offer no tool in common, however their tool sets grow or are ordered. */
export class ToolSets {
  readonly #above = new Map<string, string>();

  add(names: readonly string[]): void {
    const first = names[0];
    if (first === undefined) return;
    let joined = this.#root(first);
    for (let i = 1; i < names.length; i++) joined = this.#join(joined, this.#root(names[i]!));
  }

  /** Equal for sets that are linked by shared tools; 0 for no tools. Made of the alphabetically first name of those linked. */
  key(names: readonly string[]): number {
    return names[0] === undefined ? 0 : combine52(3, hash52(this.#root(names[0])));
  }

  #root(name: string): string {
    let root = name;
    for (let above = this.#above.get(root); above !== undefined; above = this.#above.get(root)) root = above;
    for (let at = name; at !== root; ) {
      const above = this.#above.get(at)!;
      this.#above.set(at, root);
      at = above;
    }
    return root;
  }

  /** Of two roots the alphabetically first stands above the other; returns it. */
  #join(left: string, right: string): string {
    if (left === right) return left;
    const [above, below] = left < right ? [left, right] : [right, left];
    this.#above.set(below, above);
    return above;
  }
}
