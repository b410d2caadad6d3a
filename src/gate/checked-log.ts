import type { CheckLimits } from '../model/budget.ts';
import type { CheckedBaseline, CheckedLog } from '../model/check.ts';
import type { Measurement } from '../model/measurement.ts';
import { pricedCalls } from './comparison/priced.ts';
import { priceGap } from './faults/price-gap.ts';
import type { GateInput } from './gate-input.ts';

/** A log in a few figures. */
export function checkedLog({ total, read }: Measurement, limits: CheckLimits): CheckedLog {
  const { calls, failedCalls, unpricedCalls, unpricedTokens, estimatedCalls, money } = total;
  const priced = pricedCalls(total);
  return {
    ...{ calls, failedCalls, unpricedCalls, unpricedTokens, estimatedCalls },
    records: read.records,
    skipped: read.skipped,
    isCostComplete: priceGap(total, limits) === null,
    costUsd: priced > 0 ? money.thenUsd : null,
    costPerCallUsd: priced > 0 ? money.thenUsd / priced : null,
  };
}

export function checkedBaseline({
  baseline,
  limits,
}: Pick<GateInput, 'baseline' | 'limits'>): CheckedBaseline | null {
  if (baseline === undefined) return null;
  const { measurement, path, hasHashedKeys } = baseline;
  const { tool, priceBook, window } = measurement;
  return {
    ...checkedLog(measurement, limits),
    path,
    tool,
    priceBook: priceBook.version,
    window,
    hasHashedKeys,
  };
}

/** A log without a call. */
export const NOTHING_CHECKED: CheckedLog = {
  calls: 0,
  failedCalls: 0,
  unpricedCalls: 0,
  unpricedTokens: 0,
  estimatedCalls: 0,
  records: 0,
  skipped: 0,
  isCostComplete: true,
  costUsd: null,
  costPerCallUsd: null,
};
