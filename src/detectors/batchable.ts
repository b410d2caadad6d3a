import {
  type DetectorContext,
  type DetectorRun,
  defineDetector,
  type FindingSink,
} from '../contracts/detector.ts';
import type { Call } from '../model/call.ts';
import { combine52, hash52 } from '../model/hash.ts';
import { billedTokens } from '../model/usage.ts';
import { modelAsked } from '../patterns/attempts/request-identity.ts';
import { NumberColumn } from '../patterns/columns/number-column.ts';
import { batchEndpoint } from '../patterns/offline/batch-endpoints.ts';
import { Burst } from '../patterns/offline/burst.ts';
import { ConversationTurns } from '../patterns/offline/conversation-turns.ts';
import { SenderNames } from '../patterns/offline/sender-names.ts';
import { type Sender, Uses } from '../patterns/offline/uses.ts';

/** Calls that nobody waited for, billed at more than the batch rate. */
export const batchable = defineDetector({
  id: 'batchable',
  title: 'Calls for the batch rate',
  describe:
    'Answered calls that were not streamed, are no turn of a conversation and no step of an agent (no answer of this log in their prompt, ' +
    'and theirs in no later prompt; where prompts are not in the log, none that grow within a session), name no person as their user, and came in bursts of one feature or template on one model. ' +
    'Certain: the feature, a tag or the user says that it is a job (nightly, batch, backfill, eval, etl, cron, offline, ...); or the use is at rest ' +
    'most of the day, its burst takes a minute or more, and it is at night at a steady pace, or its calls start as soon as the ones before them end, or its name is one that jobs carry ' +
    '(embed, index, report, summary, ...). For review: jobs by their name that trickle, and bursts with less evidence. A job may name a ' +
    'person for each call; other requests that many users or sessions send are never taken for a job. ' +
    'Saved is the difference between the rate of the call and the batch rate, over all its tokens (cached input has no batch rate with ' +
    'some models); models without a batch rate and calls at the batch or flex rate are left out.',
  why: 'Providers sell the same answer for about half the price when it may take up to 24 hours, and these calls had the time.',
  basis: 'estimated',
  needs: ['time', 'usage', 'price'],
  options: {
    minCalls: {
      default: 20,
      min: 2,
      describe: 'Calls within the window, on average, from which they are a burst (own choice).',
    },
    window: { default: 600, min: 1, describe: 'Length of that window in seconds (own choice).' },
    pause: {
      default: 120,
      min: 1,
      describe: 'Longest pause in seconds between calls of one burst, from end to start (own choice).',
    },
  },
  columns: [
    { key: 'evidence', label: 'Evidence', kind: 'text' },
    { key: 'model', label: 'Model', kind: 'text' },
    { key: 'bursts', label: 'Bursts', kind: 'count' },
    { key: 'largest', label: 'Largest', kind: 'count' },
    { key: 'saved', label: 'Saved at the batch rate', kind: 'percent' },
  ],
  fix: (options) =>
    'Send work that nobody waits for through the batch API (OpenAI /v1/batches, Anthropic /v1/messages/batches, Gemini batch mode, Bedrock batch inference); its price is the wait: answers come within 24 hours. ' +
    `Found with bursts of at least ${options.minCalls} calls per ${options.window} s, pauses up to ${options.pause} s.`,
  start: (context, options, sink) => new BatchableRun(context, options, sink),
});

interface Options {
  readonly minCalls: number;
  readonly window: number;
  readonly pause: number;
}

interface Group {
  readonly use: number;
  readonly isReview: boolean;
  readonly evidence: Set<string>;
  calls: number;
  bursts: number;
  largest: number;
  saved: number;
}

interface Judged {
  readonly verdict: 'certain' | 'review' | 'none';
  readonly evidence: readonly string[];
}

const MOST_SPARE = 10_000;

class BatchableRun implements DetectorRun {
  readonly #context: DetectorContext;
  readonly #options: Options;
  readonly #sink: FindingSink;
  readonly #turns: ConversationTurns;
  readonly #names = new SenderNames();
  readonly #uses = new Uses();
  /** Bursts that may still grow, by use and program. What cannot grow any more leaves in one sweep per pause of log time. */
  readonly #open = new Map<number, Burst>();
  #closed: Burst[] = [];
  /** Bursts that came to nothing, to be used again. */
  readonly #spare: Burst[] = [];
  /** Calls of jobs that came too seldom for a burst. */
  readonly #trickles = new Map<number, Burst>();
  readonly #groups: Group[] = [];
  /** 1 by index of a call that has been claimed. */
  readonly #claimed = new NumberColumn();
  #nextSweep = Number.NEGATIVE_INFINITY;
  #firstTime = Number.NaN;
  #lastTime = Number.NaN;

  constructor(context: DetectorContext, options: Options, sink: FindingSink) {
    this.#context = context;
    this.#options = options;
    this.#sink = sink;
    this.#turns = new ConversationTurns(context.prompts);
  }

  see(call: Call): void {
    const isLater = this.#turns.isLater(call);
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

  finish(): void {
    for (const [key, burst] of this.#open) this.#close(key, burst);
    const groups = new Map<number, number>();
    const judged = this.#closed.map((burst) => ({ burst, ...this.#judge(burst) }));
    // What is certain comes first; a call that two kinds of template put into bursts is claimed once.
    for (const isReview of [false, true]) {
      for (const { burst, verdict, evidence } of judged) {
        if (verdict === (isReview ? 'review' : 'certain')) this.#claim(groups, burst, isReview, evidence);
      }
    }
    for (const burst of this.#trickles.values()) this.#claim(groups, burst, true, ['name', 'trickles']);
    this.#closed = [];
    this.#spare.length = 0;
    this.#trickles.clear();
  }

  describe(group: number): ReturnType<DetectorRun['describe']> {
    const { use, isReview, evidence, calls, bursts, largest, saved } = this.#groups[group]!;
    const { feature, template, model, provider, sender, isWeak } = this.#uses.of(use);
    const { id: templateId, label } = this.#templateNames(template);
    const named = feature === '' ? label : feature;
    return {
      id: [
        isReview ? 'review' : 'batch',
        feature,
        templateId,
        model,
        provider,
        sender,
        isWeak ? 'weak' : '',
      ].join('/'),
      label: named === '' ? model : named,
      columns: { evidence: [...evidence].join(', '), model, bursts, largest, saved: saved / calls },
      fix: `Collect these calls on ${model} and send them through ${batchEndpoint(provider, model)}; the price is the wait, up to 24 hours for the answers, so keep what is needed sooner out of it.`,
    };
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

  #templateNames(template: number): { readonly id: string; readonly label: string } {
    const { prompts, templates } = this.#context;
    if (template < 0) return { id: '', label: '' };
    const number = Math.floor(template / 2);
    if (template % 2 === 1) return { id: templates.id(number), label: templates.label(number) };
    const { preview } = prompts.facts(prompts.segment(number));
    return { id: prompts.key(number).slice(0, 12), label: preview };
  }

  /** Share of the call's price that the batch rate takes off; NaN where either is unknown. */
  #saved(call: Call): number {
    const { models } = this.#context;
    const { model, provider, time, usage } = call;
    return 1 - models.cost({ model, provider, time, tier: 'batch', usage }) / models.cost(call);
  }

  #burst(key: number, use: number, time: number): Burst {
    const open = this.#open.get(key);
    if (open !== undefined) {
      if (time - open.end <= this.#options.pause * 1000) return open;
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
    const pause = this.#options.pause * 1000;
    for (const [key, burst] of this.#open) if (now - burst.end > pause) this.#close(key, burst);
    this.#nextSweep = now + pause;
  }

  #close(key: number, burst: Burst): void {
    this.#open.delete(key);
    if (burst.isDense(this.#options.minCalls, this.#options.window * 1000)) this.#closed.push(burst);
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

  #claim(groups: Map<number, number>, burst: Burst, isReview: boolean, evidence: readonly string[]): void {
    const rows = burst.calls.map((_, i) => i).filter((i) => this.#claimed.get(burst.calls[i]!) === 0);
    const alone = rows.filter((i) => !this.#turns.wentOn(burst.nodes[i]!));
    // What went on in half of its calls is conversations that happened to begin together.
    if (alone.length < this.#options.minCalls || alone.length * 2 <= rows.length) return;
    const { use } = burst;
    const key = use * 2 + (isReview ? 1 : 0);
    let number = groups.get(key);
    if (number === undefined) {
      number = this.#sink.group({ review: isReview });
      groups.set(key, number);
      this.#groups[number] = {
        use,
        isReview,
        evidence: new Set(),
        calls: 0,
        bursts: 0,
        largest: 0,
        saved: 0,
      };
    }
    const group = this.#groups[number]!;
    for (const word of evidence) group.evidence.add(word);
    group.bursts++;
    group.calls += alone.length;
    group.largest = Math.max(group.largest, alone.length);
    for (const i of alone) {
      group.saved += burst.saved[i]!;
      this.#claimed.set(burst.calls[i]!, 1);
      this.#sink.add(number, burst.calls[i]!, 'all', burst.saved[i]!);
    }
  }
}
