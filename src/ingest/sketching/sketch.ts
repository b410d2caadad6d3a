import { hash52 } from '../../model/hash.ts';
import { bandsOf, cut, shinglesOf } from './sketch-bands.ts';
import { contentKey } from './sketch-content.ts';
import { release, scan } from './sketch-scan.ts';

/** What near-duplicate detection keeps of a text. See SegmentFacts for each field. */
export interface Sketch {
  readonly words: number;
  readonly shingles: Uint32Array;
  readonly shingleCount: number;
  readonly bands: Uint32Array;
  readonly identifiersKey: number;
  readonly normalizedKey: number;
  readonly contentKey: number;
}

/**
 * Sketches a text in time linear in its length (but for sorting its shingles). A word is a run of letters, marks and
 * digits in lower case; in scripts without spaces each character is one. `bands` are those of the kept shingles and
 * empty for a text without words.
 */
export function sketch(text: string): Sketch {
  const scanned = scan(text);
  const all = shinglesOf(scanned.words, scanned.wordCount);
  const shingles = cut(all);
  const normalized = normalize(text);
  const key = scanned.itemCount === 0 ? hash52(normalized) : contentKey(scanned);
  const result = {
    words: scanned.wordCount,
    shingles,
    shingleCount: all.length,
    bands: bandsOf(shingles),
    identifiersKey: scanned.identifiersKey,
    normalizedKey: hash52(normalized),
    contentKey: key,
  };
  release(scanned);
  return result;
}

/** Lower case, white space collapsed and trimmed; single spaces are left alone, which is most of them. */
export function normalize(text: string): string {
  return text
    .toLowerCase()
    .replace(/\s{2,}|[^\S ]/g, ' ')
    .trim();
}
