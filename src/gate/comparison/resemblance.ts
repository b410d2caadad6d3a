/**
 * How much two texts have in common, from 0 to 1, by the smallest hashes of their shingles, ascending: of the smallest hashes of
 * both together the share that is in both, which estimates the Jaccard similarity of all their shingles. 0 where one has none.
 * All lists are cut at the same length, so one that is shorter than the other is whole, and as many hashes of both together are
 * known as the longer one has. Source: A. Broder, "On the resemblance and containment of documents", SEQUENCES 1997.
 */
export function resemblance(a: readonly number[], b: readonly number[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  const known = Math.max(a.length, b.length);
  let [i, j, common] = [0, 0, 0];
  for (let taken = 0; taken < known; taken++) {
    const [x, y] = [a[i] ?? Number.POSITIVE_INFINITY, b[j] ?? Number.POSITIVE_INFINITY];
    if (x === y) common++;
    if (x <= y) i++;
    if (y <= x) j++;
  }
  return common / known;
}
