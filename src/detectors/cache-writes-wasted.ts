import {
  type DetectorContext,
  type DetectorRun,
  defineDetector,
  type FindingSink,
} from '../contracts/detector.ts';
import type { Call } from '../model/call.ts';
import { combine52, hash52 } from '../model/hash.ts';
import {
  type CacheScope,
  CacheScopes,
  FIVE_MINUTES_MS,
  lifetimeOf,
} from '../patterns/caching/cache-scopes.ts';
import { promptRates } from '../patterns/caching/prompt-rates.ts';
import { WRITE_KINDS, WriteGroup, type WriteKind, WriteTemplate } from './caching/write-group.ts';
import { WriteLog } from './caching/write-log.ts';
import { WriteReaders } from './caching/write-readers.ts';

/** Prefix writes to a provider's cache that were paid above plain input and bought nothing. */
export const cacheWritesWasted = defineDetector({
  id: 'cache-writes-wasted',
  title: 'Wasted cache writes',
  describe:
    'Paid writes to a prompt cache (5 minutes, 1 hour, or the 30 minutes of GPT-5.6 and later) of which no call of the log read anything before they expired; a read renews the lifetime. ' +
    'Readers are matched by the prompt they share (measured), without prompts by session or trace, and by the exact length of what was read (estimated); a read of unknown origin counts for every write it could come from. ' +
    'Also: what is written behind a prefix that was read (the new turn of a conversation), where all such writes of a template together cost more than their reads saved; ' +
    'tokens written again while they were in the cache; hour-long writes whose every use came within 5 minutes of the one before. ' +
    'Avoidable: the premium over plain input, for the hour that over the 5-minute rate. Not claimed: writes that outlast the log, and failed calls.',
  why: 'A cache write costs 25% to 100% more than plain input and pays only when it is read again in time.',
  basis: 'measured',
  needs: ['usage', 'time', 'caching', 'price'],
  options: {
    unreadShare: {
      default: 0.9,
      min: 0,
      max: 1,
      describe:
        'Share of a write that must never have been read for it to count as unread, from 0 to 1. Own choice: sizes of prefixes are scaled and may be a few percent off.',
    },
    lifetime: {
      default: 300,
      min: 1,
      describe:
        'Seconds that a write stays cached where neither call nor provider states a lifetime. Default: the shortest that any provider states.',
    },
  },
  columns: [
    { key: 'kind', label: 'Kind', kind: 'text' },
    { key: 'model', label: 'Model', kind: 'text' },
    { key: 'lifetime', label: 'Lifetime', kind: 'text' },
    { key: 'tokens', label: 'Tokens written', kind: 'tokens' },
    { key: 'writes', label: 'Writes of the template', kind: 'count' },
    { key: 'wasted', label: 'Wasted', kind: 'percent' },
    { key: 'matched', label: 'Readers matched by', kind: 'text' },
  ],
  fix: () =>
    'Ask for caching only where the same prefix comes again within the lifetime: remove cache_control from calls that stand alone, put the breakpoint at the end of what is shared, ' +
    'and pay for "ttl": "1h" only where uses are more than 5 minutes apart and at least two reads follow.',
  start: (context, options, sink) => new CacheWritesWastedRun(context, options, sink),
});

interface Options {
  readonly unreadShare: number;
  readonly lifetime: number;
}

class CacheWritesWastedRun implements DetectorRun {
  readonly #context: DetectorContext;
  readonly #options: Options;
  readonly #sink: FindingSink;
  readonly #scopes: CacheScopes;
  readonly #writes = new WriteLog();
  readonly #readers: WriteReaders;
  readonly #templates: WriteTemplate[] = [];
  readonly #templateOf = new Map<number, number>();
  readonly #groups: WriteGroup[] = [];
  readonly #groupOf = new Map<number, number>();
  #logEnd = Number.NEGATIVE_INFINITY;

  constructor(context: DetectorContext, options: Options, sink: FindingSink) {
    this.#context = context;
    this.#options = options;
    this.#sink = sink;
    this.#scopes = new CacheScopes(context.models);
    this.#readers = new WriteReaders(context.prompts, this.#writes);
  }

  see(call: Call): void {
    if (Number.isNaN(call.time)) return;
    this.#logEnd = Math.max(this.#logEnd, call.time);
    const { cacheRead, cacheWrite5m, cacheWrite1h } = call.usage;
    if (call.cacheHit || cacheRead + cacheWrite5m + cacheWrite1h === 0) return;
    const scope = this.#scopes.of(call);
    if (scope === undefined) return;
    if (cacheRead > 0) this.#readers.read(call, scope);
    if (cacheWrite5m + cacheWrite1h > 0 && !call.failed) this.#write(call, scope);
  }

  finish(): void {
    const known: number[] = [];
    for (let write = 0; write < this.#writes.size; write++) {
      // What a later log would show is not known.
      if (this.#writes.until(write) <= this.#logEnd) known.push(write);
    }
    for (const write of known) if (this.#isTail(write)) this.#countTail(write);
    const unread = new Set<number>();
    for (const write of known) {
      if (!this.#isUnread(write)) continue;
      if (!this.#isTail(write)) this.#claimUnread(write);
      else this.#claimTail(write);
      unread.add(write);
    }
    for (const write of known) if (!unread.has(write)) this.#claimRead(write, unread);
  }

  describe(group: number): ReturnType<DetectorRun['describe']> {
    return this.#groups[group]!.describe();
  }

  #write(call: Call, scope: CacheScope): void {
    const rates = promptRates(this.#context.models, call);
    const write = this.#writes.add({
      call,
      rates,
      group: this.#template(call, scope),
      lifetimeMs: lifetimeOf(scope, call, this.#options.lifetime * 1000),
      repeat: this.#readers.repeated(call, scope),
      before: this.#readers.before(call, scope),
    });
    this.#readers.add(write, call, scope);
  }

  #isUnread(write: number): boolean {
    return this.#writes.unread(write) >= this.#options.unreadShare * this.#writes.tokens(write);
  }

  #isTail(write: number): boolean {
    return this.#writes.start(write) > 0;
  }

  #countTail(write: number): void {
    const template = this.#templates[this.#writes.group(write)]!;
    const { premium } = this.#writes.costOf(write, this.#writes.tokens(write));
    const saved = this.#writes.savedByReads(write);
    if (Number.isNaN(premium + saved)) return;
    template.tailPremium += premium;
    template.tailSaved += saved;
    if (this.#isUnread(write))
      template.tailUnread += this.#writes.costOf(write, this.#writes.unread(write)).premium;
  }

  #claimUnread(write: number): void {
    const tokens = this.#writes.unread(write);
    const { price, premium } = this.#writes.costOf(write, tokens);
    this.#claim('unread', write, tokens, premium / price);
  }

  #claimTail(write: number): void {
    const tokens = this.#writes.unread(write);
    const { price, premium } = this.#writes.costOf(write, tokens);
    const share = Math.min(1, this.#templates[this.#writes.group(write)]!.tailShare);
    this.#claim('tail', write, tokens, (premium / price) * share);
  }

  /** A write that was read may still repeat one that was read too, or have paid for an hour in vain. */
  #claimRead(write: number, unread: ReadonlySet<number>): void {
    const repeats = this.#writes.repeats(write);
    if (repeats >= 0 && !unread.has(repeats)) {
      const ends = Math.min(this.#writes.end(write), this.#writes.end(repeats));
      const shared = Math.min(ends, this.#writes.shared(write));
      const tokens = shared - Math.max(this.#writes.start(write), this.#writes.start(repeats));
      if (tokens < this.#options.unreadShare * this.#writes.tokens(write)) return;
      const { price, premium } = this.#writes.costOf(write, this.#writes.tokens(write));
      this.#claim('again', write, this.#writes.tokens(write), premium / price);
      return;
    }
    const long = this.#writes.longTokens(write);
    const isRead = this.#writes.unread(write) < this.#writes.tokens(write);
    if (long === 0 || !isRead || this.#writes.longestGap(write) >= FIVE_MINUTES_MS) return;
    this.#claim('hour', write, long, this.#writes.longPremiumShare(write));
  }

  #claim(kind: WriteKind, write: number, tokens: number, saved: number): void {
    if (!(saved > 0 && saved <= 1) || tokens <= 0) return;
    const number = this.#group(kind, this.#writes.group(write));
    const group = this.#groups[number]!;
    const waste =
      kind === 'hour' ? { cacheWrite5m: 0, cacheWrite1h: tokens } : this.#writes.lastOf(write, tokens);
    group.claims++;
    group.tokens += tokens;
    group.longTokens += waste.cacheWrite1h;
    this.#sink.add(number, this.#writes.call(write), waste, saved);
  }

  #group(kind: WriteKind, templateNumber: number): number {
    const key = templateNumber * WRITE_KINDS.length + WRITE_KINDS.indexOf(kind);
    let number = this.#groupOf.get(key);
    if (number === undefined) {
      const template = this.#templates[templateNumber]!;
      const isCertain = template.hasPrompts && template.scope.mode === 'explicit' && kind !== 'tail';
      number = this.#sink.group({ basis: isCertain ? 'measured' : 'estimated' });
      this.#groups[number] = new WriteGroup(kind, template);
      this.#groupOf.set(key, number);
    }
    return number;
  }

  #template(call: Call, scope: CacheScope): number {
    const { templates } = this.#context;
    const mined = templates.of(call);
    const own = call.feature === '' ? combine52(1, mined + 1) : combine52(2, hash52(call.feature));
    const key = combine52(combine52(scope.number, own), call.prompt < 0 ? 0 : 1);
    let number = this.#templateOf.get(key);
    if (number === undefined) {
      const [id, label] =
        call.feature !== ''
          ? [`feature/${call.feature}`, call.feature]
          : mined < 0
            ? ['no-prompt', 'calls without a prompt']
            : [templates.id(mined), templates.label(mined)];
      number = this.#templates.push(new WriteTemplate(id, label, scope, call.prompt >= 0)) - 1;
      this.#templateOf.set(key, number);
    }
    this.#templates[number]!.writes++;
    return number;
  }
}
