import type { Charge, Report } from '../../model/report.ts';
import { counted, usd } from '../format.ts';

/** A charge with all that a row must have. */
export type BillableCharge = Charge & {
  readonly [Field in 'from' | 'to' | 'rateUsd' | 'listRateUsd' | 'costUsd']: NonNullable<Charge[Field]>;
};

/**
 * Charges that become rows: costs and charge periods must not be null, and what is not known must not be given as 0
 * (FOCUS, attribute NullHandling). Tokens that nobody bills, such as answers of the caller's own cache, are no charge.
 */
export function billableCharges({ charges }: Report): BillableCharge[] {
  return (charges ?? []).filter(isBillable).filter(({ listRateUsd }) => listRateUsd > 0);
}

/** What has no row, in words; nothing where every charge has one. */
export function chargesLeftOut({ charges, totals }: Report): string[] {
  const { unpricedCalls, unpricedTokens } = totals;
  const undatedUsd = (charges ?? [])
    .filter(({ from }) => from === null)
    .reduce((sum, { costUsd }) => sum + (costUsd ?? 0), 0);
  return [
    ...(unpricedCalls > 0
      ? [
          `${counted(unpricedCalls, 'call')} without a known price (${counted(unpricedTokens, 'token')}) left out: a row must have its cost`,
        ]
      : []),
    ...(undatedUsd > 0
      ? [`calls without a time, ${usd(undatedUsd)}, left out: a row must have its day`]
      : []),
  ];
}

function isBillable(charge: Charge): charge is BillableCharge {
  return charge.from !== null && charge.to !== null && charge.costUsd !== null;
}
