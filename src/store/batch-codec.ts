import { BATCH_COLUMNS, type BatchColumn, type CallBatch } from '../model/call-batch.ts';

/*
 * A batch on disk: a header of one entry per column {kind, base, offset}, the columns 8-byte aligned, then the call ids.
 * A column whose values are all equal takes no space; integers are kept as offsets from their minimum in 1, 2 or 4 bytes.
 * Reading makes views and copies nothing, so a call costs only the fields that are looked at.
 */

const CONSTANT = 0;
const BYTES_1 = 1;
const BYTES_2 = 2;
const BYTES_4 = 4;
const FLOATS = 8;

const ENTRY_BYTES = 24;
const PREFIX_BYTES = 16;

type Codes = Uint8Array | Uint16Array | Uint32Array | Float64Array;

interface Plan {
  kind: number;
  base: number;
}

function planColumn(values: Float64Array, length: number): Plan {
  const first = length > 0 ? values[0]! : 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let isConstant = true;
  let isInteger = true;
  let hasUnknown = false;
  for (let i = 0; i < length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) hasUnknown = true;
    else {
      if (value < min) min = value;
      if (value > max) max = value;
      if (isInteger && Math.floor(value) !== value) isInteger = false;
    }
    if (isConstant && !Object.is(value, first)) isConstant = false;
  }
  if (isConstant) return { kind: CONSTANT, base: first };
  if (!isInteger || !Number.isSafeInteger(min) || !Number.isSafeInteger(max))
    return { kind: FLOATS, base: 0 };
  // The highest code stands for "unknown" (NaN), so the range must leave it free.
  const range = max - min + (hasUnknown ? 1 : 0);
  const kind = range <= 0xfe ? BYTES_1 : range <= 0xfffe ? BYTES_2 : range <= 0xfffffffe ? BYTES_4 : FLOATS;
  return { kind, base: kind === FLOATS ? 0 : min };
}

function codesOf(kind: number, buffer: ArrayBufferLike, offset: number, length: number): Codes {
  if (kind === BYTES_1) return new Uint8Array(buffer, offset, length);
  if (kind === BYTES_2) return new Uint16Array(buffer, offset, length);
  if (kind === BYTES_4) return new Uint32Array(buffer, offset, length);
  return new Float64Array(buffer, offset, length);
}

const UNKNOWN_CODE = { [BYTES_1]: 0xff, [BYTES_2]: 0xffff, [BYTES_4]: 0xffffffff } as Record<number, number>;

export function encodeBatch(batch: CallBatch): Buffer {
  const { length } = batch;
  // One by one: joined, half a surrogate pair at the end of an id and one at the start of the next would become one character.
  const ids = batch.ids.map((id) => Buffer.from(id));
  const plans = BATCH_COLUMNS.map((name) => planColumn(batch.columns[name], length));
  let offset = PREFIX_BYTES + ENTRY_BYTES * plans.length;
  const offsets = plans.map(({ kind }) => {
    const at = offset;
    offset += Math.ceil((kind * length) / 8) * 8;
    return at;
  });
  const idEndsAt = offset;
  const idsAt = idEndsAt + Math.ceil((4 * length) / 8) * 8;
  const bytes = new ArrayBuffer(ids.reduce((sum, id) => sum + id.length, idsAt));
  const view = new DataView(bytes);
  view.setUint32(0, length, true);
  view.setUint32(4, plans.length, true);
  view.setUint32(8, idEndsAt, true);
  view.setUint32(12, idsAt, true);
  plans.forEach(({ kind, base }, c) => {
    const entry = PREFIX_BYTES + ENTRY_BYTES * c;
    view.setUint32(entry, kind, true);
    view.setUint32(entry + 4, offsets[c]!, true);
    view.setFloat64(entry + 8, base, true);
    if (kind === CONSTANT) return;
    const values = batch.columns[BATCH_COLUMNS[c]!];
    const codes = codesOf(kind, bytes, offsets[c]!, length);
    if (kind === FLOATS) codes.set(values.subarray(0, length));
    else {
      const unknown = UNKNOWN_CODE[kind]!;
      for (let i = 0; i < length; i++) {
        const value = values[i]!;
        codes[i] = !Number.isNaN(value) ? value - base : unknown;
      }
    }
  });
  const idEnds = new Uint32Array(bytes, idEndsAt, length);
  const idBytes = new Uint8Array(bytes, idsAt);
  let end = 0;
  ids.forEach((id, i) => {
    idBytes.set(id, end);
    idEnds[i] = end += id.length;
  });
  return Buffer.from(bytes);
}

/**
 * A batch as read from the store, decoded once: `constants[c]` where a column's values are all equal, else
 * `columns[c][row]`; NaN for unknown. Columns that an older version did not write are unknown throughout.
 */
export class StoredBatch {
  readonly length: number;
  readonly columns: readonly (Float64Array | undefined)[];
  readonly constants: Float64Array;
  readonly #bytes: Buffer;

  /** `only`: the columns to decode, all when absent; the others read as unknown. */
  constructor(blob: Buffer, only?: readonly BatchColumn[]) {
    // Views need 8-byte alignment, which a pooled Buffer does not promise.
    this.#bytes = blob.byteOffset % 8 === 0 ? blob : Buffer.from(new Uint8Array(blob).buffer);
    this.length = this.#bytes.readUInt32LE(0);
    this.constants = new Float64Array(BATCH_COLUMNS.length).fill(Number.NaN);
    this.columns = BATCH_COLUMNS.map((name, c) =>
      only === undefined || only.includes(name) ? this.#decode(c) : undefined,
    );
  }

  /** Size in memory. */
  get bytes(): number {
    return this.columns.reduce((sum, column) => sum + (column?.byteLength ?? 0), this.#bytes.length);
  }

  at(column: number, row: number): number {
    const values = this.columns[column];
    return values === undefined ? this.constants[column]! : values[row]!;
  }

  id(row: number): string {
    const endsAt = this.#bytes.readUInt32LE(8);
    const idsAt = this.#bytes.readUInt32LE(12);
    const start = row === 0 ? 0 : this.#bytes.readUInt32LE(endsAt + 4 * (row - 1));
    return this.#bytes.toString('utf8', idsAt + start, idsAt + this.#bytes.readUInt32LE(endsAt + 4 * row));
  }

  #decode(c: number): Float64Array | undefined {
    if (c >= this.#bytes.readUInt32LE(4)) return undefined;
    const entry = PREFIX_BYTES + ENTRY_BYTES * c;
    const kind = this.#bytes.readUInt32LE(entry);
    const base = this.#bytes.readDoubleLE(entry + 8);
    if (kind === CONSTANT) {
      this.constants[c] = base;
      return undefined;
    }
    const at = this.#bytes.byteOffset + this.#bytes.readUInt32LE(entry + 4);
    const codes = codesOf(kind, this.#bytes.buffer, at, this.length);
    if (kind === FLOATS) return codes as Float64Array;
    return decodeCodes(codes, base, UNKNOWN_CODE[kind]!);
  }
}

function decodeCodes(codes: Codes, base: number, unknown: number): Float64Array {
  const values = new Float64Array(codes.length);
  for (let row = 0; row < values.length; row++) {
    const code = codes[row]!;
    values[row] = code === unknown ? Number.NaN : base + code;
  }
  return values;
}

/** Position of each column in `columns` and `constants`. */
export const COLUMN_NUMBER = Object.fromEntries(BATCH_COLUMNS.map((name, c) => [name, c])) as Readonly<
  Record<BatchColumn, number>
>;
