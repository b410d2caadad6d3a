import type { Budget, CheckLimits } from '../model/budget.ts';
import type { Baseline, Measurement } from '../model/measurement.ts';
import type { Warning } from '../model/report.ts';

/** All that a verdict depends on. */
export interface GateInput {
  readonly budgets: readonly Budget[];
  readonly limits: CheckLimits;
  readonly current: Measurement;
  /** What reading the logs had to say: whether they are all that was asked for. */
  readonly warnings?: readonly Warning[];
  /** With its money at the prices of `current.asOf`. */
  readonly baseline?: Baseline & { readonly path: string };
  /** Why there is no baseline although one is wanted: missing, not readable, of another version. One line. */
  readonly baselineFault?: string;
}
