const RETURN = 0x0d;
const NEWLINE = 0x0a;

/** Lines that end with a carriage return alone, as old spreadsheets on a Mac write them, with the usual end instead. */
export async function* withLineFeeds(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield chunk.map((byte) => (byte === RETURN ? NEWLINE : byte));
}
