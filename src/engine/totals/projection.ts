import type { Report } from '../../model/report.ts';
import type { Projection, ScenarioSummary } from '../../model/scenario.ts';
import { MONTH_DAYS } from './month.ts';

const MONTHS = 12;

/**
 * Costs of a month and of the next twelve, from what the log's own span scaled to a month costs (`monthly`). `standingUsd` is
 * the part of its `afterUsd` that does not grow with the calls.
 */
export function project(
  monthly: Report['monthly'],
  standingUsd: number,
  { volume, growthPerMonth }: { readonly volume: number; readonly growthPerMonth: number },
): Pick<ScenarioSummary, 'monthly' | 'yearly' | 'basis'> {
  if (monthly === null) {
    return {
      monthly: null,
      yearly: null,
      basis: 'the log has no times or covers less than an hour, so nothing can be said of a month',
    };
  }
  const months = Array.from({ length: MONTHS }, (_, month) => volume * (1 + growthPerMonth) ** month);
  const year = months.reduce((sum, factor) => sum + factor, 0);
  const times = volume === 1 ? '' : `, ${volume} times its calls`;
  const growth =
    growthPerMonth === 0
      ? ''
      : `, each of the twelve months ${Number(Math.abs(100 * growthPerMonth).toPrecision(6))}% ${growthPerMonth > 0 ? 'above' : 'below'} the one before`;
  return {
    monthly: scaled(monthly, standingUsd, volume, 1),
    yearly: scaled(monthly, standingUsd, year, MONTHS),
    basis: `${monthly.basis}${times}; a year is twelve months of ${MONTH_DAYS} days${growth}; every call costs what it does in the log, however many there are`,
  };
}

function scaled(
  monthly: NonNullable<Report['monthly']>,
  standingUsd: number,
  factor: number,
  months: number,
): Projection {
  const beforeUsd = monthly.beforeUsd * factor;
  const afterUsd = (monthly.afterUsd - standingUsd) * factor + standingUsd * months;
  return { beforeUsd, afterUsd, savedUsd: beforeUsd - afterUsd };
}
