import { createHash } from 'node:crypto';
import { hash52 } from '../../model/hash.ts';
import type { Segment } from '../../model/segment.ts';

export const KEY_BYTES = 16;

/**
 * Content key of a segment: the first 16 bytes of SHA-256 over its kind, role and strings, each with its length, so that
 * no two different segments share the hashed bytes. The same on every machine.
 */
export function segmentKey(segment: Segment): Buffer {
  const hash = createHash('sha256');
  hash.update(`${segment.kind}\n${segment.role}\n${segment.named ? 1 : 0}\n${segment.tokens ?? ''}\n`);
  for (const text of segment.strings) hash.update(`${Buffer.byteLength(text)}\n`).update(text);
  return hash.digest().subarray(0, KEY_BYTES);
}

/** Key of a prompt: its prefix's key and its last segment's, hashed. */
export function nodeKey(parentKey: Uint8Array, key: Uint8Array): Buffer {
  return createHash('sha256').update(parentKey).update(key).digest().subarray(0, KEY_BYTES);
}

/**
 * Numbers distinct segments by content. A log repeats its prompts, so recognising one seen before must cost less than
 * hashing it: a few sampled characters find the candidates, one comparison of the strings decides.
 */
export class SegmentInterner {
  readonly #buckets = new Map<number, number[]>();
  /** What crowded buckets have no room for, by a hash of all characters: prompts of one template differ in few places. */
  readonly #crowds = new Map<number, number[]>();
  readonly #segments: Segment[] = [];
  #characters = 0;

  get size(): number {
    return this.#segments.length;
  }

  /** UTF-16 units of text held, to bound memory by. */
  get characters(): number {
    return this.#characters;
  }

  at(id: number): Segment {
    return this.#segments[id]!;
  }

  /** The segment's number; equal to the size before the call when it is new. */
  add(segment: Segment): number {
    const bucket = listAt(this.#buckets, sampleHash(segment));
    const known = this.#find(bucket, segment);
    if (known !== undefined) return known;
    const isCrowded = bucket.length >= CROWDED;
    const crowd = isCrowded ? listAt(this.#crowds, wholeHash(segment)) : bucket;
    const crowded = isCrowded ? this.#find(crowd, segment) : undefined;
    if (crowded !== undefined) return crowded;
    const id = this.#segments.push(segment) - 1;
    for (const text of segment.strings) this.#characters += text.length;
    crowd.push(id);
    return id;
  }

  #find(ids: readonly number[], segment: Segment): number | undefined {
    for (const id of ids) if (isSame(this.#segments[id]!, segment)) return id;
    return undefined;
  }
}

/** Segments with equal samples that are compared one by one. */
const CROWDED = 8;

function listAt(lists: Map<number, number[]>, key: number): number[] {
  let list = lists.get(key);
  if (list === undefined) {
    list = [];
    lists.set(key, list);
  }
  return list;
}

function isSame(a: Segment, b: Segment): boolean {
  if (a.kind !== b.kind || a.role !== b.role || a.named !== b.named || a.tokens !== b.tokens) return false;
  const { strings } = a;
  if (strings.length !== b.strings.length) return false;
  for (let i = 0; i < strings.length; i++) if (strings[i] !== b.strings[i]) return false;
  return true;
}

const SAMPLES = 16;

function sampleHash(segment: Segment): number {
  let hash = segment.strings.length;
  for (const text of segment.strings) {
    const { length } = text;
    hash = Math.imul(hash ^ length, 0x85ebca6b);
    const step = length <= SAMPLES ? 1 : (length - 1) / (SAMPLES - 1);
    for (let at = 0; at < length; at += step)
      hash = Math.imul((hash ^ text.charCodeAt(at | 0)) | 0, 0x9e3779b1) ^ (hash >>> 15);
  }
  return hash | 0;
}

function wholeHash(segment: Segment): number {
  let hash = segment.strings.length;
  for (const text of segment.strings) hash = hash52(text, hash | 0);
  return hash;
}
