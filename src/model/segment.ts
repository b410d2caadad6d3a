export const SEGMENT_KINDS = ['system', 'tool', 'message', 'block'] as const;
/** `tool` is one tool schema; `block` is a part of a prompt known only by its hash (traces without text). */
export type SegmentKind = (typeof SEGMENT_KINDS)[number];

/**
 * One system prompt, message or tool schema, as a source hands it over.
 * `strings` holds the values a provider counts, each apart (role, content, name, tool-call names and arguments);
 * together with `kind` and `role` they are the segment's identity.
 */
export interface Segment {
  readonly kind: SegmentKind;
  readonly role: string;
  readonly strings: readonly string[];
  /** True when the message carries a `name`, which costs one token more. */
  readonly named?: boolean;
  /** Tokens as the log states them; only for `block` segments, which have no text. */
  readonly tokens?: number;
}

/**
 * What is kept of a distinct segment. Computed once, at ingest; no later step needs the text.
 * Hashes that serve as identities are 52-bit, so they are exact JavaScript numbers.
 */
export interface SegmentFacts {
  readonly kind: SegmentKind;
  readonly role: string;
  /** UTF-8 bytes of its strings. */
  readonly bytes: number;
  /** Tokens in o200k_base with the message overhead; other families are a ratio of this. */
  readonly tokens: number;
  /** The same after lossless compression (JSON minified, white space collapsed); never above `tokens`. */
  readonly minifiedTokens: number;
  /** Hash of the text in lower case with white space collapsed. */
  readonly normalizedKey: number;
  /** Hash of the numbers, dates and identifiers in their order: near-duplicates must agree on it. */
  readonly identifiersKey: number;
  /** Hash of the content in order, politeness, articles and punctuation taken away: equal means that only such wording differs. */
  readonly contentKey: number;
  readonly words: number;
  /** Locality-sensitive hashes of the shingles: two texts sharing one of them are worth comparing. */
  readonly bands: Uint32Array;
  /** Sorted distinct hashes of three-word shingles, cut to the smallest SHINGLES_KEPT. */
  readonly shingles: Uint32Array;
  /** Number of distinct shingles before the cut. */
  readonly shingleCount: number;
  /** Hash of the words whatever their order: equal with another `normalizedKey` means that the same content was reordered. */
  readonly bagKey: number;
  /** Whether its text asks for an answer in JSON. */
  readonly asksJson: boolean;
  /** Whether it also says that nothing may stand beside the JSON. */
  readonly asksOnlyJson: boolean;
  /** Of a tool schema the tool's name; of a model's message the names of the tools it calls. */
  readonly names: readonly string[];
  /** Content-defined chunks in order: hash, bytes, hash, bytes, ... */
  readonly chunks: Uint32Array;
  /** What stands in each chunk, as bits of CHUNK_TRAITS: why two prompts differ there can be told without their text. */
  readonly traits: Uint8Array;
  /** Hashes of its passages, numbers and names left open, as OUTLINE says: what templates are mined from. Only of system prompts and of users' messages. */
  readonly outline: Uint32Array;
  /** The first characters of the text, for people. */
  readonly preview: string;
}

/** Bits of a chunk's traits. `time`: a date or a time of day; `id`: a UUID, a long hexadecimal or a long decimal number; `number`: any digits. */
export const CHUNK_TRAITS = { time: 1, id: 2, number: 4 } as const;

/**
 * Bits of an entry of an outline. `words` (the lowest bits): fixed words, 15 for more. `affix`: the first words of the text, with
 * `ending` the last, rather than one passage. `delimited`: a colon, a line's end or a quote parts it from what follows. `talk`: a
 * question, or an opening such as "I" or "how", as people write and programs do not.
 */
export const OUTLINE = {
  words: 0x0f,
  affix: 0x10,
  ending: 0x20,
  delimited: 0x40,
  talk: 0x80,
  hash: 0xffffff00 | 0,
} as const;

/** A prompt of up to this many distinct shingles is compared exactly; a longer one by its bottom-k sketch. */
export const SHINGLES_KEPT = 1024;
