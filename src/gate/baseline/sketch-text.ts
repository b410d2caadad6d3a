const BYTES = 4;

/** Base64 of the hashes as little-endian 32-bit words. */
export function sketchText(sketch: readonly number[]): string {
  const bytes = Buffer.alloc(BYTES * sketch.length);
  sketch.forEach((hash, i) => {
    bytes.writeUInt32LE(hash, BYTES * i);
  });
  return bytes.toString('base64');
}

/** Undefined for what is no base64 of ascending 32-bit words. */
export function readSketch(text: string): number[] | undefined {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length % BYTES !== 0 || bytes.toString('base64') !== text) return undefined;
  const sketch = Array.from({ length: bytes.length / BYTES }, (_, i) => bytes.readUInt32LE(BYTES * i));
  return sketch.every((hash, i) => i === 0 || hash > sketch[i - 1]!) ? sketch : undefined;
}
