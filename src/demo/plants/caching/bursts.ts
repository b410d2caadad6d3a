import type { Random } from '../../random.ts';

/** Monday of the demo's week. */
const WEEK_START = Date.UTC(2026, 10, 9);
const WEEK_MS = 7 * 24 * 3_600_000;

/**
 * Times of about `calls` calls in runs of five to seven, the calls of a run 20 to 150 seconds apart. Runs are more than two
 * hours apart, so that no cache lives from one to the next, and end before the week does.
 */
export function bursts(calls: number, random: Random): number[][] {
  const lengths: number[] = [];
  for (let left = calls; left > 1; left -= lengths.at(-1)!)
    lengths.push(Math.min(left, random.between(5, 7)));
  const slot = WEEK_MS / (lengths.length + 1);
  const jitter = Math.max(0, slot - 3 * 3_600_000);
  return lengths.map((length, i) => {
    let time = WEEK_START + Math.round(i * slot) + random.between(0, Math.floor(jitter));
    return Array.from({ length }, () => {
      time += random.between(20_000, 150_000);
      return time;
    });
  });
}
