/** Share of the calls that are in the right group when groups and truth are matched one to one, the largest overlap first. */
export function matched(truth: readonly string[], groups: readonly (number | string)[]): number {
  const overlaps = new Map<string, number>();
  truth.forEach((name, i) => {
    const key = JSON.stringify([name, groups[i]]);
    overlaps.set(key, (overlaps.get(key) ?? 0) + 1);
  });
  const usedNames = new Set<string>();
  const usedGroups = new Set<string>();
  let right = 0;
  for (const [key, count] of [...overlaps].sort((a, b) => b[1] - a[1])) {
    const [name, group] = JSON.parse(key) as [string, string];
    if (usedNames.has(name) || usedGroups.has(String(group))) continue;
    usedNames.add(name);
    usedGroups.add(String(group));
    right += count;
  }
  return right / truth.length;
}
