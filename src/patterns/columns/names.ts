/** Numbers for texts that many calls share: a call costs a number, not a string. */
export class Names {
  readonly #ids = new Map<string, number>();
  readonly #names: string[] = [];

  /** The same number for the same text, from 0 in the order they are first seen. */
  id(name: string): number {
    let id = this.#ids.get(name);
    if (id === undefined) {
      id = this.#names.push(name) - 1;
      this.#ids.set(name, id);
    }
    return id;
  }

  name(id: number): string {
    return this.#names[id] ?? '';
  }
}
