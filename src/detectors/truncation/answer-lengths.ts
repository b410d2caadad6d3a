import { NumberColumn } from '../../patterns/columns/number-column.ts';
import { TokenQuantiles } from '../context/token-quantiles.ts';

/** Answers of one use of a model: how long the complete ones are, and how many are cut at each limit. */
export interface UseLengths {
  readonly complete: TokenQuantiles;
  readonly byLimit: Map<number, { calls: number; cut: number }>;
}

/** Lengths of all answers in the order of the calls; three numbers a call, so that any number of uses fits. */
export class AnswerLengths {
  readonly #uses = new NumberColumn();
  readonly #limits = new NumberColumn();
  /** Tokens of a complete answer, -1 for a cut one. */
  readonly #outputs = new NumberColumn();

  add(use: number, limit: number, output: number, isCut: boolean): void {
    this.#uses.push(use);
    this.#limits.push(limit);
    this.#outputs.push(isCut ? -1 : output);
  }

  /** Of these uses only. */
  of(uses: ReadonlySet<number>): Map<number, UseLengths> {
    const lengths = new Map<number, UseLengths>();
    for (let i = 0; i < this.#uses.length; i++) {
      const use = this.#uses.get(i);
      if (!uses.has(use)) continue;
      let known = lengths.get(use);
      if (known === undefined) {
        known = { complete: new TokenQuantiles(), byLimit: new Map() };
        lengths.set(use, known);
      }
      const limit = this.#limits.get(i);
      const counts = known.byLimit.get(limit) ?? { calls: 0, cut: 0 };
      known.byLimit.set(limit, counts);
      counts.calls++;
      if (this.#outputs.get(i) < 0) counts.cut++;
      else if (this.#outputs.get(i) > 0) known.complete.add(this.#outputs.get(i));
    }
    return lengths;
  }
}

/** A limit of at most this many tokens at which nearly all answers of a use end is set on purpose; own choice. */
const MOST_ON_PURPOSE = 256;
const SHARE_ON_PURPOSE = 0.9;
const CALLS_ON_PURPOSE = 10;

/** Share of the cut answers that may be wanted in full before the limit is no longer taken to be on purpose; own choice. */
const SHARE_WANTED = 0.05;

/**
 * Whether nearly all answers of the use end at this limit, and nobody wants the rest: whoever set it wanted the beginning alone.
 * `wanted` of them were asked for with a higher limit, or continued.
 */
export function isOnPurpose(lengths: UseLengths | undefined, limit: number, wanted: number): boolean {
  const counts = lengths?.byLimit.get(limit);
  if (counts === undefined || limit === 0 || limit > MOST_ON_PURPOSE) return false;
  if (wanted >= SHARE_WANTED * counts.cut) return false;
  return counts.calls >= CALLS_ON_PURPOSE && counts.cut >= SHARE_ON_PURPOSE * counts.calls;
}
