import type { GroupStatus } from '../../model/check.ts';
import type { Baseline, MeasuredGroup, Measurement } from '../../model/measurement.ts';
import type { Grouping } from '../../model/report.ts';
import { baselineKey } from '../baseline/hashed-key.ts';
import { matchTemplates } from './match-templates.ts';

/** A group of the log and the one of the baseline that it is; at least one of them is there. */
export interface GroupMatch {
  readonly status: GroupStatus;
  readonly current?: MeasuredGroup;
  readonly baseline?: MeasuredGroup;
  /** Of what changed: how much of the prompt's fixed text is the same, 0 to 1. */
  readonly similarity: number | null;
}

/**
 * Pairs the groups of two logs: those with the same key, hashed as the baseline's are, then templates whose prompts changed. All
 * groups of the log in their order, then what vanished. What a baseline left out for its number counts as not there.
 */
export function matchGroups(by: Grouping, current: Measurement, baseline: Baseline): readonly GroupMatch[] {
  const known = new Map(baseline.measurement.groups[by]?.list.map((group) => [group.key, group]));
  const now = current.groups[by]?.list ?? [];
  const sameOf = new Map<MeasuredGroup, MeasuredGroup>();
  for (const group of now) {
    const key = baselineKey(by, group.key, baseline.hasHashedKeys);
    const same = known.get(key);
    if (same !== undefined) sameOf.set(group, same);
    known.delete(key);
  }
  const changes = by === 'template' ? matchTemplates(unmatched(now, sameOf), [...known.values()]) : [];
  const changeOf = new Map(changes.map((pair) => [pair.current, pair]));
  for (const pair of changes) known.delete(pair.baseline.key);
  return [
    ...now.map((group): GroupMatch => {
      const same = sameOf.get(group);
      if (same !== undefined) return { status: 'same', current: group, baseline: same, similarity: null };
      const change = changeOf.get(group);
      if (change === undefined) return { status: 'appeared', current: group, similarity: null };
      // A template's key also depends on the prompts beside it: another key alone is no other prompt.
      return change.similarity === 1
        ? { status: 'same', ...change, similarity: null }
        : { status: 'changed', ...change };
    }),
    ...[...known.values()].map(
      (group): GroupMatch => ({ status: 'vanished', baseline: group, similarity: null }),
    ),
  ];
}

function unmatched(
  groups: readonly MeasuredGroup[],
  sameOf: ReadonlyMap<MeasuredGroup, MeasuredGroup>,
): MeasuredGroup[] {
  return groups.filter((group) => !sameOf.has(group));
}
