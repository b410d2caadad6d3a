import type { PlannedCall } from '../../contracts/strategy.ts';
import { combine52 } from '../../model/hash.ts';

export const SCOPES = ['global', 'user', 'feature'] as const;

/** Largest number of contexts whose keys are exact: 2^22 contexts times 2^31 prompts fill a number's 53 bits. */
const EXACT_CONTEXTS = 2 ** 22;

/**
 * Names what must agree, besides the prompt, before one call may have another's answer: the model that is asked,
 * provider, endpoint, output-shaping parameters, and the user or feature when the cache is kept apart by them.
 */
export class CacheContexts {
  readonly #scope: string;
  readonly #ids = new Map<string, number>();
  #last = '';
  #lastId = -1;
  #model = '';
  #provider = '';
  #endpoint = '';
  #params = Number.NaN;
  #who = '';

  constructor(scope: string) {
    this.#scope = scope;
  }

  /** A small number, equal for calls that agree. */
  id(planned: PlannedCall): number {
    const { original, provider } = planned;
    // The gateway sees the request; the response's snapshot only matters once an earlier strategy chose the model.
    const asked = original.requestedModel === '' ? original.model : original.requestedModel;
    const model = planned.model === original.model ? asked : planned.model;
    const who = this.#scope === 'user' ? original.user : this.#scope === 'feature' ? original.feature : '';
    const isLast =
      model === this.#model &&
      provider === this.#provider &&
      original.endpoint === this.#endpoint &&
      original.params === this.#params &&
      who === this.#who;
    if (isLast) return this.#lastId;
    this.#model = model;
    this.#provider = provider;
    this.#endpoint = original.endpoint;
    this.#params = original.params;
    this.#who = who;
    // Lengths keep the parts apart whatever characters a log puts into them.
    this.#last = `${model.length} ${provider.length} ${original.endpoint} ${original.params} ${model}${provider}${who}`;
    let id = this.#ids.get(this.#last);
    if (id === undefined) {
      id = this.#ids.size;
      this.#ids.set(this.#last, id);
    }
    this.#lastId = id;
    return id;
  }

  /** The scope string that belongs to the id asked for last. */
  get name(): string {
    return this.#last;
  }
}

/** One key for a context and a prompt node: exact up to 4 million contexts, a 52-bit hash beyond. */
export function nodeKey(context: number, node: number): number {
  return context < EXACT_CONTEXTS ? context * 2 ** 31 + node : combine52(context, node);
}
