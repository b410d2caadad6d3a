import type { GateInput } from '../../src/gate/gate-input.ts';
import type { Budget } from '../../src/model/budget.ts';
import type { Measurement } from '../../src/model/measurement.ts';
import { madeBaseline, madeMeasurement } from './made-measurement.ts';

/** A budget of level error that one call is enough for. */
export function madeBudget(measure: string, made: Partial<Budget> = {}): Budget {
  return { name: measure, level: 'error', measure, minCalls: 1, ...made };
}

/** Nothing may be unpriced, one record in a hundred skipped. */
export const MADE_LIMITS = { maxUnpriced: 0, maxSkipped: 0.01 };

export function madeInput(
  budgets: readonly Budget[],
  current: Measurement = madeMeasurement(),
  baseline?: Measurement,
): GateInput {
  return {
    ...{ budgets, limits: MADE_LIMITS, current },
    ...(baseline === undefined ? {} : { baseline: madeBaseline(baseline) }),
  };
}
