/**
 * A 52-bit hash of a text's UTF-16 code units, never 0, exact as a JavaScript number. For equality, not for secrecy:
 * two different texts share one with a probability of about n^2 / 2^53. Two multiplicative lanes with a final
 * avalanche, after MurmurHash3's finaliser (Appleby, public domain).
 */
export function hash52(text: string, seed = 0): number {
  let a = 0xdeadbeef ^ seed;
  let b = 0x41c6ce57 ^ seed;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x85ebca77);
    b = Math.imul(b ^ unit, 0xc2b2ae3d);
  }
  return join52(a, b);
}

/** Combines two identities into one, order mattering. */
export function combine52(left: number, right: number): number {
  let a = Math.imul(left | 0, 0x85ebca77) ^ Math.imul(right | 0, 0x27d4eb2f);
  let b = Math.imul((left / 0x100000000) | 0, 0xc2b2ae3d) ^ Math.imul((right / 0x100000000) | 0, 0x165667b1);
  a = Math.imul(a ^ (b >>> 13), 0x9e3779b1);
  b = Math.imul(b ^ (a >>> 15), 0x85ebca77);
  return join52(a, b);
}

function join52(a: number, b: number): number {
  let x = a ^ Math.imul(a ^ (a >>> 15), 0x735a2d97);
  let y = b ^ Math.imul(b ^ (b >>> 15), 0xcaf649a9);
  x ^= y >>> 16;
  y ^= x >>> 13;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  y = Math.imul(y ^ (y >>> 13), 0xc2b2ae35);
  x ^= x >>> 16;
  y ^= y >>> 16;
  return (y & 0xfffff) * 0x100000000 + (x >>> 0) || 1;
}
