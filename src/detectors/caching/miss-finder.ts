import type { DetectorContext } from '../../contracts/detector.ts';
import type { Call } from '../../model/call.ts';
import { combine52, hash52 } from '../../model/hash.ts';
import { PROMPT_ZONES, zonesOf } from '../../model/prompt-zones.ts';
import { promptTokens } from '../../model/usage.ts';
import {
  availableAt,
  type CacheScope,
  CacheScopes,
  cacheable,
  HOUR_MS,
  learn,
  lifetimeOf,
} from '../../patterns/caching/cache-scopes.ts';
import { promptRate } from '../../patterns/caching/prompt-rates.ts';
import { textScale, UNCERTAIN_SHARE } from '../../patterns/caching/text-scale.ts';
import { templateLabel } from '../context/prompt-template.ts';
import { Conversations } from './conversations.ts';
import type { FrontDifference } from './front-difference.ts';
import { FrontFamilies, type FrontMatch } from './front-families.ts';
import { type Front, frontOf } from './front-units.ts';
import { heldCause } from './held-cause.ts';
import { type Held, LivePrefixes } from './live-prefixes.ts';
import { CAUSES, type Cause } from './miss-cause.ts';
import { MissGroup, type MissPlace, type MissTemplate } from './miss-group.ts';
import { PendingClaims } from './pending-claims.ts';
import { type ChainState, TemplateChains } from './template-chains.ts';

/** A prefix of this share of the minimum is within reach of it. Own choice. */
const NEAR_MINIMUM = 0.75;

/** A call and what the cache holds for it. */
interface Sight {
  readonly call: Call;
  readonly scope: CacheScope;
  /** Tokens of the call per o200k_base token. */
  readonly scale: number;
  readonly front: Front;
  readonly match: FrontMatch;
  readonly held: Held;
  readonly chain: ChainState;
  readonly template: MissTemplate;
}

interface Varying {
  readonly difference: FrontDifference;
  /** Tokens of the call. */
  readonly could: number;
}

/** Tokens to be written to the cache, by lifetime. */
type Writes = Partial<Record<'cacheWrite5m' | 'cacheWrite1h', number>>;

/** Finds what caches could have served, call by call, and why they did not. */
export class MissFinder {
  readonly groups: MissGroup[] = [];
  readonly claims = new PendingClaims();
  readonly #context: DetectorContext;
  readonly #minTokens: number;
  readonly #unstatedMs: number;
  readonly #scopes: CacheScopes;
  readonly #lives: LivePrefixes;
  readonly #families: FrontFamilies;
  readonly #conversations: Conversations;
  readonly #chains = new TemplateChains();
  readonly #templates = new Map<number, MissTemplate>();
  readonly #groupOf = new Map<number, number>();

  constructor(context: DetectorContext, minTokens: number, unstatedMs: number) {
    this.#context = context;
    this.#minTokens = minTokens;
    this.#unstatedMs = unstatedMs;
    this.#scopes = new CacheScopes(context.models);
    this.#lives = new LivePrefixes(context.prompts, HOUR_MS);
    this.#families = new FrontFamilies(context.prompts);
    this.#conversations = new Conversations(context.prompts);
  }

  see(call: Call): void {
    const prompt = promptTokens(call.usage);
    if (call.prompt < 0 || call.failed || call.cacheHit || prompt === 0) return;
    if (call.tier === 'batch' || call.endpoint === 'embedding' || Number.isNaN(call.time)) return;
    const scope = this.#scopes.of(call);
    if (scope === undefined) return;
    learn(scope, call);
    const base = this.#context.prompts.tokens(call.prompt);
    if (base === 0 || prompt < NEAR_MINIMUM * scope.minimum) return;
    this.#judge(this.#sight(call, scope, textScale(prompt, base, scope.mode)));
  }

  #sight(call: Call, scope: CacheScope, scale: number): Sight {
    const { usage, time } = call;
    const front = frontOf(this.#context.prompts, call.prompt);
    const match = this.#families.match(front, call, this.#context.templates.of(call));
    const cached = usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h;
    const from = availableAt(call);
    const lifetimeMs = lifetimeOf(scope, call, this.#unstatedMs);
    const held = this.#lives.use({
      time,
      availableAt: from,
      lifetimeMs,
      scope: scope.number,
      node: call.prompt,
      paidTokens: ((1 + UNCERTAIN_SHARE) * cached) / scale,
    });
    const chain = this.#chains.use({
      time,
      availableAt: from,
      lifetimeMs,
      family: match.family.number,
      scope: scope.number,
      index: call.index,
      isPaid: scope.mode === 'automatic' || cached > (match.stable * scale) / 2,
    });
    const template = this.#template(call, scope, front, match);
    return { call, scope, scale, front, match, held, chain, template };
  }

  #judge(sight: Sight): void {
    const { call, scope, scale, match, held } = sight;
    const { prompts } = this.#context;
    const read = call.usage.cacheRead;
    const identical = prompts.tokens(held.node) * scale;
    const lead = scope.mode === 'automatic' && sight.chain.isHeld ? (match.difference?.lead ?? 0) * scale : 0;
    const whole = promptTokens(call.usage);
    const served = cacheable(scope, Math.min(whole, Math.max(identical, lead)));
    let from = read;
    if (served > 0) sight.template.held++;
    if (this.#isMiss(from, served)) {
      sight.template.missed++;
      // A conversation would write what is new in this turn for the next one.
      const isGrowing =
        held.node !== sight.front.node && identical > prompts.tokens(sight.front.node) * scale;
      const writes = held.unpaidTokens * scale + (isGrowing ? whole - served : 0);
      const cause = heldCause(call, scope, served);
      this.#claim(sight, cause, from, served, { cacheWrite5m: writes }, this.#after(sight, held.node));
    }
    from = Math.max(from, served);
    const varying = this.#varying(sight);
    from = this.#judgeGap(sight, from, varying?.could ?? 0);
    from = this.#judgeModel(sight, from);
    const hasMoved = varying !== undefined && this.#judgeVarying(sight, from, varying);
    // A conversation outgrows the minimum by itself.
    const isFront = prompts.tokens(held.node) < prompts.tokens(sight.front.node);
    const isShort = isFront && identical < scope.minimum && identical >= NEAR_MINIMUM * scope.minimum;
    if (isShort && read === 0 && call.usageBasis === 'logged' && !hasMoved && from === read)
      this.#noteShort(sight, identical);
  }

  /**
   * The prefix is byte-equal but too old. Anthropic's hour is a documented choice; OpenAI's longer retention is free. Where
   * moving what varies would have served as much from calls that came in between, that is the cause.
   */
  #judgeGap(sight: Sight, from: number, movable: number): number {
    const { call, scope, scale, held } = sight;
    const hasLonger =
      scope.mode === 'explicit' || (scope.provider === 'openai' && Number.isNaN(scope.statedLifetimeMs));
    if (held.expired < 0 || !hasLonger || call.usageBasis !== 'logged') return from;
    if (scope.mode === 'automatic' && !scope.hasReads) return from;
    const expired = cacheable(scope, this.#context.prompts.tokens(held.expired) * scale);
    if (!this.#isMiss(from, expired) || movable >= (1 - UNCERTAIN_SHARE) * expired) return from;
    const writes = { cacheWrite1h: held.expiredUnpaidTokens * scale };
    this.#claim(sight, 'gap', from, expired, writes, this.#after(sight, held.expired));
    return expired;
  }

  /** The session's call before went to another model of the same provider, and this one repeats its prompt. */
  #judgeModel(sight: Sight, from: number): number {
    const { call, scope, scale } = sight;
    const session = call.session === '' ? call.trace : call.session;
    if (session === '') return from;
    const before = this.#conversations.turn(hash52(session), call, scope.number);
    if (before === undefined || before.scope === scope.number || call.usageBasis !== 'logged') return from;
    const isInTime = call.time < before.time + lifetimeOf(scope, call, this.#unstatedMs);
    const other = cacheable(scope, this.#context.prompts.tokens(before.node) * scale);
    if (!isInTime || before.provider !== call.provider || !this.#isMiss(from, other)) return from;
    if (!this.#conversations.continues(call.prompt, before.node)) return from;
    const place = { ...this.#after(sight, before.node), reference: before.index };
    this.#claim(sight, 'model', from, other, {}, place);
    return other;
  }

  /** What the template repeats behind something that varies, and how much of the call could be read were that moved. */
  #varying({ call, scope, scale, front, match, chain }: Sight): Varying | undefined {
    const { difference, family } = match;
    if (difference === undefined || !chain.isHeld) return undefined;
    const repeated = family.hasHeads
      ? this.#conversations.repeated(family.number, front, call, lifetimeOf(scope, call, this.#unstatedMs))
      : 0;
    const stable = Math.max(match.stable, match.stableHead + repeated) * scale;
    return { difference, could: cacheable(scope, Math.min(stable, promptTokens(call.usage))) };
  }

  #judgeVarying(sight: Sight, from: number, { difference, could }: Varying): boolean {
    const { scale, chain } = sight;
    if (!this.#isMiss(from, could)) return false;
    const { cause, segment, lead } = difference;
    const writes = { cacheWrite5m: chain.isUnpaid ? could : 0 };
    const place = { segment, position: lead * scale, reference: chain.previous };
    this.#claim(sight, cause, from, could, writes, place);
    return true;
  }

  #noteShort(sight: Sight, identical: number): void {
    const { call, scope, held } = sight;
    if (scope.mode === 'explicit' && call.cacheTtl === '') return;
    const number = this.#group(sight, 'minimum', this.#after(sight, held.node));
    const group = this.groups[number]!;
    group.claims++;
    group.longest = Math.max(group.longest, identical);
    this.claims.add(number, call.index);
  }

  #isMiss(from: number, to: number): boolean {
    return to - from >= Math.max(this.#minTokens, UNCERTAIN_SHARE * to);
  }

  /** `writes`: what somebody must write to the cache for it. Automatic caches are billed for their writes as it is. */
  #claim(sight: Sight, cause: Cause, from: number, to: number, writes: Writes, place: MissPlace): void {
    const { call, scope, chain } = sight;
    const { models } = this.#context;
    const readRate = promptRate(models, call, 'cacheRead');
    const tokens = zonesOf([{ from, to }], call.usage);
    let price = 0;
    let gain = 0;
    for (const zone of PROMPT_ZONES) {
      if (tokens[zone] === 0) continue;
      const rate = promptRate(models, call, zone);
      price += tokens[zone] * rate;
      gain += tokens[zone] * (rate - readRate);
    }
    let debt = 0;
    if (scope.mode === 'explicit') {
      for (const zone of ['cacheWrite5m', 'cacheWrite1h'] as const) {
        const written = writes[zone] ?? 0;
        if (written > 0)
          debt += written * (promptRate(models, call, zone) - promptRate(models, call, 'input'));
      }
    }
    const saved = this.#chains.settle(chain.slot, gain, debt) / price;
    if (!(saved > 0 && saved <= 1)) return;
    const number = this.#group(sight, cause, place);
    const group = this.groups[number]!;
    group.claims++;
    group.tokens += to - from;
    this.claims.add(number, call.index, tokens, saved, { from, to });
  }

  /** The segment that follows a prefix of the call's prompt. */
  #after({ call, scale, chain }: Sight, node: number): MissPlace {
    const { prompts } = this.#context;
    let next = -1;
    for (let n = call.prompt; n >= 0 && n !== node; n = prompts.parent(n)) next = n;
    const segment = next < 0 ? -1 : prompts.segment(next);
    return { segment, position: prompts.tokens(node) * scale, reference: chain.previous };
  }

  #group({ template }: Sight, cause: Cause, place: MissPlace): number {
    const key = template.number * CAUSES.length + CAUSES.indexOf(cause);
    let number = this.#groupOf.get(key);
    if (number === undefined) {
      number = this.groups.push(new MissGroup(cause, template, place)) - 1;
      this.#groupOf.set(key, number);
    }
    return number;
  }

  /** The feature that the log names, else what begins the prompt, else what its first message is made of. */
  #template(call: Call, scope: CacheScope, front: Front, { family }: FrontMatch): MissTemplate {
    const { prompts, templates } = this.#context;
    const mined = call.feature === '' && front.head < 0 ? templates.of(call) : -1;
    const own = call.feature !== '' ? hash52(call.feature) : combine52(family.number, 1);
    const key = combine52(scope.number, mined < 0 ? own : combine52(mined, 2));
    let template = this.#templates.get(key);
    if (template === undefined) {
      const { head, node } = family.front;
      const begins = { key, feature: call.feature, node: head < 0 ? node : head };
      template = {
        number: this.#templates.size,
        id:
          call.feature !== ''
            ? `feature/${call.feature}`
            : mined < 0
              ? prompts.key(begins.node)
              : templates.id(mined),
        label:
          mined < 0
            ? templateLabel({ ...begins, node: call.feature === '' ? begins.node : -1 }, prompts)
            : templates.label(mined),
        scope,
        calls: 0,
        held: 0,
        missed: 0,
      };
      this.#templates.set(key, template);
    }
    template.calls++;
    return template;
  }
}
