import type { LedgerSpan } from '../../contracts/ledger.ts';

const HOUR_MS = 3_600_000;
/** Clocks of the world are at most this many hours from UTC (Line Islands +14, Baker Island -12). */
const EARLIEST = -14;
const LATEST = 12;
/** Before: the share of tokens on the wrong day that is worth looking into. After: what may be left of it. */
const WORTH = 0.01;
const EXPLAINED = 0.1;

/** What one side used, by the hour (the log) or by a longer span (the ledger). */
export interface Timed {
  readonly hour: number;
  readonly tokens: number;
}

/** What a log used by the hour, ready to be summed over any span. */
export class HourSums {
  readonly #hours: number[] = [];
  /** Tokens before each of the hours, and at last all. */
  readonly #before: number[] = [0];

  constructor(log: readonly Timed[]) {
    const timed = log.filter(({ hour }) => !Number.isNaN(hour));
    for (const { hour, tokens } of timed.sort((a, b) => a.hour - b.hour)) {
      this.#hours.push(hour);
      this.#before.push(this.#before.at(-1)! + tokens);
    }
  }

  /** The tokens in a span when all times are moved by some hours. */
  within({ from, to }: LedgerSpan, hours: number): number {
    const moved = hours * HOUR_MS;
    return this.#until(to - moved) - this.#until(from - moved);
  }

  #until(time: number): number {
    let [low, high] = [0, this.#hours.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#hours[middle]! < time) low = middle + 1;
      else high = middle;
    }
    return this.#before[low]!;
  }
}

/**
 * The hours by which the log's times must be moved so that its days agree with the ledger's; 0 when none does clearly
 * better than the times as they are. Sums over all models, since one model's noise could agree with anything.
 */
export function bestShift(
  log: HourSums,
  ledger: readonly (LedgerSpan & { readonly tokens: number })[],
): number {
  const total = ledger.reduce((sum, { tokens }) => sum + tokens, 0);
  const distance = (hours: number): number =>
    ledger.reduce((sum, span) => sum + Math.abs(span.tokens - log.within(span, hours)), 0);
  const now = distance(0);
  if (ledger.length < 2 || now <= WORTH * total) return 0;
  let best = 0;
  let least = EXPLAINED * now;
  for (let hours = EARLIEST; hours <= LATEST; hours++) {
    const left = distance(hours);
    if (left < least || (left === least && Math.abs(hours) < Math.abs(best))) {
      best = hours;
      least = left;
    }
  }
  return best;
}
