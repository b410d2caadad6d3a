import type { Calendar } from '../../contracts/calendar.ts';
import type { Models } from '../../contracts/models.ts';
import type { Prompts } from '../../contracts/prompts.ts';
import type { Templates } from '../../contracts/templates.ts';
import type { Call } from '../../model/call.ts';
import { combine52, hash52 } from '../../model/hash.ts';
import { billedTokens } from '../../model/usage.ts';
import { modelAsked } from '../attempts/request-identity.ts';
import { NumberColumn } from '../columns/number-column.ts';
import { Burst } from './burst.ts';
import { ConversationTurns } from './conversation-turns.ts';
import { SenderNames } from './sender-names.ts';
import { type Sender, Uses } from './uses.ts';

/** What is asked about calls and prices. */
export interface OfflineContext {
  readonly prompts: Prompts;
  readonly models: Models;
  readonly templates: Templates;
  readonly calendar: Calendar;
}

/** What a burst is. */
export interface BurstRule {
  /** Calls within the window, on average. */
  readonly minCalls: number;
  /** Seconds. */
  readonly window: number;
  /** Seconds, from the end of a call to the start of the next. */
  readonly pause: number;
}

/** What a burst is unless the user says otherwise; own choice. */
export const USUAL_BURST: BurstRule = { minCalls: 20, window: 600, pause: 120 };

/** Some calls of one use that nobody waited for. Rows are parallel lists, one entry a call. */
export interface OfflineCalls {
  /** Number for `OfflineWork.use`. */
  readonly use: number;
  /** A person should look first. */
  readonly isReview: boolean;
  readonly evidence: readonly string[];
  /** Indices. */
  readonly calls: readonly number[];
  /** Share of each call's price that the batch rate takes off. */
  readonly saved: readonly number[];
}

interface Judged {
  readonly verdict: 'certain' | 'review' | 'none';
  readonly evidence: readonly string[];
}

const MOST_SPARE = 10_000;

/** Share of a call's price that the batch rate takes off; NaN where either is unknown. */
type BatchSaving = (call: Call) => number;

/** Tells the calls that nobody waited for, among those that the batch rate would make cheaper. */
export class OfflineWork {
  /** What is a turn of a conversation, as far as the calls seen tell. */
  readonly turns: ConversationTurns;
  readonly #context: OfflineContext;
  readonly #rule: BurstRule;
  readonly #saved: BatchSaving;
  readonly #names = new SenderNames();
  readonly #uses = new Uses();
  /** Bursts that may still grow, by use and program. What cannot grow any more leaves in one sweep per pause of log time. */
  readonly #open = new Map<number, Burst>();
  #closed: Burst[] = [];
  /** Bursts that came to nothing, to be used again. */
  readonly #spare: Burst[] = [];
  /** Calls of jobs that came too seldom for a burst. */
  readonly #trickles = new Map<number, Burst>();
  /** 1 by index of a call that has been handed out. */
  readonly #claimed = new NumberColumn();
  #nextSweep = Number.NEGATIVE_INFINITY;
  #firstTime = Number.NaN;
  #lastTime = Number.NaN;

  /** `saved` replaces what the price list says of the call's own model: where it is sent to another one in the end. */
  constructor(context: OfflineContext, rule: BurstRule, saved: BatchSaving = ofList(context.models)) {
    this.#context = context;
    this.#rule = rule;
    this.#saved = saved;
    this.turns = new ConversationTurns(context.prompts);
  }

  /** Calls must come in time order. */
  see(call: Call): void {
    const isLater = this.turns.isLater(call);
    const { time } = call;
    if (Number.isNaN(time)) return;
    if (Number.isNaN(this.#firstTime)) this.#firstTime = time;
    this.#lastTime = time;
    this.#sweep(time);
    if (isLater || call.stream || call.failed || call.cacheHit) return;
    if (call.tier === 'batch' || call.tier === 'flex' || billedTokens(call.usage) === 0) return;
    const name = this.#names.of(call);
    if (name === undefined) return;
    const saved = this.#saved(call);
    if (!(saved > 0)) return;
    const hour = this.#context.calendar.hour(time);
    for (const template of this.#templates(call, name.sender)) {
      const use = this.#uses.number(call, template, modelAsked(call), name.sender, name.isWeak);
      const key = name.sender === 'service' ? combine52(use, hash52(call.user)) : use;
      this.#burst(key, use, time).add(call, saved, hour);
    }
  }

  /** Once, after the last call. Each call is visited at most once, the certain ones first. */
  finish(visit: (found: OfflineCalls) => void): void {
    for (const [key, burst] of this.#open) this.#close(key, burst);
    const judged = this.#closed.map((burst) => ({ burst, ...this.#judge(burst) }));
    // A call that two kinds of template put into bursts is handed out once.
    for (const isReview of [false, true]) {
      for (const { burst, verdict, evidence } of judged) {
        if (verdict === (isReview ? 'review' : 'certain')) this.#claim(burst, isReview, evidence, visit);
      }
    }
    for (const burst of this.#trickles.values()) this.#claim(burst, true, ['name', 'trickles'], visit);
    this.#closed = [];
    this.#spare.length = 0;
    this.#trickles.clear();
  }

  /** `template`: -1 for the feature alone; even numbers are nodes times two, odd ones mined templates. */
  use(number: number): ReturnType<Uses['of']> {
    return this.#uses.of(number);
  }

  /**
   * The templates that a burst may be one of: the leading system prompts and tools (even numbers), and the template that was
   * found by its wording (odd numbers), since either may be too coarse or too fine. -1: the feature alone.
   */
  #templates(call: Call, sender: Sender): number[] {
    const hasFeature = call.feature !== '';
    if (sender === 'job') return [-1];
    if (call.prompt < 0) return hasFeature ? [-1] : [];
    const node = this.#context.prompts.template(call.prompt);
    const leading = node >= 0 ? [2 * node] : hasFeature ? [-1] : [];
    const worded = this.#context.templates.of(call);
    return worded < 0 ? leading : [...leading, 2 * worded + 1];
  }

  #burst(key: number, use: number, time: number): Burst {
    const open = this.#open.get(key);
    if (open !== undefined) {
      if (time - open.end <= this.#rule.pause * 1000) return open;
      this.#close(key, open);
    }
    const spare = this.#spare.pop();
    spare?.restart(use, time);
    const burst = spare ?? new Burst(use, time);
    this.#open.set(key, burst);
    return burst;
  }

  #sweep(now: number): void {
    if (now < this.#nextSweep) return;
    const pause = this.#rule.pause * 1000;
    for (const [key, burst] of this.#open) if (now - burst.end > pause) this.#close(key, burst);
    this.#nextSweep = now + pause;
  }

  #close(key: number, burst: Burst): void {
    this.#open.delete(key);
    if (burst.isDense(this.#rule.minCalls, this.#rule.window * 1000)) this.#closed.push(burst);
    else if (this.#uses.isJob(burst.use)) {
      const trickle = this.#trickles.get(burst.use);
      if (trickle === undefined) this.#trickles.set(burst.use, burst);
      else trickle.append(burst);
    } else if (this.#spare.length < MOST_SPARE) this.#spare.push(burst);
  }

  #judge(burst: Burst): Judged {
    const { sender, isWeak } = this.#uses.of(burst.use);
    if (burst.isOfTurns) return { verdict: 'none', evidence: [] };
    if (sender === 'job') return { verdict: 'certain', evidence: ['name'] };
    if (burst.isOfVisitors) return { verdict: 'none', evidence: [] };
    const evidence = [
      ...(isWeak ? ['name'] : []),
      ...(burst.isAtNight && (burst.isRegular || burst.isBackToBack) ? ['night'] : []),
      ...(burst.isBackToBack ? ['back to back'] : []),
    ];
    if (this.#uses.isOccasional(burst.use, this.#lastTime - this.#firstTime)) {
      const isCertain = evidence.length > 0 && !burst.isShort;
      return { verdict: isCertain ? 'certain' : 'review', evidence: [...evidence, 'bursts'] };
    }
    return { verdict: isWeak && burst.isBackToBack ? 'review' : 'none', evidence };
  }

  #claim(
    burst: Burst,
    isReview: boolean,
    evidence: readonly string[],
    visit: (found: OfflineCalls) => void,
  ): void {
    const rows = burst.calls.map((_, i) => i).filter((i) => this.#claimed.get(burst.calls[i]!) === 0);
    const alone = rows.filter((i) => !this.turns.wentOn(burst.nodes[i]!));
    // What went on in half of its calls is conversations that happened to begin together.
    if (alone.length < this.#rule.minCalls || alone.length * 2 <= rows.length) return;
    for (const i of alone) this.#claimed.set(burst.calls[i]!, 1);
    visit({
      use: burst.use,
      isReview,
      evidence,
      calls: alone.map((i) => burst.calls[i]!),
      saved: alone.map((i) => burst.saved[i]!),
    });
  }
}

function ofList(models: Models): BatchSaving {
  return (call) => {
    const { model, provider, time, usage } = call;
    return 1 - models.cost({ model, provider, time, tier: 'batch', usage }) / models.cost(call);
  };
}
