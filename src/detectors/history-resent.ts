import {
  type DetectorContext,
  type DetectorRun,
  defineDetector,
  type FindingSink,
} from '../contracts/detector.ts';
import type { Call } from '../model/call.ts';
import { promptTokens } from '../model/usage.ts';
import {
  type CacheScope,
  CacheScopes,
  cacheable,
  isUsuallyServed,
  learn,
  lifetimeOf,
} from '../patterns/caching/cache-scopes.ts';
import { NumberColumn } from '../patterns/columns/number-column.ts';
import type { HistoryGroup, HistoryKind } from './history/history-group.ts';
import { HistoryGroups } from './history/history-groups.ts';
import { KnownRates } from './history/known-rates.ts';
import { historyTokens, type Turn, Turns } from './history/turns.ts';

const MINUTE_MS = 60_000;

export const historyResent = defineDetector({
  id: 'history-resent',
  title: 'History sent again',
  describe:
    "Messages of a conversation that an earlier call already sent, billed at the full input rate again: the prompt begins, byte for byte, with the whole prompt of an earlier call of this log and an answer of the model, and the part after system prompts and tools was neither read from nor written to the provider's cache. " +
    "Avoidable is what the cache would have saved on it where that prompt was sent to the same model within the cache's lifetime and is not below its minimum: the difference to the price of a cached token, less what writing all conversations of the template to the cache would have cost. " +
    'Under review: conversations that no cache could have served (a gap beyond the lifetime, another model, a changed beginning, no price for cached tokens), as the tokens that sending only the last keepTokens would have left out, since what the model needed of them is not known; conversations of which the log does not tell what was cached; ' +
    'and those of a template of which an automatic cache served four calls of five, which is as much as it does.',
  why: 'Every turn of a conversation sends all turns before it again, so without a cache its cost grows with the square of its length.',
  basis: 'estimated',
  needs: ['prompts', 'usage', 'time', 'price'],
  options: {
    minTokens: {
      default: 200,
      min: 1,
      describe:
        'Fewest tokens of a call sent again at the full rate. Own choice: above the step in which providers cache (128 tokens) and the inexactness of where messages end.',
    },
    lifetime: {
      default: 5,
      min: 0,
      describe:
        'Minutes that a prompt stays cached where neither the request nor the price book says: the shortest that OpenAI states (5 to 10 minutes), and what Anthropic gives by default.',
    },
    keepTokens: {
      default: 8000,
      min: 0,
      describe: 'Tokens of a conversation that truncation would keep, its last. Own choice.',
    },
    summaryShare: {
      default: 0.2,
      min: 0,
      max: 1,
      describe: 'Size of a summary as a share of what it stands for, from 0 to 1. Own choice.',
    },
  },
  columns: [
    { key: 'kind', label: 'Kind', kind: 'text' },
    { key: 'model', label: 'Model', kind: 'text' },
    { key: 'conversations', label: 'Conversations', kind: 'count' },
    { key: 'turns', label: 'Mean turns', kind: 'count' },
    { key: 'mostTurns', label: 'Most turns', kind: 'count' },
    { key: 'resent', label: 'Sent again', kind: 'tokens' },
    { key: 'share', label: 'Share of prompt', kind: 'percent' },
    { key: 'truncated', label: 'Truncation would spare', kind: 'tokens' },
    { key: 'summarised', label: 'Summaries would spare', kind: 'tokens' },
  ],
  fix: ({ keepTokens, lifetime }) =>
    'Let the provider cache the conversation: a cache breakpoint on the last message of each request (Anthropic: `cache_control`), or an unchanged beginning where caching is automatic; ' +
    `where turns are more than ${lifetime} minutes apart, send the last ${keepTokens} tokens and a summary of the rest.`,
  start: (context, options, sink) => new HistoryResentRun(context, options, sink),
});

interface Options {
  readonly minTokens: number;
  readonly lifetime: number;
  readonly keepTokens: number;
  readonly summaryShare: number;
}

class HistoryResentRun implements DetectorRun {
  readonly #context: DetectorContext;
  readonly #options: Options;
  readonly #sink: FindingSink;
  readonly #turns: Turns;
  readonly #scopes: CacheScopes;
  readonly #rates: KnownRates;
  readonly #groups: HistoryGroups;
  /** What may be claimed, known for certain only at the end: calls, groups, tokens of input, shares before the cost of writes. */
  readonly #calls = new NumberColumn();
  readonly #groupOf = new NumberColumn();
  readonly #tokens = new NumberColumn();
  readonly #shares = new NumberColumn();
  /** Where in the prompt the claimed tokens end. */
  readonly #ends = new NumberColumn();
  /** By conversation: its last turn that was counted. */
  readonly #counted = new NumberColumn();
  /** By cache: 1 where writing costs no more than not caching. */
  readonly #isWriteFree = new NumberColumn();
  readonly #shown = new Map<number, HistoryGroup>();
  /** Whether any call of the log reads, writes or asks for caching: else its logger may leave that out. */
  #tellsOfCaching = false;

  constructor(context: DetectorContext, options: Options, sink: FindingSink) {
    this.#context = context;
    this.#options = options;
    this.#sink = sink;
    this.#turns = new Turns(context.prompts);
    this.#scopes = new CacheScopes(context.models);
    this.#rates = new KnownRates(context.models);
    this.#groups = new HistoryGroups(context, options);
  }

  see(call: Call): void {
    const { cacheRead, cacheWrite5m, cacheWrite1h } = call.usage;
    if (cacheRead + cacheWrite5m + cacheWrite1h > 0 || call.cacheTtl !== '') this.#tellsOfCaching = true;
    if (call.prompt < 0 || call.cacheHit || promptTokens(call.usage) === 0) return;
    const scope = this.#scopes.of(call);
    if (scope !== undefined) learn(scope, call);
    const turn = this.#turns.see(call, scope === undefined ? 0 : scope.number + 1);
    if (turn === undefined) this.#addWrites(call, scope, 0);
    else if (scope !== undefined && turn.isSameCache && turn.gapMs <= this.#lifetime(scope, call))
      this.#seeCacheable(call, scope, turn);
    else {
      this.#addWrites(call, scope, 0);
      if (!Number.isNaN(call.time)) this.#seeUncacheable(call, scope, turn);
    }
  }

  finish(): void {
    const numbers = new Map<number, number>();
    for (let i = 0; i < this.#calls.length; i++) {
      const at = this.#groupOf.get(i);
      const group = this.#groups.at(at);
      const saved = this.#shares.get(i) * (group.gross > 0 ? group.net : 1);
      if (!(saved > 0)) continue;
      let number = numbers.get(at);
      if (number === undefined) {
        number = this.#open(group);
        numbers.set(at, number);
      }
      const [input, to] = [this.#tokens.get(i), this.#ends.get(i)];
      this.#sink.add(number, this.#calls.get(i), { input }, saved, [{ from: to - input, to }]);
    }
  }

  describe(group: number): ReturnType<DetectorRun['describe']> {
    return this.#shown.get(group)!.describe();
  }

  /** Where caching is automatic and no call of the log tells of any, its logger may leave that out; nor does it serve all. */
  #open(group: HistoryGroup): number {
    if (group.kind === 'cacheable' && !group.place.isExplicit) {
      if (!this.#tellsOfCaching) group.kind = 'cacheable, caching not logged';
      else if (isUsuallyServed(group.missed, group.held)) group.kind = 'cacheable, mostly cached';
    }
    const number = this.#sink.group({ review: group.kind !== 'cacheable' });
    this.#shown.set(number, group);
    return number;
  }

  #lifetime(scope: CacheScope, call: Call): number {
    return lifetimeOf(scope, call, this.#options.lifetime * MINUTE_MS);
  }

  #seeCacheable(call: Call, scope: CacheScope, turn: Turn): void {
    const whole = promptTokens(call.usage);
    const from = this.#headTokens(call);
    const to = cacheable(scope, Math.min(turn.sentTokens, whole));
    const resent = fullPriced(from, to, call);
    this.#addWrites(call, scope, to);
    const at = this.#groups.of(call, scope, kindOfUsage(call));
    const group = this.#groups.at(at);
    if (to > from) group.held++;
    if (resent < this.#options.minTokens) return;
    const { input, cacheRead } = this.#rates.of(call);
    const share = 1 - cacheRead / input;
    if (!(share > 0 && share <= 1)) return;
    group.missed++;
    group.gross += resent * (input - cacheRead);
    this.#ends.set(this.#claim(at, call, resent, resent, share, turn), to);
  }

  /** What a cache cannot serve can only be left out. */
  #seeUncacheable(call: Call, scope: CacheScope | undefined, turn: Turn): void {
    const head = this.#context.prompts.template(call.prompt);
    const history = historyTokens(this.#context.prompts, call.prompt, head) * scaleOf(call, this.#context);
    const from = this.#headTokens(call);
    const resent = fullPriced(from, from + Math.floor(history), call);
    const excess = resent - this.#options.keepTokens;
    if (excess < this.#options.minTokens) return;
    if (!(this.#rates.of(call).input > 0)) return;
    const at = this.#groups.of(call, scope, kindOf(scope, turn));
    // The oldest go first.
    const end = from + Math.floor(history) - this.#options.keepTokens;
    this.#ends.set(this.#claim(at, call, resent, excess, 1, turn), end);
  }

  /** What a cache would have charged, beyond the price of input, for writing what of the prompt after `from` is billed in full. */
  #addWrites(call: Call, scope: CacheScope | undefined, from: number): void {
    const whole = promptTokens(call.usage);
    if (scope === undefined || whole < scope.minimum || this.#isWriteFree.get(scope.number) === 1) return;
    const { input, cacheWrite5m } = this.#rates.of(call);
    if (!(cacheWrite5m > input)) {
      this.#isWriteFree.set(scope.number, 1);
      return;
    }
    const written = fullPriced(Math.max(from, this.#headTokens(call)), whole, call);
    const group = this.#groups.at(this.#groups.of(call, scope, kindOfUsage(call)));
    group.premium += written * (cacheWrite5m - input);
  }

  #claim(at: number, call: Call, resent: number, claimed: number, share: number, turn: Turn): number {
    const i = this.#calls.push(call.index);
    this.#groupOf.set(i, at);
    this.#tokens.set(i, claimed);
    this.#shares.set(i, share);
    const counted = this.#counted.get(turn.conversation);
    if (turn.conversation > 0) this.#counted.set(turn.conversation, turn.turn);
    this.#groups.at(at).add({ resent, prompt: promptTokens(call.usage), turn: turn.turn, counted });
    return i;
  }

  /** Where the conversation begins, in the call's own tokens; rounded up, so that what follows is never overstated. */
  #headTokens(call: Call): number {
    const { prompts } = this.#context;
    return Math.ceil(prompts.tokens(prompts.template(call.prompt)) * scaleOf(call, this.#context));
  }
}

/** Tokens between two places of the prompt that were billed as input: what is read from or written to the cache comes before. */
function fullPriced(from: number, to: number, { usage }: Call): number {
  return Math.max(0, to - Math.max(from, promptTokens(usage) - usage.input));
}

function scaleOf(call: Call, { prompts }: DetectorContext): number {
  const base = prompts.tokens(call.prompt);
  return base === 0 ? 0 : promptTokens(call.usage) / base;
}

/** Usage that was counted from the text knows nothing of caching. */
function kindOfUsage({ usageBasis }: Call): HistoryKind {
  return usageBasis === 'logged' ? 'cacheable' : 'cacheable, usage not logged';
}

function kindOf(scope: CacheScope | undefined, turn: Turn): HistoryKind {
  if (scope === undefined) return 'no cache price';
  if (!turn.isExact) return 'changed beginning';
  return turn.isSameCache ? 'too late for the cache' : 'other model';
}
