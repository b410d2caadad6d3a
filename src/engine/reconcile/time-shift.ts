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

/**
 * The hours by which the log's times must be moved so that its days agree with the ledger's; 0 when none does clearly
 * better than the times as they are. Sums over all models, since one model's noise could agree with anything.
 */
export function bestShift(
  log: readonly Timed[],
  ledger: readonly (LedgerSpan & { readonly tokens: number })[],
): number {
  const total = ledger.reduce((sum, { tokens }) => sum + tokens, 0);
  const distance = (hours: number): number =>
    ledger.reduce((sum, span) => sum + Math.abs(span.tokens - tokensWithin(log, span, hours)), 0);
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

/** The log's tokens in a span when all its times are moved by some hours. */
export function tokensWithin(log: readonly Timed[], { from, to }: LedgerSpan, hours: number): number {
  let sum = 0;
  for (const { hour, tokens } of log) {
    const at = hour + hours * HOUR_MS;
    if (at >= from && at < to) sum += tokens;
  }
  return sum;
}
