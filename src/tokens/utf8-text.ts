import { END } from './character-classes.ts';

const encoder = new TextEncoder();

/** UTF-16 units that are encoded at once, where the text allows: bounds the memory and keeps the bytes in the cache. */
const WINDOW = 1 << 16;
const shared = new Uint8Array(3 * WINDOW + 1);

const BLANK = 0x20;

/**
 * Hands the UTF-8 of `text` to `visit`, in parts that no piece crosses, each with END after its last byte. The bytes are
 * valid until `visit` returns. Lone surrogates become U+FFFD, which is of their class, so the pieces stay the same.
 */
export function visitUtf8(
  text: string,
  visit: (bytes: Uint8Array, length: number) => void,
  window: number = WINDOW,
): void {
  for (let from = 0; from < text.length; ) {
    const to = text.length - from <= window ? text.length : cut(text, from + window);
    const part = from === 0 && to === text.length ? text : text.slice(from, to);
    const bytes = part.length <= WINDOW ? shared : new Uint8Array(Buffer.byteLength(part) + 1);
    const { written } = encoder.encodeInto(part, bytes);
    bytes[written] = END;
    visit(bytes, written);
    from = to;
  }
}

/**
 * A position at or after `at` where a piece starts whatever surrounds it: a blank after a visible ASCII character. In
 * every pattern a blank is the first character of its piece unless white space is before it, and no look-ahead
 * tells a blank from the end of the text after a visible character.
 */
function cut(text: string, at: number): number {
  for (let i = at; i < text.length; i++) {
    const before = text.charCodeAt(i - 1);
    if (text.charCodeAt(i) === BLANK && before > BLANK && before < 0x7f) return i;
  }
  return text.length;
}
