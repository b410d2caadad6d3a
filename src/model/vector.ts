/**
 * A vector as embedding APIs write it: a list of numbers, or base64 of little-endian singles (OpenAI, `encoding_format`).
 * Undefined for anything else, for numbers too large, and for a vector without direction.
 */
export function readVector(embedding: unknown): Float32Array | undefined {
  const vector = Array.isArray(embedding) ? fromNumbers(embedding) : fromBase64(embedding);
  if (vector === undefined || vector.length === 0) return undefined;
  let square = 0;
  for (const number of vector) square += number * number;
  return Number.isFinite(square) && square > 0 ? vector : undefined;
}

function fromNumbers(numbers: readonly unknown[]): Float32Array | undefined {
  return numbers.every((number) => typeof number === 'number') ? Float32Array.from(numbers) : undefined;
}

function fromBase64(text: unknown): Float32Array | undefined {
  if (typeof text !== 'string' || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
  const bytes = Uint8Array.from(Buffer.from(text, 'base64'));
  return bytes.length % 4 === 0 ? new Float32Array(bytes.buffer) : undefined;
}
