import type { CheckLimits } from '../model/budget.ts';
import type { Measurement } from '../model/measurement.ts';
import { isAbove } from './limit-check.ts';
import { percentage } from './percentage.ts';
import { priceGap } from './price-gap.ts';
import { shortName } from './short-name.ts';

/** Models that a reason names. */
const NAMED = 3;

/** Why a log as a whole is too incomplete to be judged, a line each. */
export function logFaults(log: Measurement, limits: CheckLimits): string[] {
  return [unpriced(log, limits), skipped(log, limits)].filter((reason) => reason !== null);
}

function unpriced(log: Measurement, limits: CheckLimits): string | null {
  const gap = priceGap(log.total, limits);
  if (gap === null) return null;
  const models = (log.groups.model?.list ?? [])
    .filter(({ key, unpricedCalls }) => key !== '' && unpricedCalls > 0)
    .sort((a, b) => b.unpricedCalls - a.unpricedCalls)
    .map(({ key }) => `"${shortName(key)}"`);
  if (models.length === 0) return gap;
  const more = models.length > NAMED ? ` and ${models.length - NAMED} more` : '';
  return `${gap}: ${models.length === 1 ? 'model' : 'models'} ${models.slice(0, NAMED).join(', ')}${more}`;
}

function skipped({ read }: Measurement, { maxSkipped }: CheckLimits): string | null {
  const share = read.records === 0 ? 0 : read.skipped / read.records;
  if (!isAbove(share, maxSkipped)) return null;
  return `${read.skipped} of ${read.records} records could not be read (${percentage(share)}); at most ${percentage(maxSkipped)} is allowed`;
}
