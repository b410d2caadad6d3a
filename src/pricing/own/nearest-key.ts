/** The known key that a mistyped one most likely means, or `undefined` when none is close (a third of its letters). */
export function nearestKey(key: string, known: Iterable<string>): string | undefined {
  const typed = key.slice(0, 60).toLowerCase();
  let best: string | undefined;
  let least = Math.max(2, Math.ceil(typed.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(typed.replaceAll('_', ''), candidate.toLowerCase().replaceAll('_', ''));
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/** Insertions, deletions and substitutions that turn one text into the other (Levenshtein 1965). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
