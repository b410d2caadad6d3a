import type { Prompts } from '../../contracts/prompts.ts';

/**
 * Hashes kept of a template. With 64 of them a similarity is known to about 6 points (standard error of a share of 64), which
 * is enough to tell a changed prompt from another one.
 */
const KEPT = 64;

/**
 * The smallest hashes of the three-word shingles that most of a template's prompts share, ascending: its fixed text without its
 * words. Source: A. Broder, "On the resemblance and containment of documents", SEQUENCES 1997.
 */
export function templateSketch(prompts: Prompts, examples: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const node of examples) {
    const own = new Set<number>();
    for (const segment of prompts.path(node)) {
      for (const shingle of prompts.facts(segment).shingles) own.add(shingle);
    }
    for (const shingle of own) counts.set(shingle, (counts.get(shingle) ?? 0) + 1);
  }
  const fixed = [...counts].flatMap(([shingle, count]) => (2 * count > examples.length ? [shingle] : []));
  return fixed.sort((a, b) => a - b).slice(0, KEPT);
}
