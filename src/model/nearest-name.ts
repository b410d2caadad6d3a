/** Longer input is not a typing mistake, and its distance would cost too much. */
const LONGEST = 64;

/**
 * The known name that a mistyped one most likely means, by edit distance, case and `_` and `-` aside; the first of
 * equals. Undefined when nothing is near: more than half of the letters, and more than two, would have to change.
 */
export function nearestName(wrong: string, known: Iterable<string>): string | undefined {
  const typed = plain(wrong);
  let best: string | undefined;
  let least = Math.max(2, Math.ceil(typed.length / 2)) + 1;
  for (const name of known) {
    const distance = editDistance(typed, plain(name));
    if (distance < least) [best, least] = [name, distance];
  }
  return best;
}

function plain(name: string): string {
  return name.slice(0, LONGEST).toLowerCase().replace(/[_-]/g, '');
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let older: number[] = [];
  let old = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      let cost = Math.min(old[j]! + 1, row[j - 1]! + 1, old[j - 1]! + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, older[j - 2]! + 1);
      }
      row.push(cost);
    }
    [older, old] = [old, row];
  }
  return old[b.length]!;
}
