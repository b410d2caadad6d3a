/**
 * The text in chunks that end at these places, as a file lends them: parts of one Buffer, gone when the next one is asked
 * for.
 */
export async function* lentChunks(text: string, cuts: readonly number[]): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  const at = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort(
    (a, b) => a - b,
  );
  const lent = Buffer.alloc(bytes.length);
  for (let i = 1; i < at.length; i++) {
    const length = bytes.copy(lent, 0, at[i - 1], at[i]);
    yield lent.subarray(0, length);
    lent.fill('?');
  }
}
