import type { CheckLimits } from '../model/budget.ts';
import type { Comparison, GroupStatus } from '../model/check.ts';
import type { Baseline, MeasuredGroup, Measurement } from '../model/measurement.ts';
import type { Grouping } from '../model/report.ts';
import { compare } from './comparison/compare.ts';
import { matchGroups } from './comparison/match-groups.ts';
import { baselineFault } from './faults/baseline-fault.ts';
import type { GateInput } from './gate-input.ts';

/** What the budgets of one check are judged in. */
export interface GateView {
  readonly limits: CheckLimits;
  readonly current: Measurement;
  /** With what is known of the difference; or why there is none that can be compared. */
  readonly against: Against | { readonly reason: string };
  /** The groups of both logs, those that are the same side by side. */
  pairsOf(by: Grouping): readonly GroupPair[];
}

export interface Against {
  readonly baseline: Baseline;
  readonly comparison: Comparison;
}

/** At least one of the two logs has it; without a baseline the status is null. */
export interface GroupPair {
  readonly current?: MeasuredGroup;
  readonly baseline?: MeasuredGroup;
  readonly status: GroupStatus | null;
}

export function gateView(input: GateInput): GateView {
  const { limits, current, baseline } = input;
  const reason = baselineFault(input);
  const base = { limits, current };
  if (baseline === undefined || reason !== null) {
    return {
      ...base,
      against: { reason: reason ?? 'there is no baseline to compare with; --baseline names one' },
      pairsOf: (by) => (current.groups[by]?.list ?? []).map((group) => ({ current: group, status: null })),
    };
  }
  // Recognising changed prompts takes long, and many budgets may ask for it.
  const pairsOf = onceEach((by: Grouping) => matchGroups(by, current, baseline));
  return { ...base, against: { baseline, comparison: compare(current, baseline, pairsOf) }, pairsOf };
}

function onceEach<Key, Of>(make: (key: Key) => Of): (key: Key) => Of {
  const made = new Map<Key, Of>();
  return (key) => {
    const known = made.get(key) ?? make(key);
    made.set(key, known);
    return known;
  };
}
