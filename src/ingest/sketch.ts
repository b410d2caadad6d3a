/** What near-duplicate detection keeps of a text. See SegmentFacts for each field. */
export interface Sketch {
  readonly words: number;
  readonly shingles: Uint32Array;
  readonly shingleCount: number;
  readonly bands: Uint32Array;
  readonly identifiersKey: number;
  readonly normalizedKey: number;
}

export function sketch(_text: string): Sketch {
  throw new Error('not yet');
}
