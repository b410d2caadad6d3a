import type { BilledTokens, Figures, Measurement } from '../../model/measurement.ts';
import { BILLED_KINDS } from '../../model/usage.ts';
import { BaselineError } from './baseline-error.ts';

/**
 * Every call is in one group of each kind, so a list that nothing was left out of adds up to the total. Throws `BaselineError` where
 * it does not: a file that was edited, or merged from two, has no figure to trust.
 */
export function checkSums({ total, groups }: Measurement): void {
  for (const [by, measured] of Object.entries(groups)) {
    if (measured === undefined || measured.leftOut > 0) continue;
    const { list } = measured;
    if (!isSum(list, total, ({ calls }) => calls)) fail(by, 'calls');
    if (!isSum(list, total, ({ unpricedCalls }) => unpricedCalls)) fail(by, 'unpricedCalls');
    for (const kind of BILLED_KINDS) {
      if (!isSum(list, total, ({ tokens }) => tokens[kind])) fail(by, `tokens.${kind}`);
      if (!isSum(list, total, ({ money }) => billed(money.bill, kind))) fail(by, 'money.bill');
    }
  }
}

function billed(bill: readonly BilledTokens[], kind: (typeof BILLED_KINDS)[number]): number {
  return bill.reduce((sum, row) => sum + row[kind], 0);
}

/** To the rounding of counts beyond 2^53. */
function isSum(parts: readonly Figures[], whole: Figures, of: (figures: Figures) => number): boolean {
  const sum = parts.reduce((all, part) => all + of(part), 0);
  return Math.abs(sum - of(whole)) <= 1e-9 * of(whole);
}

function fail(by: string, what: string): never {
  throw new BaselineError(
    `the ${what} of its ${by} groups do not add up to those of the total: it was edited or merged; write it anew with --write-baseline`,
  );
}
