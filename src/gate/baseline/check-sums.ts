import type { Figures, Measurement } from '../../model/measurement.ts';
import { BILLED_KINDS, type BilledKind } from '../../model/usage.ts';
import { isAbove } from '../budgets/limit-check.ts';
import { BaselineError } from './baseline-error.ts';
import { CALL_COUNTS, TOKEN_KINDS } from './baseline-format.ts';

type Amount = (figures: Figures) => number;

/** What every group has its own part of. */
const AMOUNTS: readonly (readonly [name: string, of: Amount])[] = [
  ['calls', ({ calls }) => calls],
  ...CALL_COUNTS.map((name) => [name, (figures: Figures) => figures[name]] as const),
  ['unpricedTokens', ({ unpricedTokens }) => unpricedTokens],
  ...TOKEN_KINDS.map((kind) => [`tokens.${kind}`, ({ tokens }: Figures) => tokens[kind]] as const),
  ['money.thenUsd', ({ money }) => money.thenUsd],
  ...BILLED_KINDS.map((kind) => ['money.bill', (figures: Figures) => billed(figures, kind)] as const),
];

/**
 * Every call is in one group of each kind, so a list that nothing was left out of adds up to the total, and any other to no more.
 * Tokens without a price are in no bill, and none is billed twice. Throws `BaselineError` where that is not so: a file that was
 * edited, or merged from two, has no figure to trust.
 */
export function checkSums({ total, groups }: Measurement): void {
  for (const kind of BILLED_KINDS) {
    if (isAbove(billed(total, kind), total.tokens[kind])) {
      fail(`the bill of its total is for more ${kind} tokens than the total has`);
    }
  }
  for (const [by, measured] of Object.entries(groups)) {
    if (measured === undefined) continue;
    for (const [name, of] of AMOUNTS) {
      const [sum, whole] = [measured.list.reduce((all, group) => all + of(group), 0), of(total)];
      if (isAbove(sum, whole)) fail(`the ${name} of its ${by} groups add up to more than the total has`);
      if (measured.leftOut === 0 && isAbove(whole, sum)) {
        fail(`the ${name} of its ${by} groups add up to less than the total has`);
      }
    }
  }
}

function billed({ money }: Figures, kind: BilledKind): number {
  return money.bill.reduce((sum, row) => sum + row[kind], 0);
}

function fail(what: string): never {
  throw new BaselineError(`${what}: it was edited or merged; write it anew with --write-baseline`);
}
