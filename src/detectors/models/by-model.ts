import type { Call } from '../../model/call.ts';

/** Names come from logs, whose number has no bound: with more than this the memory of them starts anew. */
const MOST_NAMES = 20_000;

/** What is known of a call's model by its name and provider: looked up once a name, not once a call. */
export class ByModel<T> {
  readonly #find: (model: string, provider: string, call: Call) => T | undefined;
  #byProvider = new Map<string, Map<string, T | null>>();
  #names = 0;

  /** `find` must give the same for the same names, whatever the call. */
  constructor(find: (model: string, provider: string, call: Call) => T | undefined) {
    this.#find = find;
  }

  of(model: string, call: Call): T | undefined {
    if (model === '') return undefined;
    const { provider } = call;
    const known = this.#byProvider.get(provider)?.get(model);
    if (known !== undefined) return known ?? undefined;
    if (this.#names++ >= MOST_NAMES) {
      this.#byProvider = new Map();
      this.#names = 1;
    }
    const found = this.#find(model, provider, call);
    const names = this.#byProvider.get(provider) ?? new Map<string, T | null>();
    this.#byProvider.set(provider, names);
    names.set(model, found ?? null);
    return found;
  }
}
