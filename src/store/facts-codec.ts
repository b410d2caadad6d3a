import { SEGMENT_KINDS, type SegmentFacts, type SegmentKind } from '../model/segment.ts';

/*
 * A segment's facts on disk. The head has a fixed size, so that the heads of all segments can be held in one buffer;
 * the sketch (bands, shingles, chunks) is read only for the segments that somebody compares.
 */
export const HEAD_BYTES = 64;

const INTEGERS = ['bytes', 'tokens', 'minifiedTokens', 'words', 'shingleCount'] as const;
const KEYS = ['normalizedKey', 'identifiersKey', 'contentKey', 'bagKey'] as const;
const KEYS_AT = 24;
/** Of the head's first number: the kind stands below it. */
const ASKS_JSON = 0x100;
const ASKS_ONLY_JSON = 0x200;
const KIND_MASK = 0xff;

export function encodeHead(facts: SegmentFacts): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  const json = (facts.asksJson ? ASKS_JSON : 0) | (facts.asksOnlyJson ? ASKS_ONLY_JSON : 0);
  head.writeUInt32LE(SEGMENT_KINDS.indexOf(facts.kind) | json, 0);
  // A trace may claim any number of tokens for a block; what no prompt can have is kept as the largest that fits.
  INTEGERS.forEach((name, i) => {
    head.writeUInt32LE(Math.min(facts[name], 0xffffffff), 4 + 4 * i);
  });
  KEYS.forEach((name, i) => {
    head.writeDoubleLE(facts[name], KEYS_AT + 8 * i);
  });
  return head;
}

export function encodeOutline({ outline }: SegmentFacts): Buffer {
  return Buffer.from(outline.buffer, outline.byteOffset, outline.byteLength);
}

export function decodeOutline(blob: Buffer): Uint32Array {
  // Numbers must be aligned.
  const bytes = blob.byteOffset % 4 === 0 ? blob : new Uint8Array(blob);
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 2);
}

/** The traits follow the numbers, a byte a chunk. */
export function encodeSketch({ bands, shingles, chunks, traits }: SegmentFacts): Buffer {
  const all = new Uint32Array(3 + bands.length + shingles.length + chunks.length);
  all.set([bands.length, shingles.length, chunks.length]);
  all.set(bands, 3);
  all.set(shingles, 3 + bands.length);
  all.set(chunks, 3 + bands.length + shingles.length);
  return Buffer.concat([Buffer.from(all.buffer), traits]);
}

type StoredSketch = Pick<SegmentFacts, 'bands' | 'shingles' | 'chunks' | 'traits'>;

export function decodeSketch(blob: Buffer): StoredSketch {
  // Views of numbers begin at a multiple of four, which only a buffer of its own is sure to do.
  const { buffer } = blob.byteOffset === 0 ? blob : new Uint8Array(blob);
  const [bands = 0, shingles = 0, chunks = 0] = new Uint32Array(buffer, 0, 3);
  const numbers = 3 + bands + shingles + chunks;
  const all = new Uint32Array(buffer, 0, numbers);
  return {
    bands: all.subarray(3, 3 + bands),
    shingles: all.subarray(3 + bands, 3 + bands + shingles),
    chunks: all.subarray(3 + bands + shingles),
    traits: new Uint8Array(buffer, 4 * numbers, blob.length - 4 * numbers),
  };
}

/** What a view of facts reads from, beside its head. */
export interface FactsSource {
  role(segment: number): string;
  sketch(segment: number): StoredSketch;
  outline(segment: number): Uint32Array;
  preview(segment: number): string;
  names(segment: number): readonly string[];
}

/** Facts read in place from the heads; sketch and preview are fetched when asked for. */
export class StoredFacts implements SegmentFacts {
  readonly #heads: DataView;
  readonly #at: number;
  readonly #segment: number;
  readonly #source: FactsSource;

  constructor(heads: DataView, segment: number, source: FactsSource) {
    this.#heads = heads;
    this.#at = segment * HEAD_BYTES;
    this.#segment = segment;
    this.#source = source;
  }

  get kind(): SegmentKind {
    return SEGMENT_KINDS[this.#heads.getUint32(this.#at, true) & KIND_MASK]!;
  }
  get role(): string {
    return this.#source.role(this.#segment);
  }
  get bytes(): number {
    return this.#integer(0);
  }
  get tokens(): number {
    return this.#integer(1);
  }
  get minifiedTokens(): number {
    return this.#integer(2);
  }
  get words(): number {
    return this.#integer(3);
  }
  get shingleCount(): number {
    return this.#integer(4);
  }
  get normalizedKey(): number {
    return this.#key(0);
  }
  get identifiersKey(): number {
    return this.#key(1);
  }
  get contentKey(): number {
    return this.#key(2);
  }
  get bagKey(): number {
    return this.#key(3);
  }
  get asksJson(): boolean {
    return (this.#heads.getUint32(this.#at, true) & ASKS_JSON) !== 0;
  }
  get asksOnlyJson(): boolean {
    return (this.#heads.getUint32(this.#at, true) & ASKS_ONLY_JSON) !== 0;
  }
  get names(): readonly string[] {
    return this.#source.names(this.#segment);
  }
  get traits(): Uint8Array {
    return this.#source.sketch(this.#segment).traits;
  }
  get bands(): Uint32Array {
    return this.#source.sketch(this.#segment).bands;
  }
  get shingles(): Uint32Array {
    return this.#source.sketch(this.#segment).shingles;
  }
  get chunks(): Uint32Array {
    return this.#source.sketch(this.#segment).chunks;
  }
  get outline(): Uint32Array {
    return this.#source.outline(this.#segment);
  }
  get preview(): string {
    return this.#source.preview(this.#segment);
  }

  #integer(i: number): number {
    return this.#heads.getUint32(this.#at + 4 + 4 * i, true);
  }
  #key(i: number): number {
    return this.#heads.getFloat64(this.#at + KEYS_AT + 8 * i, true);
  }
}
