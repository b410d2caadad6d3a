import type { MeasuredGroup } from '../../model/measurement.ts';
import { resemblance } from './resemblance.ts';

/** Less in common is another prompt. Own choice: a prompt that doubled keeps 0.5, two that share half of their text have 0.33. */
const LEAST = 0.3;

export interface TemplatePair {
  readonly current: MeasuredGroup;
  readonly baseline: MeasuredGroup;
  /** Of their fixed texts, 0 to 1. */
  readonly similarity: number;
}

/** Templates whose prompts changed and are still recognised, the most similar pairs first; each is in one pair at most. */
export function matchTemplates(
  current: readonly MeasuredGroup[],
  baseline: readonly MeasuredGroup[],
): readonly TemplatePair[] {
  const pairs = similarPairs(current, baseline).sort(byLikeness);
  const taken = new Set<MeasuredGroup>();
  return pairs.filter((pair) => {
    if (taken.has(pair.current) || taken.has(pair.baseline)) return false;
    taken.add(pair.current).add(pair.baseline);
    return true;
  });
}

function similarPairs(current: readonly MeasuredGroup[], baseline: readonly MeasuredGroup[]): TemplatePair[] {
  const holders = holdersOf(baseline);
  const shared = new Uint32Array(baseline.length);
  const pairs: TemplatePair[] = [];
  for (const group of current) {
    const sketch = group.sketch ?? [];
    shared.fill(0);
    for (const hash of sketch) for (const number of holders.get(hash) ?? []) shared[number]!++;
    for (const [number, other] of baseline.entries()) {
      // Of so few nothing can come: most pairs need no closer look.
      if (shared[number]! < LEAST * sketch.length) continue;
      const similarity = resemblance(sketch, other.sketch ?? []);
      if (similarity >= LEAST) pairs.push({ current: group, baseline: other, similarity });
    }
  }
  return pairs;
}

/** By hash: the positions of the groups that have it. */
function holdersOf(groups: readonly MeasuredGroup[]): ReadonlyMap<number, readonly number[]> {
  const holders = new Map<number, number[]>();
  for (const [number, { sketch = [] }] of groups.entries()) {
    for (const hash of sketch) {
      const known = holders.get(hash);
      if (known === undefined) holders.set(hash, [number]);
      else known.push(number);
    }
  }
  return holders;
}

function byLikeness(a: TemplatePair, b: TemplatePair): number {
  return (
    b.similarity - a.similarity ||
    callsOf(b) - callsOf(a) ||
    byKey(a.current, b.current) ||
    byKey(a.baseline, b.baseline)
  );
}

function callsOf({ current, baseline }: TemplatePair): number {
  return current.calls + baseline.calls;
}

function byKey(a: MeasuredGroup, b: MeasuredGroup): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}
