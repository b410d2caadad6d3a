import type { Prompts } from '../../contracts/prompts.ts';
import type { PlannedCall, StrategyContext } from '../../contracts/strategy.ts';
import type { Call } from '../../model/call.ts';
import { combine52 } from '../../model/hash.ts';
import { HashTable } from '../../model/hash-table.ts';
import { modelAsked } from '../../patterns/attempts/request-identity.ts';
import { Names } from '../../patterns/columns/names.ts';
import { NumberColumn } from '../../patterns/columns/number-column.ts';

export const SCOPES = ['global', 'user', 'feature'] as const;

/** Largest number of contexts whose keys are exact: 2^22 contexts times 2^31 prompts fill a number's 53 bits. */
const EXACT_CONTEXTS = 2 ** 22;

const KNOWN = new WeakMap<StrategyContext, Map<string, CacheKeys>>();

/** The keys of a log: numbered once for all runs over it. */
export function cacheKeys(context: StrategyContext, scope: string, isNormalized: boolean): CacheKeys {
  let known = KNOWN.get(context);
  if (known === undefined) {
    known = new Map();
    KNOWN.set(context, known);
  }
  const name = `${scope} ${isNormalized}`;
  let keys = known.get(name);
  if (keys === undefined) {
    keys = new CacheKeys(context.prompts, scope, isNormalized);
    known.set(name, keys);
  }
  return keys;
}

/** Numbers for requests: equal where one call may have the answer of the other. */
class CacheKeys {
  readonly #prompts: Prompts;
  readonly #scope: string;
  readonly #isNormalized: boolean;
  readonly #names = new Names();
  readonly #contexts = new HashTable();
  readonly #slots = new HashTable();
  /** Slots of calls that are made as logged, by call. */
  readonly #asLogged = new NumberColumn(-1);

  constructor(prompts: Prompts, scope: string, isNormalized: boolean) {
    this.#prompts = prompts;
    this.#scope = scope;
    this.#isNormalized = isNormalized;
  }

  /** Whether the call names whom it shares answers with: an unknown user is not the same user as another unknown one. */
  isScoped(call: Call): boolean {
    return this.#scope === 'global' || this.#who(call) !== '';
  }

  /**
   * Number of all that must agree besides the prompt: the model that is asked, provider, endpoint, output-shaping
   * parameters, and the user or feature when the cache is kept apart by them.
   */
  context({ original, model, provider }: PlannedCall): number {
    // The gateway sees the request; the response's snapshot only matters once an earlier strategy chose the model.
    const asked = model === original.model ? modelAsked(original) : model;
    const names = this.#names;
    const where = combine52(combine52(names.id(asked), names.id(provider)), names.id(original.endpoint));
    const how = combine52(original.params, names.id(this.#who(original)));
    return numbered(this.#contexts, combine52(where, how));
  }

  /** Number of a request, from 0 without gaps. */
  slot(planned: PlannedCall): number {
    const { original, model, provider } = planned;
    if (model !== original.model || provider !== original.provider) return this.#slotOf(planned);
    const known = this.#asLogged.get(original.index);
    if (known >= 0) return known;
    const slot = this.#slotOf(planned);
    this.#asLogged.set(original.index, slot);
    return slot;
  }

  /** As `slot` of a byte-equal prompt; -1 for a request that no call has made. */
  knownSlot(context: number, node: number): number {
    return this.#slots.get(this.#key(context, node, true));
  }

  /** A text's vector is no other's, however alike: embeddings are matched byte for byte. */
  #key(context: number, node: number, isExact: boolean): number {
    if (this.#isNormalized && !isExact) return combine52(context + 1, this.#prompts.normalized(node));
    return context < EXACT_CONTEXTS ? context * 2 ** 31 + node + 1 : combine52(context, node);
  }

  #slotOf(planned: PlannedCall): number {
    const { original } = planned;
    return numbered(this.#slots, this.#key(this.context(planned), original.prompt, isVector(original)));
  }

  #who(call: Call): string {
    if (this.#scope === 'global') return '';
    return this.#scope === 'user' ? call.user : call.feature;
  }
}

export function isVector(call: Call): boolean {
  return call.endpoint === 'embedding';
}

function numbered(table: HashTable, key: number): number {
  const known = table.get(key);
  if (known >= 0) return known;
  table.set(key, table.size);
  return table.size - 1;
}
