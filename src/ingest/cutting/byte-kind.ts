import { closeSync, openSync, readSync } from 'node:fs';
import { constants, inflateSync } from 'node:zlib';
import { InputError } from '../../contracts/input-error.ts';
import { NoFormatError } from '../sniffing/no-format-error.ts';

/** What bytes are, as far as their beginning tells. */
export type ByteKind = TextKind | Compression | 'zip' | 'sqlite';
export type TextKind = 'plain' | 'utf8-bom' | 'utf-16le' | 'utf-16be';
export type Compression = 'gzip' | 'zlib' | 'zstd';

const MAGIC: readonly { readonly kind: ByteKind; readonly bytes: readonly number[] }[] = [
  { kind: 'gzip', bytes: [0x1f, 0x8b] },
  { kind: 'zstd', bytes: [0x28, 0xb5, 0x2f, 0xfd] },
  { kind: 'zip', bytes: [0x50, 0x4b, 0x03, 0x04] },
  // An archive without members.
  { kind: 'zip', bytes: [0x50, 0x4b, 0x05, 0x06] },
  { kind: 'sqlite', bytes: [...Buffer.from('SQLite format 3\0')] },
  { kind: 'utf8-bom', bytes: [0xef, 0xbb, 0xbf] },
  { kind: 'utf-16le', bytes: [0xff, 0xfe] },
  { kind: 'utf-16be', bytes: [0xfe, 0xff] },
];
const PARQUET = [0x50, 0x41, 0x52, 0x31];

/** Enough bytes of a beginning to tell its kind. */
export const KIND_BYTES = 4096;

/** The kind of what begins with `head`; throws InputError for what is neither text nor anything that text is taken out of. */
export function recognizeBytes(head: Buffer): ByteKind {
  const known = MAGIC.find(({ bytes }) => beginsWith(head, bytes));
  if (known !== undefined) return known.kind;
  if (beginsWith(head, PARQUET)) throw new InputError('it is a Parquet file; convert it to CSV or JSONL');
  if (isZlib(head)) return 'zlib';
  const wide = widthOf(head);
  if (wide !== undefined) return wide;
  if (isBinary(head)) throw new NoFormatError('it is a binary file, not a log');
  return 'plain';
}

/** The first bytes of a file. */
export function headOf(path: string): Buffer {
  const head = Buffer.alloc(KIND_BYTES);
  const fd = openSync(path, 'r');
  try {
    return head.subarray(0, readSync(fd, head, 0, head.length, 0));
  } finally {
    closeSync(fd);
  }
}

/** Whether a file begins as a zip archive does, whatever it is called. */
export function isZip(path: string): boolean {
  const head = headOf(path);
  return MAGIC.some(({ kind, bytes }) => kind === 'zip' && beginsWith(head, bytes));
}

function beginsWith(head: Buffer, bytes: readonly number[]): boolean {
  return bytes.every((byte, i) => head[i] === byte);
}

/** The four usual headers of zlib (RFC 1950) begin with an `x`, and so may a text: only what inflates is zlib. */
function isZlib(head: Buffer): boolean {
  if (head[0] !== 0x78 || ![0x01, 0x5e, 0x9c, 0xda].includes(head[1]!)) return false;
  try {
    return inflateSync(head, { finishFlush: constants.Z_SYNC_FLUSH }).length > 0;
  } catch {
    return false;
  }
}

/** UTF-16 without a byte-order mark: text begins with two characters of ASCII, which have one zero byte each. */
function widthOf([a, b, c, d]: Buffer): TextKind | undefined {
  if (b === 0 && d === 0 && isText(a) && isText(c)) return 'utf-16le';
  return a === 0 && c === 0 && isText(b) && isText(d) ? 'utf-16be' : undefined;
}

function isText(byte: number | undefined): boolean {
  return byte !== undefined && (byte === 9 || byte === 10 || byte === 13 || (byte >= 32 && byte < 127));
}

/** A log may have junk on some line (a crash, a copied sparse file); a file with zeros on its first line, or many, is no log. */
function isBinary(head: Buffer): boolean {
  const first = head.indexOf(0);
  if (first < 0) return false;
  const newline = head.indexOf(10);
  if (newline < 0 || first < newline) return true;
  let zeros = 0;
  for (const byte of head) if (byte === 0) zeros++;
  return zeros > head.length / 10;
}
