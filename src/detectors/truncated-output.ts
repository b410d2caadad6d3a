import {
  type DetectorContext,
  type DetectorRun,
  defineDetector,
  type FindingSink,
} from '../contracts/detector.ts';
import { answerEnding } from '../model/answer-ending.ts';
import type { Call } from '../model/call.ts';
import { combine52, hash52 } from '../model/hash.ts';
import { billedTokens } from '../model/usage.ts';
import { modelAsked } from '../patterns/attempts/request-identity.ts';
import { Names } from '../patterns/columns/names.ts';
import { NumberColumn } from '../patterns/columns/number-column.ts';
import { AnswerLengths, isOnPurpose, type UseLengths } from './truncation/answer-lengths.ts';
import { isWindowFull, limitAdvice, limitParameter } from './truncation/limit-advice.ts';
import { type OpenCut, OpenCuts } from './truncation/open-cuts.ts';

/** Answers that ended at the limit of their tokens and were asked for again. */
export const truncatedOutput = defineDetector({
  id: 'truncated-output',
  title: 'Answers cut off and asked again',
  describe:
    'An answer that ended at its token limit, and after it, in time, a call of the same user, session or trace (of the same model ' +
    'where the log names none of them) with the same prompt, case and white space aside, or with that prompt and a message to go on. ' +
    'Another model takes it up only with a higher limit. Asked again from scratch: the whole cut call is avoidable, since its answer was ' +
    'thrown away; of identical requests that are all cut, all but the first. Continued with the cut answer in its history (or prefilled): ' +
    'the prompt that the continuation was billed for, cache writes aside. Cut and never asked again: shown for review, without money. Left out: ' +
    'limits set on purpose, that is of a few tokens, or short ones at which nearly all answers of the feature or template end.',
  why: 'A cut answer is billed in full, and asking again pays for the same prompt, and mostly the same answer, a second time.',
  basis: 'measured',
  needs: ['finish', 'prompts'],
  options: {
    window: {
      default: 3600,
      min: 1,
      describe:
        'Longest wait in seconds between the end of a cut answer and the call of the same user, session or trace that asks again (own choice).',
    },
    strangerWindow: {
      default: 300,
      min: 1,
      describe:
        'The same in seconds where the log does not say whose calls they are (5 minutes: as for retries).',
    },
    tinyLimit: {
      default: 16,
      min: 0,
      describe:
        'Limit in tokens up to which an answer is cut on purpose, to get a label or its probability (own choice).',
    },
  },
  columns: [
    { key: 'kind', label: 'Then', kind: 'text' },
    { key: 'model', label: 'Model', kind: 'text' },
    { key: 'limit', label: 'Limit', kind: 'tokens' },
    { key: 'raisedTo', label: 'Raised to', kind: 'tokens' },
    { key: 'usual', label: 'p95 complete', kind: 'tokens' },
    { key: 'needed', label: 'Longest needed', kind: 'tokens' },
  ],
  fix: (options) =>
    'Set the limit (max_completion_tokens, max_output_tokens, max_tokens, maxOutputTokens) above the longest answer that is wanted, or ask for a shorter one in the prompt; ' +
    `continue a cut answer only where its prompt is cached. Found with calls that ask again within ${options.window} s (${options.strangerWindow} s where the caller is unknown).`,
  start: (context, options, sink) => new TruncatedOutputRun(context, options, sink),
});

interface Options {
  readonly window: number;
  readonly strangerWindow: number;
  readonly tinyLimit: number;
}

type Kind = 'asked again' | 'continued' | 'not asked again';

/** Cut answers of one feature or template, model and limit. */
interface Slot {
  readonly use: number;
  readonly feature: string;
  readonly template: number;
  readonly model: string;
  readonly limit: number;
  readonly parameter: string;
  readonly isWindowFull: boolean;
  needed: number;
  raisedTo: number;
  /** Cut answers that a call with a higher limit, or a continuation, took up. */
  takenUp: number;
  isEstimated: boolean;
}

interface Group {
  readonly slot: Slot;
  readonly kind: Kind;
  readonly lengths: UseLengths | undefined;
}

const KINDS: readonly Kind[] = ['asked again', 'continued', 'not asked again'];
const ALL = -1;
const NOTHING = -2;

class TruncatedOutputRun implements DetectorRun {
  readonly #context: DetectorContext;
  readonly #sink: FindingSink;
  readonly #tinyLimit: number;
  readonly #lengths = new AnswerLengths();
  readonly #features = new Names();
  readonly #slots: Slot[] = [];
  readonly #slotNumbers = new Map<number, number>();
  readonly #cuts: OpenCuts;
  readonly #groups: Group[] = [];
  // One entry per call found. What is on purpose shows only when all calls have been seen.
  readonly #calls = new NumberColumn();
  readonly #slotOf = new NumberColumn();
  readonly #kinds = new NumberColumn();
  readonly #raised = new NumberColumn();
  /** Tokens of `input`, or ALL or NOTHING. */
  readonly #input = new NumberColumn();
  readonly #cacheRead = new NumberColumn();
  /** Call that the entry's group may need; -1 for none. */
  readonly #kept = new NumberColumn();

  constructor(context: DetectorContext, options: Options, sink: FindingSink) {
    this.#context = context;
    this.#sink = sink;
    this.#tinyLimit = options.tinyLimit;
    const leave = ({ index, slot }: OpenCut) => this.#note(index, slot, 2, false, NOTHING, 0, -1);
    this.#cuts = new OpenCuts(context.prompts, options.window * 1000, options.strangerWindow * 1000, leave);
  }

  see(call: Call): void {
    if (call.prompt < 0 || call.failed || call.cacheHit) return;
    const isCut = answerEnding(call.finishReason) === 'cut';
    const template = call.feature === '' ? this.#context.templates.of(call) : -1;
    const use = call.feature === '' ? 2 * template + 1 : 2 * this.#features.id(call.feature);
    this.#lengths.add(use, call.maxOutputTokens, call.usage.output, isCut);
    if (!isCut && this.#cuts.isEmpty) return;
    const taken = this.#cuts.take(call);
    const isOpen = isCut && !this.#isTiny(call);
    if (taken === undefined) {
      if (isOpen) this.#cuts.open(call, this.#slot(call, use, template), false);
      return;
    }
    const { cut, how } = taken;
    if (how === 'continued') this.#continue(cut, call, isCut);
    else if (isCut && cut.request === this.#cuts.requestOf(call)) {
      // Sent again unchanged, cut again: the repeat is what a higher limit would have spared.
      this.#note(call.index, cut.slot, 0, false, billedTokens(call.usage) > 0 ? ALL : NOTHING, 0, -1);
      const latency = Number.isNaN(call.latencyMs) ? 0 : Math.max(0, call.latencyMs);
      this.#cuts.put(call.prompt, { ...cut, end: call.time + latency });
      return;
    } else this.#replace(cut, call, isCut);
    if (isOpen) this.#cuts.open(call, this.#slot(call, use, template), how === 'continued');
  }

  finish(): void {
    this.#cuts.close();
    const lengths = this.#lengths.of(new Set(this.#slots.map(({ use }) => use)));
    const groups = new Map<number, number>();
    const keptOf = new Map<number, Set<number>>();
    for (let i = 0; i < this.#calls.length; i++) {
      const slot = this.#slots[this.#slotOf.get(i)]!;
      const known = lengths.get(slot.use);
      if (this.#raised.get(i) === 0 && isOnPurpose(known, slot.limit, slot.takenUp)) continue;
      const kind = KINDS[this.#kinds.get(i)]!;
      const key = this.#slotOf.get(i) * KINDS.length + this.#kinds.get(i);
      let group = groups.get(key);
      if (group === undefined) {
        const basis = slot.isEstimated ? 'estimated' : 'measured';
        group = this.#sink.group({ review: kind === 'not asked again', basis });
        groups.set(key, group);
        this.#groups[group] = { slot, kind, lengths: known };
      }
      const input = this.#input.get(i);
      const waste =
        input === ALL ? 'all' : input === NOTHING ? {} : { input, cacheRead: this.#cacheRead.get(i) };
      this.#sink.add(group, this.#calls.get(i), waste);
      const kept = this.#kept.get(i);
      const all = keptOf.get(group) ?? new Set();
      keptOf.set(group, all);
      // Several cuts may be taken up by one call.
      if (kept >= 0 && !all.has(kept)) this.#sink.keep(group, kept);
      all.add(kept);
    }
  }

  describe(group: number): ReturnType<DetectorRun['describe']> {
    const { templates } = this.#context;
    const { slot, kind, lengths } = this.#groups[group]!;
    const { feature, template, model, limit, needed, raisedTo } = slot;
    const usual = lengths?.complete.quantile(0.95) ?? Number.NaN;
    const use = feature !== '' ? `feature/${feature}` : template < 0 ? '' : templates.id(template);
    const named = feature !== '' || template < 0 ? feature : templates.label(template);
    return {
      id: [kind, use, model, limit].join('/'),
      label: named === '' ? model : named,
      columns: {
        kind,
        model,
        limit: limit || null,
        raisedTo: raisedTo || null,
        usual: Number.isNaN(usual) ? null : usual,
        needed: needed || null,
      },
      fix: limitAdvice({ ...slot, usual }),
    };
  }

  /** The continuation would not have been needed; what it wrote would. */
  #continue(cut: OpenCut, call: Call, isCut: boolean): void {
    const slot = this.#slots[cut.slot]!;
    slot.takenUp++;
    if (!isCut) slot.needed = Math.max(slot.needed, cut.output + call.usage.output);
    const { input, cacheRead } = call.usage;
    const kept = cut.isContinuation ? -1 : cut.index;
    if (call.usageBasis === 'estimated') slot.isEstimated = true;
    this.#note(call.index, cut.slot, 1, true, input + cacheRead > 0 ? input : NOTHING, cacheRead, kept);
  }

  #replace(cut: OpenCut, call: Call, isCut: boolean): void {
    const slot = this.#slots[cut.slot]!;
    slot.raisedTo = Math.max(slot.raisedTo, call.maxOutputTokens > cut.limit ? call.maxOutputTokens : 0);
    if (!isCut) slot.needed = Math.max(slot.needed, call.usage.output);
    const isRaised = cut.limit > 0 && (call.maxOutputTokens > cut.limit || call.maxOutputTokens === 0);
    if (isRaised) slot.takenUp++;
    this.#note(cut.index, cut.slot, 0, isRaised, cut.isBilled ? ALL : NOTHING, 0, isCut ? -1 : call.index);
  }

  #note(
    index: number,
    slot: number,
    kind: number,
    isRaised: boolean,
    input: number,
    cacheRead: number,
    kept: number,
  ): void {
    this.#calls.push(index);
    this.#slotOf.push(slot);
    this.#kinds.push(kind);
    this.#raised.push(isRaised ? 1 : 0);
    this.#input.push(input);
    this.#cacheRead.push(cacheRead);
    this.#kept.push(kept);
  }

  /** Where the log does not say the limit, the length of the cut answer is it. */
  #isTiny({ maxOutputTokens, usage }: Call): boolean {
    const limit = maxOutputTokens > 0 ? maxOutputTokens : usage.output;
    return limit > 0 && limit <= this.#tinyLimit;
  }

  #slot(call: Call, use: number, template: number): number {
    const model = modelAsked(call);
    const key = combine52(combine52(use, hash52(model)), call.maxOutputTokens);
    let number = this.#slotNumbers.get(key);
    if (number === undefined) {
      number = this.#slots.length;
      this.#slotNumbers.set(key, number);
      this.#slots.push({
        use,
        feature: call.feature,
        template,
        model,
        limit: call.maxOutputTokens,
        parameter: limitParameter(call),
        isWindowFull: isWindowFull(call.finishReason),
        needed: 0,
        raisedTo: 0,
        takenUp: 0,
        isEstimated: false,
      });
    }
    if (call.usageBasis === 'estimated') this.#slots[number]!.isEstimated = true;
    return number;
  }
}
