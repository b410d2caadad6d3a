import type { Container } from '../parsing/parsed-chunk.ts';
import { withLineFeeds } from './carriage-returns.ts';
import { joinCriLines } from './cri-lines.ts';
import { type KeyPath, spanScanner } from './envelope-spans.ts';
import { EventStreams } from './event-streams.ts';
import type { SpanScanner } from './json-spans.ts';
import { LineCutter } from './line-cutter.ts';
import { PieceBuffers } from './piece-buffers.ts';
import { lastRowEnd } from './table-rows.ts';

/** Whole records cut out of a stream. Nobody else writes to `bytes` until they are given back. */
export interface Piece {
  readonly bytes: Uint8Array;
  readonly spans: Uint32Array | undefined;
  /** What stood after the last complete record when the stream ended; it may be complete all the same. */
  readonly isTail: boolean;
  /** Bytes of the stream up to the end of this piece, or of what was passed over before it. */
  readonly end: number;
  /** Records just before this piece that were longer than the limit and were passed over; of a tail, one that has not ended. */
  readonly oversized: number;
}

const NEWLINE = 10;

/** What is known of a file's shape. */
export interface RecordShape {
  readonly container: Container;
  /** Of `spans`: the file is one array. */
  readonly isArray: boolean;
  /** Of `spans`: the records are the elements of the arrays at these paths of a document. */
  readonly envelope?: readonly KeyPath[];
  /** Of `table`. */
  readonly delimiter: string;
  /** Of `table`: its lines end with carriage returns alone. */
  readonly isCarriageReturn?: boolean;
  /** Of `lines`: a container runtime wrote them and cut long ones. */
  readonly isCri?: boolean;
}

/**
 * Cuts a stream of bytes into pieces of whole records. Memory is bounded by the stream's own chunks and by the longest
 * record allowed: a longer one is passed over and counted, wherever the chunks end.
 */
export async function* splitRecords(
  chunks: AsyncIterable<Uint8Array>,
  { container, isArray, envelope, delimiter, isCarriageReturn = false, isCri = false }: RecordShape,
  maxRecordBytes: number,
  buffers: PieceBuffers = new PieceBuffers(),
): AsyncGenerator<Piece> {
  const lastRow = (bytes: Uint8Array, length: number): number => lastRowEnd(bytes, length, delimiter);
  if (container === 'spans') yield* splitSpans(chunks, spanScanner(isArray, envelope), maxRecordBytes);
  else if (container === 'events') yield* splitEvents(chunks, maxRecordBytes);
  else if (container === 'lines') {
    const lines = isCri ? joinCriLines(chunks, maxRecordBytes) : chunks;
    for await (const piece of splitLines(lines, lastLineEnd, maxRecordBytes, buffers))
      yield* withoutLongLines(piece, maxRecordBytes);
  } else {
    const rows = isCarriageReturn ? withLineFeeds(chunks) : chunks;
    yield* splitLines(rows, lastRow, maxRecordBytes, buffers);
  }
}

function lastLineEnd(bytes: Uint8Array, length: number): number {
  const at = bytes.lastIndexOf(NEWLINE, length - 1);
  return at < 0 ? -1 : at + 1;
}

async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  lastEnd: (bytes: Uint8Array, length: number) => number,
  maxRecordBytes: number,
  buffers: PieceBuffers,
): AsyncGenerator<Piece> {
  /** The record that has not ended, in parts: joining them chunk by chunk would cost the square of its length. */
  let parts: Uint8Array[] = [];
  let length = 0;
  let end = 0;
  let isSkipping = false;
  for await (const chunk of chunks) {
    let fresh = chunk;
    const newline = fresh.indexOf(NEWLINE);
    if (isSkipping) {
      end += newline < 0 ? fresh.length : newline + 1;
      if (newline < 0) continue;
      isSkipping = false;
      fresh = fresh.subarray(newline + 1);
      yield { bytes: new Uint8Array(0), spans: undefined, isTail: false, end, oversized: 1 };
    }
    // A chunk is only lent until the next one is asked for; it may be a Buffer, whose own slice() would not copy.
    parts.push(newline >= 0 ? fresh : new Uint8Array(fresh));
    length += fresh.length;
    if (newline >= 0) {
      const bytes = join(parts, buffers.take(length));
      const cut = Math.max(0, lastEnd(bytes, bytes.length));
      parts = [bytes.slice(cut)];
      length -= cut;
      end += cut;
      if (cut > 0)
        yield { bytes: bytes.subarray(0, cut), spans: undefined, isTail: false, end, oversized: 0 };
    }
    if (length > maxRecordBytes) {
      end += length;
      isSkipping = true;
      parts = [];
      length = 0;
    }
  }
  if (isSkipping) yield { bytes: new Uint8Array(0), spans: undefined, isTail: true, end, oversized: 1 };
  else if (length > 0)
    yield {
      bytes: join(parts, new Uint8Array(length)),
      spans: undefined,
      isTail: true,
      end: end + length,
      oversized: 0,
    };
}

/** The piece without its lines that are too long; only one that is longer than the limit itself can have any. */
function* withoutLongLines(piece: Piece, maxRecordBytes: number): Generator<Piece> {
  const { bytes, isTail } = piece;
  if (bytes.length <= maxRecordBytes || isTail) {
    yield piece;
    return;
  }
  const begin = piece.end - bytes.length;
  let { oversized } = piece;
  let from = 0;
  const take = (to: number, end: number): Piece => {
    const taken = { ...piece, bytes: bytes.slice(from, to), end: begin + end, oversized };
    oversized = 0;
    return taken;
  };
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, start);
    if (newline - start > maxRecordBytes) {
      if (start > from) yield take(start, start);
      oversized++;
      from = newline + 1;
    }
    start = newline + 1;
  }
  if (from < bytes.length || oversized > 0) yield take(bytes.length, bytes.length);
}

async function* splitSpans(
  chunks: AsyncIterable<Uint8Array>,
  scanner: SpanScanner,
  maxRecordBytes: number,
): AsyncGenerator<Piece> {
  let rest: Uint8Array = new Uint8Array(0);
  /** Bytes of the open value that are no longer held, since it is too long already. */
  let dropped = 0;
  let end = 0;
  let isOpen = false;
  for await (const chunk of chunks) {
    const bytes = join([rest, chunk], new Uint8Array(rest.length + chunk.length));
    end += chunk.length;
    const { spans, open } = scanner.scan(bytes, rest.length, isOpen ? 0 : -1);
    yield* withoutLongSpans(bytes, spans, dropped, end, maxRecordBytes);
    if (spans.length > 0) dropped = 0;
    isOpen = open >= 0;
    rest = isOpen ? bytes.slice(open) : new Uint8Array(0);
    if (dropped + rest.length > maxRecordBytes) {
      dropped += rest.length;
      rest = new Uint8Array(0);
    }
  }
  if (dropped > 0)
    yield { bytes: new Uint8Array(0), spans: new Uint32Array(0), isTail: true, end, oversized: 1 };
  else if (rest.length > 0)
    yield { bytes: rest, spans: Uint32Array.of(0, rest.length), isTail: true, end, oversized: 0 };
}

/** Pieces of the values that are not too long; `dropped` bytes of the first one are gone. */
function* withoutLongSpans(
  bytes: Uint8Array,
  spans: readonly number[],
  dropped: number,
  end: number,
  maxRecordBytes: number,
): Generator<Piece> {
  let kept: number[] = [];
  let oversized = 0;
  for (let i = 0; i < spans.length; i += 2) {
    const [from, to] = [spans[i]!, spans[i + 1]!];
    if (to - from + (i === 0 ? dropped : 0) <= maxRecordBytes) {
      kept.push(from, to);
      continue;
    }
    if (kept.length > 0) yield pieceOf(bytes.slice(kept[0], kept.at(-1)), kept, end, oversized);
    if (kept.length > 0) oversized = 0;
    kept = [];
    oversized++;
  }
  if (kept.length > 0) yield pieceOf(bytes.subarray(kept[0], kept.at(-1)), kept, end, oversized);
  else if (oversized > 0) yield pieceOf(new Uint8Array(0), kept, end, oversized);
}

/** `bytes` begin where the first of `spans` does. */
function pieceOf(bytes: Uint8Array, spans: readonly number[], end: number, oversized: number): Piece {
  const start = spans[0] ?? 0;
  return { bytes, spans: Uint32Array.from(spans, (at) => at - start), isTail: false, end, oversized };
}

/** Streams of server-sent events, those that end in one chunk together. */
async function* splitEvents(
  chunks: AsyncIterable<Uint8Array>,
  maxRecordBytes: number,
): AsyncGenerator<Piece> {
  const cutter = new LineCutter(maxRecordBytes);
  const streams = new EventStreams(maxRecordBytes);
  let end = 0;
  for await (const chunk of chunks) {
    end += chunk.length;
    for (const line of cutter.lines(chunk)) streams.add(line);
    yield* pieceOfStreams(streams.takeEnded(), end);
  }
  streams.add(cutter.last());
  streams.end();
  yield* pieceOfStreams(streams.takeEnded(), end);
}

function* pieceOfStreams(ended: readonly (Uint8Array | undefined)[], end: number): Generator<Piece> {
  if (ended.length === 0) return;
  const kept = ended.filter((stream) => stream !== undefined);
  const spans: number[] = [];
  let at = 0;
  for (const { length } of kept) {
    spans.push(at, at + length);
    at += length;
  }
  yield pieceOf(Buffer.concat(kept), spans, end, ended.length - kept.length);
}

/** Copies the parts one after another into `into`. */
function join(parts: readonly Uint8Array[], into: Uint8Array): Uint8Array {
  let at = 0;
  for (const part of parts) {
    into.set(part, at);
    at += part.length;
  }
  return into.subarray(0, at);
}
