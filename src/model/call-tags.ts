/** Tags that are kept at hand: calls of one application often share theirs. */
const AT_HAND = 10_000;

/** Reads tags out of `Call.tags`. Whatever a log writes there is no error: what is no object of tags has none. */
export class CallTags {
  #known = new Map<string, ReadonlyMap<string, string>>();

  /** '' when the call has no such tag. A value that is no text is given as compact JSON. */
  valueOf(tags: string, name: string): string {
    return tags === '' ? '' : (this.#read(tags).get(name) ?? '');
  }

  #read(tags: string): ReadonlyMap<string, string> {
    let values = this.#known.get(tags);
    if (values === undefined) {
      values = parsed(tags);
      if (this.#known.size >= AT_HAND) this.#known = new Map();
      this.#known.set(tags, values);
    }
    return values;
  }
}

function parsed(tags: string): ReadonlyMap<string, string> {
  try {
    const value: unknown = JSON.parse(tags);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Map();
    return new Map(Object.entries(value).map(([name, item]) => [name, textOf(item)]));
  } catch {
    return new Map();
  }
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null ? '' : JSON.stringify(value);
}
