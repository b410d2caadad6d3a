import type { Call } from '../../model/call.ts';
import type { Grouping } from '../../model/report.ts';
import type { Detection } from '../findings/detection.ts';
import type { LoggedCall } from './evidence-call.ts';
import type { Wanted } from './wanted.ts';

/** The calls that a subject is about and those that it needs, by their place in the log. */
export interface Members {
  /** 1 for each call of the log that the subject is about. */
  readonly mask: Uint8Array;
  readonly size: number;
  /** In time order; only of one group, for all those of a finding say nothing. */
  readonly kept: readonly number[];
}

interface Where {
  readonly detections: readonly Detection[];
  readonly calls: Iterable<LoggedCall>;
  /** Calls of the log. */
  readonly size: number;
  groupKey(kind: Grouping, call: LoggedCall): string;
}

export function membersOf(wanted: Wanted, where: Where): Members {
  const mask = new Uint8Array(where.size);
  switch (wanted.kind) {
    case 'call':
      mask[wanted.index] = 1;
      return membersIn(mask, []);
    case 'total':
      for (const call of where.calls)
        if (where.groupKey(wanted.by, call) === wanted.key) mask[call.index] = 1;
      return membersIn(mask, []);
    case 'group': {
      const detection = where.detections[wanted.detector]!;
      return membersIn(mask, claimed(detection, [wanted.group], mask, where.calls));
    }
    case 'finding': {
      const detection = where.detections[wanted.detector]!;
      claimed(detection, countedGroups(detection), mask, where.calls);
      return membersIn(mask, []);
    }
    default:
      return wanted satisfies never;
  }
}

/** The groups whose calls a finding counts; those for review where there are no others. */
export function countedGroups({ claims }: Detection): number[] {
  const all = claims.groups.map((_, group) => group);
  const counted = all.filter((group) => !claims.groups[group]!.review);
  return counted.length > 0 ? counted : all;
}

/** Marks the calls of some groups, by their claims or by the rule that tells them; returns the calls that are only needed. */
function claimed(
  detection: Detection,
  groups: readonly number[],
  mask: Uint8Array,
  calls: Iterable<LoggedCall>,
): number[] {
  const { claims } = detection;
  const wanted = new Set(groups);
  const kept = new Set<number>();
  for (let claim = 0; claim < claims.size; claim++) {
    if (!wanted.has(claims.groupAt(claim))) continue;
    if (claims.isKept(claim)) kept.add(claims.callAt(claim));
    else mask[claims.callAt(claim)] = 1;
  }
  const rules = groups.flatMap((group) => detection.describe(group).covered ?? []);
  const isCovered = (call: Call): boolean => rules.some((rule) => rule.covers(call));
  if (rules.length > 0) for (const call of calls) if (isCovered(call)) mask[call.index] = 1;
  return [...kept].filter((call) => mask[call] === 0).sort((a, b) => a - b);
}

function membersIn(mask: Uint8Array, kept: readonly number[]): Members {
  let size = 0;
  for (const bit of mask) size += bit;
  return { mask, size, kept };
}
