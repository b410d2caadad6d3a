import type { Change } from '../../contracts/strategy.ts';
import type { Entry } from './replay-entry.ts';
import type { Lane } from './replay-lane.ts';
import { copyPlan, isUntouched, type Plan } from './replay-plan.ts';

/** The plans of one call in the three sequences: as expected, and with all assumed values at one end. */
export interface Plans {
  readonly untouched: Plan;
  readonly expected: Plan;
  readonly pessimistic: Plan;
  readonly optimistic: Plan;
}

/** Shows one call to all runs of a strategy. */
export function step(entry: Entry, plans: Plans): void {
  const { untouched, expected, pessimistic, optimistic } = plans;
  const change = stepApart(entry, untouched);
  if (!expected.dropped) {
    // What comes to the same call by the same rule need not be worked out again.
    const isSame =
      entry.choice.strategy.isStateless && entry.alone !== entry.sequence && isUntouched(expected, untouched);
    if (isSame) entry.sequence.follow(expected, change);
    else entry.sequence.step(expected, true);
  }
  if (entry.endSequences === undefined) return;
  stepEnd(entry, entry.endSequences.pessimistic, expected, pessimistic);
  stepEnd(entry, entry.endSequences.optimistic, expected, optimistic);
}

/** An end that is the expected run has made its change already. */
function stepEnd(entry: Entry, lane: Lane, expected: Plan, plan: Plan): void {
  if (lane === entry.sequence) copyPlan(expected, plan);
  else if (!plan.dropped) lane.step(plan, true);
}

/** What the strategy alone does to the call. */
function stepApart(entry: Entry, untouched: Plan): Change | undefined {
  let change: Change | undefined;
  for (const lane of entry.apart) {
    const made = lane.step(untouched, false);
    if (lane === entry.alone) change = made;
  }
  return change;
}
