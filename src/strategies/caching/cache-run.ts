import type { SimilarityIndex } from '../../contracts/prompts.ts';
import type { Change, PlannedCall, StrategyContext, StrategyRun } from '../../contracts/strategy.ts';
import type { Call } from '../../model/call.ts';
import { durationMs } from '../../model/duration.ts';
import type { Metric, View } from '../../model/replayed.ts';
import { isSampled } from '../../patterns/attempts/sampling.ts';
import { CacheEntries } from './cache-entries.ts';
import { cacheKeys, isVector } from './cache-key.ts';
import { callTraits, isStoredIn, isWholeIn, userIn } from './call-traits.ts';
import { Embeddings, lookUpModel } from './embeddings.ts';
import { HitCounts } from './hit-counts.ts';

export const MODES = ['exact', 'normalized', 'near', 'semantic'] as const;

export interface CacheOptions {
  readonly mode: string;
  /** A duration. */
  readonly ttl: string;
  readonly capacity: number;
  readonly scope: string;
  readonly deterministicOnly: boolean;
  readonly threshold: number;
  readonly acceptUncertain: boolean;
  readonly exactFirst: boolean;
  readonly embeddingModel: string;
  readonly lookupUsd: number;
}

/** What a look-up came to. */
interface LookUp {
  /** Kind of hit; '' for a miss. */
  readonly hit: string;
  readonly isEmbedded: boolean;
}

const MISS: LookUp = { hit: '', isEmbedded: false };
const EMBEDDED_MISS: LookUp = { hit: '', isEmbedded: true };

/** One cache over a whole log. */
export class CacheRun implements StrategyRun {
  readonly #options: CacheOptions;
  readonly #keys: ReturnType<typeof cacheKeys>;
  readonly #traits: ReturnType<typeof callTraits>;
  readonly #entries: CacheEntries;
  readonly #counts: HitCounts;
  /** Undefined in the modes that compare whole prompts only. */
  readonly #index: SimilarityIndex | undefined;
  readonly #embeddings: Embeddings | undefined;
  readonly #hasVectors: boolean;
  readonly #miss: Change | undefined;
  readonly #exactHit: LookUp;
  readonly #hits = new Map<string, Change>();
  #untimed = 0;
  #untold = 0;
  #uncertain = 0;
  #unscoped = 0;
  #sampled = 0;
  #unpriced = 0;
  #reworded = 0;

  constructor(context: StrategyContext, options: CacheOptions) {
    const { prompts, models, calendar } = context;
    const { mode, threshold } = options;
    this.#options = options;
    this.#keys = cacheKeys(context, options.scope, mode === 'normalized');
    this.#traits = callTraits(context);
    this.#entries = new CacheEntries(options.capacity, durationMs(options.ttl));
    this.#counts = new HitCounts(calendar);
    const bySimilarity = mode === 'near' || mode === 'semantic';
    const vectors = mode === 'semantic' ? context.semantic(threshold) : undefined;
    this.#hasVectors = vectors !== undefined;
    this.#index = bySimilarity ? (vectors ?? context.similarity(threshold)) : undefined;
    const embeddedBy = lookUpModel(options.embeddingModel, context.vectorModel);
    this.#embeddings = bySimilarity ? new Embeddings(embeddedBy, prompts, models) : undefined;
    this.#miss = options.lookupUsd > 0 ? { addedUsd: options.lookupUsd, group: 'miss' } : undefined;
    this.#exactHit = { hit: mode === 'normalized' ? 'normalized' : 'exact', isEmbedded: false };
  }

  change(planned: PlannedCall): Change | undefined {
    const found = this.#ask(planned);
    if (found === undefined) return undefined;
    const change = found.hit === '' ? this.#miss : this.#hit(found.hit);
    if (!found.isEmbedded || this.#embeddings === undefined) return change;
    const added = this.#embeddings.of(planned);
    if (added.length === 0) return change;
    return { ...(change ?? { group: 'miss' }), added };
  }

  /** A cache answers and stores whether a price is known or not; what it saves by that stays out, like the call. */
  observe(call: Call): void {
    const { model, provider, tier, usage } = call;
    const found = this.#ask({ original: call, model, provider, tier, usage, costUsd: Number.NaN });
    if (found !== undefined) this.#unpriced++;
  }

  assumptions(): readonly string[] {
    const { scope, deterministicOnly } = this.#options;
    return [
      'two requests are the same when prompt, requested model, provider, endpoint and parameters are' +
        (deterministicOnly ? '' : '; a sampled answer may be given again'),
      'an answer can be given again from its time of completion until its lifetime is over; a hit does not extend it',
      'an answer is stored only when its call succeeded; a failed call whose answer is stored is not made',
      'an answer that was cut or withheld is given only to calls whose own answer was not whole either',
      ...counted(this.#untold, 'stored answers have no latency: they count as complete at once'),
      ...counted(this.#untimed, 'calls have no time: for them only the order counts, not the lifetime'),
      ...counted(
        this.#sampled,
        'calls are sampled, at a temperature above 0 or none logged, and pass by the cache',
      ),
      ...counted(this.#unscoped, `calls name no ${scope} and pass by the cache`),
      ...counted(this.#reworded, 'calls whose prompt an earlier strategy cut or joined pass by the cache'),
      ...counted(
        this.#unpriced,
        'calls without a price are answered and stored too; their part of the cost is unknown',
      ),
      ...this.#sharing(),
      ...this.#similarity(),
    ];
  }

  metrics(): readonly Metric[] {
    this.#entries.advance(Number.NaN);
    return [
      ...this.#counts.metrics(),
      { key: 'entries', label: 'Answers kept at the end', kind: 'count', value: this.#entries.held },
      { key: 'entriesPeak', label: 'Most answers kept at once', kind: 'count', value: this.#entries.peak },
    ];
  }

  views(): readonly View[] {
    return [this.#counts.view()];
  }

  /** Looks the call up, and stores its answer where it has to be made; undefined for one that passes by the cache. */
  #ask(planned: PlannedCall): LookUp | undefined {
    const call = planned.original;
    const { time } = call;
    if (call.prompt < 0) return undefined;
    if (planned.hasOtherPrompt) {
      this.#reworded++;
      return undefined;
    }
    if (this.#options.deterministicOnly && isSampled(call)) {
      this.#sampled++;
      return undefined;
    }
    if (!this.#keys.isScoped(call)) {
      this.#unscoped++;
      return undefined;
    }
    if (Number.isNaN(time)) this.#untimed++;
    // Only what is compared by wording is kept apart by context; a slot tells both.
    const context = this.#index === undefined ? 0 : this.#keys.context(planned);
    const slot = this.#keys.slot(planned);
    const traits = this.#traits.of(call);
    this.#entries.advance(time);
    const found = this.#find(context, slot, call, traits);
    this.#counts.lookUp(time, planned.costUsd, found.hit !== '');
    if (found.hit === '' && isStoredIn(traits)) this.#store(context, slot, call, traits);
    return found;
  }

  #find(context: number, slot: number, call: Call, traits: number): LookUp {
    const hasAlike = this.#index !== undefined && !isVector(call);
    const isSame = this.#entries.has(slot, call.time, isWholeIn(traits));
    if (isSame) this.#give(slot, call, traits);
    if (!hasAlike) return isSame ? this.#exactHit : MISS;
    if (isSame) return { hit: 'exact', isEmbedded: !this.#options.exactFirst };
    return this.#findAlike(context, call, traits);
  }

  #findAlike(context: number, call: Call, traits: number): LookUp {
    const needsWhole = isWholeIn(traits);
    const isHeld = (node: number): boolean =>
      this.#entries.has(this.#keys.knownSlot(context, node), call.time, needsWhole);
    const isGone = (node: number): boolean => this.#entries.isGone(this.#keys.knownSlot(context, node));
    const similar = this.#index?.find(call.prompt, String(context), isHeld, isGone);
    if (similar === undefined || !isHeld(similar.node)) return EMBEDDED_MISS;
    const isCertain = similar.certain || this.#hasVectors;
    if (!isCertain) this.#uncertain++;
    if (!isCertain && !this.#options.acceptUncertain) return EMBEDDED_MISS;
    this.#give(this.#keys.knownSlot(context, similar.node), call, traits);
    const kind = this.#hasVectors ? 'semantic' : 'near';
    return { hit: isCertain ? kind : `${kind}, uncertain`, isEmbedded: true };
  }

  #give(slot: number, call: Call, traits: number): void {
    this.#entries.use(slot);
    this.#counts.compare(
      this.#entries.userOf(slot),
      userIn(traits),
      this.#entries.responseOf(slot),
      call.response,
    );
  }

  #store(context: number, slot: number, call: Call, traits: number): void {
    const { time, latencyMs, index, response } = call;
    if (Number.isNaN(latencyMs)) this.#untold++;
    const doneAt = latencyMs > 0 ? time + latencyMs : time;
    this.#entries.store(
      { slot, doneAt, index, user: userIn(traits), response, isWhole: isWholeIn(traits) },
      time,
    );
    if (!isVector(call)) this.#index?.add(call.prompt, String(context));
  }

  #hit(group: string): Change {
    let change = this.#hits.get(group);
    if (change === undefined) {
      change = { drop: true, group, addedUsd: this.#options.lookupUsd, risk: 'cachedAnswer' };
      this.#hits.set(group, change);
    }
    return change;
  }

  #sharing(): readonly string[] {
    if (this.#options.scope === 'user') return [];
    const { crossed } = this.#counts;
    if (crossed === 0) return ['answers may be shared between users'];
    return [
      `${crossed} hits give one user the answer to another user's request: a privacy risk where prompts or answers are personal; scope=user keeps them apart`,
    ];
  }

  #similarity(): readonly string[] {
    if (this.#embeddings === undefined) return [];
    const { mode, threshold, acceptUncertain } = this.#options;
    const said = [...this.#embeddings.assumptions()];
    if (mode === 'semantic' && !this.#hasVectors) {
      said.push('there are no embeddings of this log: similar wording stands in, see --embeddings');
    }
    if (this.#hasVectors) {
      said.push(
        `an answer fits every prompt whose last message has a cosine similarity of ${threshold} or more`,
      );
    } else {
      const counts = acceptUncertain ? 'they count as answered' : 'they count as not answered';
      said.push(
        `${this.#uncertain} look-ups found a prompt of similar wording whose difference may matter; ${counts}`,
      );
    }
    return said;
  }
}

function counted(count: number, text: string): readonly string[] {
  return count > 0 ? [`${count} ${text}`] : [];
}
