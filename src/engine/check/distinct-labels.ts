import type { MeasuredGroup } from '../../model/measurement.ts';

/** Characters of a label that are seen even in a narrow table. */
const SEEN = 30;
/** Of a key as many digits as tell the templates of one log apart. */
const DIGITS = 6;

/** Prompts that open with the rules of one house look alike where labels are cut: the beginning of its key goes before such a label. */
export function distinctLabels(groups: readonly MeasuredGroup[]): MeasuredGroup[] {
  const seen = new Map<string, number>();
  const beginning = ({ label }: MeasuredGroup): string => label.slice(0, SEEN);
  for (const group of groups) seen.set(beginning(group), (seen.get(beginning(group)) ?? 0) + 1);
  return groups.map((group) => {
    const isAlone = seen.get(beginning(group)) === 1 || group.label === group.key;
    if (isAlone) return group;
    return { ...group, label: `${group.key.replace(/^prompt:/, '').slice(0, DIGITS)} ${group.label}` };
  });
}
