import Database from 'better-sqlite3';
import { load } from 'sqlite-vec';

/** Vectors in groups, searched for what is near to one of them. */
export interface VectorSearch {
  /** `item`: from 0, each once. */
  add(item: number, group: number, vector: Float32Array): void;
  /**
   * The items of the group whose cosine similarity to `vector` is at least `atLeast`, up to rounding; undefined when they
   * are more than `most`.
   */
  near(group: number, vector: Float32Array, atLeast: number, most: number): number[] | undefined;
  close(): void;
}

/** Cosine similarities of sqlite-vec are sums of single-precision numbers; nothing within this of the bound is missed. */
const ROUNDING = 1e-4;

/** In memory, by sqlite-vec; undefined on machines that its extension is not made for. */
export function openVectorSearch(dimensions: number): VectorSearch | undefined {
  const db = new Database(':memory:');
  try {
    load(db);
  } catch {
    db.close();
    return undefined;
  }
  db.exec(
    `CREATE VIRTUAL TABLE items USING vec0(part INTEGER PARTITION KEY, vector FLOAT[${dimensions}] distance_metric=cosine)`,
  );
  const insert = db.prepare('INSERT INTO items (rowid, part, vector) VALUES (?, ?, ?)');
  const select = db
    .prepare('SELECT rowid FROM items WHERE vector MATCH ? AND k = ? AND part = ? AND distance <= ?')
    .pluck();
  db.exec('BEGIN');
  return {
    add(item, group, vector) {
      insert.run(BigInt(item + 1), BigInt(group), blobOf(vector));
    },
    near(group, vector, atLeast, most) {
      const bound = 1 - atLeast + ROUNDING;
      const found = select.all(blobOf(vector), most + 1, BigInt(group), bound) as number[];
      return found.length > most ? undefined : found.map((row) => row - 1);
    },
    close: () => db.close(),
  };
}

function blobOf(vector: Float32Array): Buffer {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
}
