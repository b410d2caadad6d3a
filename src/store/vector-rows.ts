import type { Database } from 'better-sqlite3';

/** A text's vector on its way into the store. */
export interface NewVector {
  /** Content key of the segment, 16 bytes. */
  readonly key: Uint8Array;
  readonly vector: Float32Array;
}

const FLOAT_BYTES = 4;

/** Vectors of segments' texts by embedding model, as the model gave them: no text is embedded twice. */
export function vectorRows(db: Database) {
  const selectModel = db.prepare('SELECT id, dimensions FROM vector_models WHERE name = ?');
  const insertModel = db.prepare('INSERT INTO vector_models (name, dimensions) VALUES (?, ?) RETURNING id');
  const insert = db.prepare('INSERT OR IGNORE INTO vectors (model, key, vector) VALUES (?, ?, ?)');
  const select = db.prepare('SELECT vector FROM vectors WHERE model = ? AND key = ?').pluck();
  const has = db.prepare('SELECT 1 FROM vectors WHERE model = ? AND key = ?').pluck();
  const count = db.prepare('SELECT count(*) FROM vectors WHERE model = ?').pluck();
  const modelOf = (name: string) =>
    selectModel.get(name) as { readonly id: number; readonly dimensions: number } | undefined;
  return {
    /** Numbers in each vector of the model; 0 when none is stored. */
    dimensions(model: string): number {
      return modelOf(model)?.dimensions ?? 0;
    },
    count(model: string): number {
      const known = modelOf(model);
      return known === undefined ? 0 : (count.get(known.id) as number);
    },
    /** Within a transaction of the caller's; all vectors of a model are of one length, others are left out. A key's first vector stays. */
    add(model: string, vectors: readonly NewVector[]): void {
      const first = vectors[0];
      if (first === undefined) return;
      const { id, dimensions } = modelOf(model) ?? {
        id: insertModel.pluck().get(model, first.vector.length) as number,
        dimensions: first.vector.length,
      };
      for (const { key, vector } of vectors) {
        if (vector.length === dimensions) insert.run(id, key, bytesOf(vector));
      }
    },
    has(model: string, key: Uint8Array): boolean {
      const known = modelOf(model);
      return known !== undefined && has.get(known.id, key) !== undefined;
    },
    find(model: string, key: Uint8Array): Float32Array | undefined {
      const known = modelOf(model);
      const blob = known === undefined ? undefined : (select.get(known.id, key) as Buffer | undefined);
      // Copied: views need an alignment that a pooled Buffer does not promise.
      return blob === undefined ? undefined : new Float32Array(new Uint8Array(blob).buffer);
    },
  };
}

/** Four bytes a number, in the machine's order: every machine that Node runs on is little-endian but s390x. */
function bytesOf(vector: Float32Array): Buffer {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.length * FLOAT_BYTES);
}

export type VectorRows = ReturnType<typeof vectorRows>;
