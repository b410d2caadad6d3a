import type { Metric } from '../../model/replayed.ts';
import type { TokenCounts } from '../../model/usage.ts';
import type { Usable } from './cache-sight.ts';
import type { CacheTerms } from './cache-terms.ts';
import type { Found } from './seen-prefixes.ts';

/** Figures besides money. */
export class CacheTally {
  #segments = 0;
  #readSegments = 0;
  #tokens = 0;
  #sharedTokens = 0;
  #loggedReads = 0;
  #addedReads = 0;
  #addedWrites = 0;
  /** Names by what happens and by model. */
  readonly #groups = new Map<string, Map<string, string>>();
  /** Calls, and tokens that caches would serve of them, that are left because the log cannot tell how they were billed. */
  uncounted = 0;
  uncountedTokens = 0;
  /** Calls whose prompt an earlier strategy took apart. */
  otherPrompts = 0;

  /** Every call; `tokens` of the prompt as billed, `shared` of them in the prefix found. */
  see(usage: TokenCounts, tokens: number, shared: number, { segments, readSegments }: Found): void {
    this.#segments += segments;
    this.#readSegments += readSegments;
    this.#tokens += tokens;
    this.#sharedTokens += shared;
    this.#loggedReads += usage.cacheRead;
  }

  leave(servedTokens: number): void {
    this.uncounted++;
    this.uncountedTokens += servedTokens;
  }

  /** Counts a change and names its group. */
  change({ model, original, usage: before }: Usable, { scope }: CacheTerms, after: TokenCounts): string {
    const writes = after.cacheWrite5m + after.cacheWrite1h - before.cacheWrite5m - before.cacheWrite1h;
    this.#addedReads += after.cacheRead - before.cacheRead;
    this.#addedWrites += Math.max(0, writes);
    if (original.usageBasis !== 'logged' && scope!.mode === 'automatic')
      return this.#group(model, 'caches by itself, usage estimated');
    if (scope!.mode === 'automatic' && writes <= 0) return this.#group(model, 'caches by itself');
    return this.#group(model, after.cacheRead > before.cacheRead ? 'read' : 'written for later calls');
  }

  metrics(): readonly Metric[] {
    const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
    const reads = this.#loggedReads + this.#addedReads;
    return [
      {
        key: 'prefixSegments',
        label: 'Prompt segments in a prefix sent before and still cached',
        kind: 'percent',
        value: share(this.#readSegments, this.#segments),
      },
      {
        key: 'prefixTokens',
        label: 'Prompt tokens in such a prefix',
        kind: 'percent',
        value: share(this.#sharedTokens, this.#tokens),
      },
      {
        key: 'tokensReadLogged',
        label: 'Prompt tokens read from caches, as logged',
        kind: 'percent',
        value: share(this.#loggedReads, this.#tokens),
      },
      {
        key: 'tokensRead',
        label: 'Prompt tokens read from caches, replayed',
        kind: 'percent',
        value: share(reads, this.#tokens),
      },
      {
        key: 'addedReads',
        label: 'Tokens read that the log does not show',
        kind: 'tokens',
        value: this.#addedReads,
      },
      {
        key: 'addedWrites',
        label: 'Tokens written that the log does not show',
        kind: 'tokens',
        value: this.#addedWrites,
      },
    ];
  }

  #group(model: string, what: string): string {
    let groups = this.#groups.get(what);
    if (groups === undefined) {
      groups = new Map();
      this.#groups.set(what, groups);
    }
    let group = groups.get(model);
    if (group === undefined) {
      group = `${model}: ${what}`;
      groups.set(model, group);
    }
    return group;
  }
}
