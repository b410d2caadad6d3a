import { combine52 } from '../../model/hash.ts';

/** A running 52-bit key of a sequence of 32-bit hashes, kept as two integers so that folding allocates nothing. */
export function startKey(): Int32Array {
  return Int32Array.of(0x2545f491, 0x41c6ce57);
}

export function fold52(key: Int32Array, hash: number): void {
  const a = Math.imul(key[0]! ^ hash, 0x85ebca77);
  const b = Math.imul(key[1]! ^ hash, 0xc2b2ae3d);
  key[0] = a ^ (a >>> 15);
  key[1] = b ^ (b >>> 13);
}

/** The key as a number; never 0. */
export function key52(key: Int32Array): number {
  return combine52((key[1]! >>> 12) * 0x100000000 + (key[0]! >>> 0), 1);
}
