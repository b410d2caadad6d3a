import type { Database } from 'better-sqlite3';
import type { BatchColumn, CallBatch } from '../model/call-batch.ts';
import { encodeBatch, StoredBatch } from './batch-codec.ts';

/** Batches of calls. A `tail` batch holds what stood after a file's last complete record; it goes when the file grows. */
export function callRows(db: Database) {
  const insert = db.prepare('INSERT INTO batches (file, tail, data) VALUES (?, ?, ?)');
  const remove = db.prepare('DELETE FROM batches WHERE file = ?');
  const removeTail = db.prepare('DELETE FROM batches WHERE file = ? AND tail = 1');
  const list = db.prepare('SELECT id FROM batches WHERE file = ? ORDER BY id').pluck();
  const read = db.prepare('SELECT data FROM batches WHERE id = ?').pluck();
  return {
    add(file: number, isTail: boolean, batch: CallBatch): void {
      insert.run(file, isTail ? 1 : 0, encodeBatch(batch));
    },
    remove(file: number): void {
      remove.run(file);
    },
    removeTail(file: number): void {
      removeTail.run(file);
    },
    /** Numbers of a file's batches in the order of its lines. */
    batchesOf(file: number): number[] {
      return list.all(file) as number[];
    },
    read(batch: number, only?: readonly BatchColumn[]): StoredBatch {
      return new StoredBatch(read.get(batch) as Buffer, only);
    },
  };
}

export type CallRows = ReturnType<typeof callRows>;
