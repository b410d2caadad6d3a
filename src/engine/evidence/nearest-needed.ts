import type { Prompts } from '../../contracts/prompts.ts';

/** Needed calls looked at on either side of a call in time. Own choice: what answers a call is sent soon after or before it. */
const AROUND = 50;

/**
 * The needed call that a call is to be laid beside, `kept` being in time order: one with the same prompt, else with the
 * same but for case and white space, else the one whose prompt begins with most of the same segments. Among equals the
 * last before the call, then the first after it: two that have nothing to do with each other say nothing when compared.
 */
export function nearestNeeded(
  kept: readonly number[],
  index: number,
  prompt: number,
  promptOf: (kept: number) => number,
  prompts: Pick<Prompts, 'path' | 'normalized'>,
): number | undefined {
  const next = firstAfter(kept, index);
  const before = kept.slice(Math.max(0, next - AROUND), next).reverse();
  const around = [...before, ...kept.slice(next, next + AROUND)];
  if (around.length < 2 || prompt < 0) return around[0];
  const path = prompts.path(prompt);
  let best: number | undefined;
  let most = -1;
  for (const one of around) {
    const likeness = likenessOf(prompt, promptOf(one), path, prompts);
    if (likeness <= most) continue;
    most = likeness;
    best = one;
  }
  return best;
}

/** Segments that are equal from the front; more than that for a prompt that says the same. */
function likenessOf(
  prompt: number,
  other: number,
  path: readonly number[],
  prompts: Pick<Prompts, 'path' | 'normalized'>,
): number {
  if (other < 0) return 0;
  if (other === prompt) return path.length + 1;
  if (prompts.normalized(other) === prompts.normalized(prompt)) return path.length;
  const own = prompts.path(other);
  let equal = 0;
  while (equal < path.length && path[equal] === own[equal]) equal++;
  return equal;
}

function firstAfter(kept: readonly number[], index: number): number {
  let low = 0;
  let high = kept.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (kept[middle]! < index) low = middle + 1;
    else high = middle;
  }
  return low;
}
