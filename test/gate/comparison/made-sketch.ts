import { random } from '../../support/random.ts';

/** Hashes that a sketch keeps at most. */
const KEPT = 64;

/** Numbers the three-word shingles of a passage by a seed; passages share those of the words that they share. */
export function shinglesOf(seed: number, count: number): readonly number[] {
  const next = random(seed);
  return Array.from({ length: count }, () => Math.floor(next() * 2 ** 32));
}

/** What is kept of a text made of those shingles. */
export function madeSketch(...passages: readonly (readonly number[])[]): readonly number[] {
  return [...new Set(passages.flat())].sort((a, b) => a - b).slice(0, KEPT);
}
