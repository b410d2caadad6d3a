import type { Figures, Measurement } from '../../model/measurement.ts';
import { pricedCalls } from '../comparison/priced.ts';
import { type Formula, NO_PRICE } from './measures.ts';
import { costUsd, type Prices, usdOf } from './quantities.ts';

/** A figure, or why it is not known. */
export type Known = { readonly value: number } | { readonly value: null; readonly reason: string };

/**
 * The figure of a measure for all calls of a measurement or one of its groups (`figures`). Nothing to divide by, or money that has
 * no price, is not known. What has no figures of a group is the one of all calls.
 */
export function figureOf(formula: Formula, whole: Measurement, figures: Figures, prices: Prices): Known {
  switch (formula.kind) {
    case 'sum':
      return known(formula.of(figures, prices), noPrice(prices));
    case 'ratio': {
      const per = formula.per(figures, prices);
      return per === 0
        ? { value: null, reason: formula.none }
        : known(formula.of(figures, prices) / per, noPrice(prices));
    }
    case 'quantile':
      return known(figures.quantiles?.[formula.tokens][formula.at] ?? Number.NaN, 'no call has known tokens');
    case 'perNamed': {
      const named = whole.groups[formula.by];
      if (named === undefined) return { value: null, reason: notMeasuredBy(formula.by) };
      if (named.named === 0) return { value: null, reason: `no call names a ${formula.by}` };
      const usd = pricedCalls(whole.total) > 0 ? usdOf(named.money, prices) : Number.NaN;
      return known(usd / named.named, noPrice(prices));
    }
    case 'saving': {
      const savedUsd = whole.strategies[formula.strategy]?.savedUsd ?? Number.NaN;
      if (!formula.isShare) return known(savedUsd, 'its saving is not known');
      const cost = costUsd(whole.total, 'then');
      return cost === 0
        ? { value: null, reason: 'the calls cost nothing' }
        : known(savedUsd / cost, noPrice('then'));
    }
    case 'likeForLike':
      return { value: null, reason: 'it is only known beside a baseline' };
    default:
      return formula satisfies never;
  }
}

/** Of a baseline, mostly: a log is measured by what its budgets are on. */
export function notMeasuredBy(by: string): string {
  return `nothing was measured by ${by}: write it anew with the budgets of now`;
}

function known(value: number, reason: string): Known {
  return Number.isFinite(value) ? { value } : { value: null, reason };
}

function noPrice(prices: Prices): string {
  return prices === 'then'
    ? NO_PRICE
    : 'not all of its calls have a price on the day that both logs are priced at';
}
