import type { Grouping, GroupKind, Report } from '../../model/report.ts';
import { count } from '../format.ts';

const KIND_NAMES = {
  model: 'model',
  day: 'day',
  user: 'user',
  feature: 'feature',
  template: 'prompt template',
  status: 'status',
} as const satisfies Record<GroupKind, string>;

/** What calls are grouped by, in words: a kind, or the name of a tag. */
export function groupingName(grouping: Grouping): string {
  return grouping in KIND_NAMES ? KIND_NAMES[grouping as GroupKind] : grouping.slice('tag:'.length);
}

/** What a group without a key stands for: the part of the list that was cut off. */
export function restName({ groups, groupTotals }: Report, grouping: Grouping): string {
  const listed = (groups[grouping] ?? []).filter(({ key }) => key !== null).length;
  const rest = (groupTotals[grouping] ?? 0) - listed;
  return rest > 0 ? `(${count(rest)} more)` : '(all others)';
}
