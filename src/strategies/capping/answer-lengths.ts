import type { StrategyContext } from '../../contracts/strategy.ts';
import type { Templates } from '../../contracts/templates.ts';
import { answerEnding } from '../../model/answer-ending.ts';
import type { Call } from '../../model/call.ts';
import { Names } from '../../patterns/columns/names.ts';
import { NumberColumn } from '../../patterns/columns/number-column.ts';

/** Whether the call has an answer that a limit can shorten: one that was made, counted and not cut already. */
export function isWhole(call: Call): boolean {
  if (call.failed || call.cacheHit || call.usageBasis === 'none') return false;
  return call.endpoint !== 'embedding' && answerEnding(call.finishReason) !== 'cut';
}

/**
 * How long the complete answers of each use are, in output tokens, reasoning included. A use is a template, or the feature
 * of calls whose prompt is not in the log.
 */
export class AnswerLengths {
  readonly #templates: Templates;
  readonly #features = new Names();
  /** All lengths, use by use, each ascending. */
  readonly #lengths: Float64Array;
  /** Where each use begins, and after the last its end. */
  readonly #starts: Float64Array;

  constructor({ templates, calls }: Pick<StrategyContext, 'templates' | 'calls'>) {
    this.#templates = templates;
    const uses = new NumberColumn();
    const lengths = new NumberColumn();
    const counts = new NumberColumn();
    for (const call of calls()) {
      if (!isWhole(call) || call.usage.output === 0) continue;
      const use = this.use(call);
      uses.push(use);
      lengths.push(call.usage.output);
      counts.add(use, 1);
    }
    this.#starts = new Float64Array(counts.length + 1);
    for (let use = 0; use < counts.length; use++) {
      this.#starts[use + 1] = this.#starts[use]! + counts.get(use);
    }
    this.#lengths = new Float64Array(lengths.length);
    const next = this.#starts.slice();
    for (let i = 0; i < lengths.length; i++) this.#lengths[next[uses.get(i)]!++] = lengths.get(i);
    for (let use = 0; use < counts.length; use++) this.#of(use).sort();
  }

  /** Number of the call's use. */
  use(call: Call): number {
    const template = this.#templates.of(call);
    return template >= 0 ? 2 * template : 2 * this.#features.id(call.feature) + 1;
  }

  label(use: number): string {
    const number = Math.floor(use / 2);
    return use % 2 === 0 ? this.#templates.label(number) : this.#features.name(number);
  }

  answers(use: number): number {
    return use + 1 < this.#starts.length ? this.#of(use).length : 0;
  }

  /** The shortest length that at least this share (above 0) of the use's answers do not exceed (nearest rank); NaN without answers. */
  quantile(use: number, share: number): number {
    const count = this.answers(use);
    // The small constant undoes rounding: 0.07 of 100 answers are seven, not eight.
    return count === 0 ? Number.NaN : this.#of(use)[Math.max(1, Math.ceil(share * count - 1e-9)) - 1]!;
  }

  #of(use: number): Float64Array {
    return this.#lengths.subarray(this.#starts[use], this.#starts[use + 1]);
  }
}

const KNOWN = new WeakMap<StrategyContext, AnswerLengths>();

/** Worked out once for all runs over a log. */
export function answerLengths(context: StrategyContext): AnswerLengths {
  let lengths = KNOWN.get(context);
  if (lengths === undefined) {
    lengths = new AnswerLengths(context);
    KNOWN.set(context, lengths);
  }
  return lengths;
}
