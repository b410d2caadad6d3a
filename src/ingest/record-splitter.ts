import { JsonSpans } from './json-spans.ts';
import type { Container } from './parsed-chunk.ts';
import { lastRowEnd } from './table-rows.ts';

/** Whole records cut out of a stream. `bytes` owns its memory, so it can be moved to another thread. */
export interface Piece {
  readonly bytes: Uint8Array;
  readonly spans: Uint32Array | undefined;
  /** What stood after the last complete record when the stream ended; it may be complete all the same. */
  readonly isTail: boolean;
  /** Bytes of the stream up to the end of this piece. */
  readonly end: number;
  /** Records before this piece that were longer than the limit and were passed over. */
  readonly oversized: number;
}

const NEWLINE = 10;

/**
 * Cuts a stream of bytes into pieces of whole records. Memory is bounded by the stream's own chunks and by the longest
 * record allowed: a longer one is passed over up to the next newline and counted.
 */
export async function* splitRecords(
  chunks: AsyncIterable<Uint8Array>,
  { container, isArray, delimiter }: { container: Container; isArray: boolean; delimiter: string },
  maxRecordBytes: number,
): AsyncGenerator<Piece> {
  if (container === 'spans') yield* splitSpans(chunks, isArray, maxRecordBytes);
  else if (container === 'lines') yield* splitLines(chunks, lastLineEnd, maxRecordBytes);
  else yield* splitLines(chunks, (bytes, length) => lastRowEnd(bytes, length, delimiter), maxRecordBytes);
}

function lastLineEnd(bytes: Uint8Array, length: number): number {
  const at = bytes.lastIndexOf(NEWLINE, length - 1);
  return at < 0 ? -1 : at + 1;
}

async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  lastEnd: (bytes: Uint8Array, length: number) => number,
  maxRecordBytes: number,
): AsyncGenerator<Piece> {
  let rest: Uint8Array = new Uint8Array(0);
  let end = 0;
  let oversized = 0;
  let isSkipping = false;
  for await (const chunk of chunks) {
    let fresh = chunk;
    if (isSkipping) {
      const newline = fresh.indexOf(NEWLINE);
      if (newline < 0) {
        end += fresh.length;
        continue;
      }
      isSkipping = false;
      end += newline + 1;
      fresh = fresh.subarray(newline + 1);
    }
    const bytes = join(rest, fresh);
    const cut = lastEnd(bytes, bytes.length);
    if (cut <= 0) {
      rest = bytes;
    } else {
      rest = bytes.slice(cut);
      end += cut;
      yield { bytes: bytes.subarray(0, cut), spans: undefined, isTail: false, end, oversized };
      oversized = 0;
    }
    if (rest.length > maxRecordBytes) {
      end += rest.length;
      oversized++;
      isSkipping = true;
      rest = new Uint8Array(0);
    }
  }
  if (rest.length > 0 || oversized > 0) {
    yield { bytes: rest, spans: undefined, isTail: true, end: end + rest.length, oversized };
  }
}

async function* splitSpans(
  chunks: AsyncIterable<Uint8Array>,
  isArray: boolean,
  maxRecordBytes: number,
): AsyncGenerator<Piece> {
  const scanner = new JsonSpans(isArray);
  let rest: Uint8Array = new Uint8Array(0);
  let end = 0;
  let isOpen = false;
  for await (const chunk of chunks) {
    const bytes = join(rest, chunk);
    end += chunk.length;
    const { spans, open } = scanner.scan(bytes, rest.length, isOpen ? 0 : -1);
    isOpen = open >= 0;
    rest = isOpen ? bytes.slice(open) : new Uint8Array(0);
    const kept = spans.filter((_, i) => spans[i | 1]! - spans[i & ~1]! <= maxRecordBytes);
    const oversized = (spans.length - kept.length) / 2;
    if (spans.length > 0) yield { bytes, spans: Uint32Array.from(kept), isTail: false, end, oversized };
    // A value that never ends would be held for ever: give it up as one record that is too long.
    if (rest.length > 4 * maxRecordBytes) {
      yield { bytes: new Uint8Array(0), spans: new Uint32Array(0), isTail: true, end, oversized: 1 };
      return;
    }
  }
  if (rest.length > 0)
    yield { bytes: rest, spans: Uint32Array.of(0, rest.length), isTail: true, end, oversized: 0 };
}

/** A copy that nobody else holds. */
function join(a: Uint8Array, b: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(a.length + b.length);
  bytes.set(a);
  bytes.set(b, a.length);
  return bytes;
}
