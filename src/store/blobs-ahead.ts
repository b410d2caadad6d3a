import type { Database } from 'better-sqlite3';

/** Blobs asked for at most this far after the last one are taken to be read in order. */
const NEAR = 8;

/**
 * Reads one column of blobs by id. They are mostly asked for in the order of their ids, and one by one they would take three
 * times as long, so some are read ahead. `count`: how many at once.
 */
export function blobsAhead(
  db: Database,
  column: 'outline' | 'sketch',
  count: number,
): (id: number) => Buffer {
  const one = db.prepare(`SELECT ${column} FROM segments WHERE id = ?`).pluck();
  const several = db.prepare(`SELECT ${column} FROM segments WHERE id BETWEEN ? AND ? ORDER BY id`).pluck();
  let held: readonly Buffer[] = [];
  let heldFrom = 0;
  let last = -NEAR;
  return (id) => {
    const known = held[id - heldFrom];
    const isNext = id > last && id - last <= NEAR;
    last = id;
    if (known !== undefined) return known;
    if (!isNext) return one.get(id) as Buffer;
    held = several.all(id, id + count - 1) as Buffer[];
    heldFrom = id;
    return held[0]!;
  };
}
