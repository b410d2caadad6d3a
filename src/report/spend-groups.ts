import { GROUP_KINDS, type Group, type Grouping, type Report } from '../model/report.ts';
import { restName } from './data/grouping-names.ts';

/** What is shown of the spending: the groupings asked for; else models and days, and others where the log knows two. */
export function shownGroupings({ groups, groupBy }: Report): readonly Grouping[] {
  const listed = (grouping: Grouping): number => groups[grouping]?.length ?? 0;
  if (groupBy !== null) return groupBy.filter((grouping) => listed(grouping) > 0);
  return GROUP_KINDS.filter((kind) => listed(kind) > (kind === 'model' || kind === 'day' ? 0 : 1));
}

/** The groups of one grouping in reading order: days by date, others by money as they come. */
export function shownGroups({ groups }: Report, grouping: Grouping): readonly Group[] {
  const listed = groups[grouping] ?? [];
  return grouping === 'day' ? byDay(listed) : listed;
}

/** A group's name for people: also of what the log does not say, and of what the list was cut before. */
export function groupName(report: Report, grouping: Grouping, { key, label }: Group): string {
  if (key === null) return restName(report, grouping);
  const text = label ?? key;
  return text === '' ? '(not in the log)' : text;
}

function byDay(groups: readonly Group[]): Group[] {
  return [...groups].sort((a, b) => rank(a) - rank(b) || ((a.key ?? '') < (b.key ?? '') ? -1 : 1));
}

/** What has no day, and what was cut off, come last. */
function rank({ key }: Group): number {
  return key === null ? 2 : key === '' ? 1 : 0;
}
