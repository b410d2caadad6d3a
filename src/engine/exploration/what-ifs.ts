import type { WhatIfAnswer, WhatIfWish } from '../../contracts/explorer.ts';
import { InputError } from '../../contracts/input-error.ts';
import type { StrategyContext } from '../../contracts/strategy.ts';
import type { Call } from '../../model/call.ts';
import { strategies } from '../../strategies/index.ts';
import { LogWindow } from '../log/log-window.ts';
import type { OpenedLog } from '../opened-log.ts';
import type { Checkpoint } from '../replay/checkpoint.ts';
import { replay } from '../replay/replay.ts';
import type { Choice } from '../replay/replay-entry.ts';
import { chosenStrategies } from '../what-if.ts';

/** Answers that are remembered; one takes a few thousand bytes. */
const ANSWERS_KEPT = 200;

/** Changed calls in all checkpoints that are kept, about 80 bytes each; those of the latest checkpoint at least. */
const CALLS_KEPT = 2_500_000;

/** Calls between two looks at whether the answer is still wanted: some milliseconds. */
const LOOK_EVERY = 1 << 12;

/** Thrown through a replay whose answer nobody waits for. */
const SUPERSEDED = Symbol('superseded');

/** A checkpoint by the strategies, with all their options, that it stands behind. */
interface KeptCheckpoint {
  readonly key: string;
  readonly checkpoint: Checkpoint;
}

/** What is needed of an open log. */
type VisitedLog = Pick<OpenedLog, 'context' | 'costOf'> & {
  readonly filtered?: OpenedLog['filtered'];
  readonly log: Iterable<Call> & { readonly size: number; at(index: number): Call };
};

/** Answers what-ifs over one open log: what a wish shares with earlier ones is not replayed again. */
export class WhatIfs {
  readonly #opened: VisitedLog;
  readonly #context: StrategyContext;
  readonly #window: LogWindow;
  #costs: Float64Array | undefined;
  /** The latest last. */
  readonly #answers = new Map<string, WhatIfAnswer>();
  #checkpoints: readonly KeptCheckpoint[] = [];
  #lastParts: readonly string[] = [];
  #isStale: () => boolean = () => false;

  constructor(opened: VisitedLog) {
    this.#opened = opened;
    this.#window = new LogWindow(opened.filtered?.span);
    this.#context = { ...opened.context, calls: () => this.#calls() };
  }

  /**
   * Undefined when `isStale` says, asked every few milliseconds, that the answer is not wanted any more. Throws InputError
   * for a strategy that does not exist. `isAhead`: nobody waits yet, so there is time to prepare for a change at any place.
   */
  answer(wish: WhatIfWish, isStale: () => boolean, isAhead = false): WhatIfAnswer | undefined {
    if (isStale()) return undefined;
    const choices = choicesOf(wish);
    const parts = choices.map(({ strategy, options }) => JSON.stringify([strategy.id, options]));
    const key = keyOf(parts);
    const known = this.#answers.get(key);
    if (known !== undefined) {
      this.#remember(key, known);
      this.#lastParts = parts;
      return { ...known, wish };
    }
    this.#isStale = isStale;
    try {
      const changed = sharedLength(parts, this.#lastParts);
      const places = isAhead ? [...parts.keys(), parts.length] : [changed];
      const answer = this.#replay(wish, choices, parts, places);
      this.#remember(key, answer);
      return answer;
    } catch (error) {
      if (error !== SUPERSEDED) throw error;
      return undefined;
    } finally {
      this.#isStale = () => false;
      this.#lastParts = parts;
    }
  }

  /** `places`: where checkpoints are worth having, as numbers of strategies before them. */
  #replay(
    wish: WhatIfWish,
    choices: readonly Choice[],
    parts: readonly string[],
    places: readonly number[],
  ): WhatIfAnswer {
    const costs = this.#costsOf();
    const span = this.#opened.filtered?.span;
    const from = this.#nearest(parts);
    const at = places.filter((place) => place > (from?.at ?? 0));
    const { strategies: results, combined } = replay(
      choices,
      this.#context,
      (see) => {
        // By position: iterators, here or in `#calls`, would cost a tenth of the pass each.
        const { log } = this.#opened;
        for (let index = 0; index < log.size; index++) {
          if (index % LOOK_EVERY === 0 && this.#isStale()) throw SUPERSEDED;
          see(log.at(index), costs[index]!);
        }
      },
      {
        onlySequence: true,
        ...(span !== undefined && { span }),
        ...(from !== undefined && { from }),
        record: { at, keep: (checkpoint) => this.#keep(parts, checkpoint) },
      },
    );
    const monthly = this.#window.monthly(combined.beforeUsd, combined.afterUsd);
    return { wish, strategies: results, combined, monthly };
  }

  /** US dollars of every call, worked out once. */
  #costsOf(): Float64Array {
    if (this.#costs !== undefined) return this.#costs;
    const costs = new Float64Array(this.#opened.log.size);
    for (const call of this.#calls()) {
      costs[call.index] = this.#opened.costOf(call);
      this.#window.add(call.time);
    }
    this.#costs = costs;
    return costs;
  }

  /** The calls, as long as the answer is wanted. */
  *#calls(): Generator<Call> {
    for (const call of this.#opened.log) {
      if (call.index % LOOK_EVERY === 0 && this.#isStale()) throw SUPERSEDED;
      yield call;
    }
  }

  /** The checkpoint behind most of the strategies that a wish begins with. */
  #nearest(parts: readonly string[]): Checkpoint | undefined {
    let best: Checkpoint | undefined;
    for (const { key, checkpoint } of this.#checkpoints) {
      const { at } = checkpoint;
      if (at <= parts.length && at > (best?.at ?? 0) && key === keyOf(parts.slice(0, at))) best = checkpoint;
    }
    return best;
  }

  #keep(parts: readonly string[], checkpoint: Checkpoint): void {
    const key = keyOf(parts.slice(0, checkpoint.at));
    const others = this.#checkpoints.filter((kept) => kept.key !== key);
    const all = [...others, { key, checkpoint }];
    const calls = () => all.reduce((sum, kept) => sum + kept.checkpoint.size, 0);
    while (all.length > 1 && calls() > CALLS_KEPT) all.shift();
    this.#checkpoints = all;
  }

  #remember(key: string, answer: WhatIfAnswer): void {
    this.#answers.delete(key);
    this.#answers.set(key, answer);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > ANSWERS_KEPT) this.#answers.delete(oldest!);
  }
}

function choicesOf(wish: WhatIfWish): readonly Choice[] {
  const unknown = wish.strategies.find((id) => !strategies.some((known) => known.id === id));
  if (unknown !== undefined) throw new InputError(`there is no strategy "${unknown}"`);
  return chosenStrategies(wish, false, undefined);
}

function keyOf(parts: readonly string[]): string {
  return parts.join('\n');
}

/** How many strategies two wishes begin with alike. */
function sharedLength(a: readonly string[], b: readonly string[]): number {
  let shared = 0;
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared++;
  return shared;
}
