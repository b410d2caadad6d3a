import type { Database } from 'better-sqlite3';
import type { SegmentFacts } from '../model/segment.ts';
import { blobsAhead } from './blobs-ahead.ts';
import { decodeOutline, decodeSketch, HEAD_BYTES, StoredFacts } from './facts-codec.ts';

/** A distinct segment on its way into the store. */
export interface NewSegment {
  /** 16 bytes. */
  readonly key: Uint8Array;
  /** From `encodeHead`. */
  readonly head: Uint8Array;
  readonly role: string;
  /** From `encodeOutline`. */
  readonly outline: Uint8Array;
  /** From `encodeSketch`. */
  readonly sketch: Uint8Array;
  readonly preview: string;
  /** JSON; '' when there are none. */
  readonly names: string;
  /** The whole text, where the user wants it kept. */
  readonly text?: string;
}

export interface NewNode {
  /** 16 bytes. */
  readonly key: Uint8Array;
  readonly parent: number;
  readonly segment: number;
}

/** The prompt trie as it was when it was read: a parent stands before its children. */
export interface StoredTrie {
  readonly parents: Int32Array;
  readonly segments: Uint32Array;
  key(node: number): string;
  facts(segment: number): SegmentFacts;
}

const SKETCH_BYTES_REMEMBERED = 8 << 20;
const SKETCHES_READ = 32;
/** Outlines read at once where the last two asked for were this near. */
const OUTLINES_READ = 256;

/** Segments and trie nodes. Ids are dense from 0 in order of first appearance; SQLite's are one higher. */
export function promptRows(db: Database) {
  const insertSegment = db.prepare(
    'INSERT INTO segments (id, key, head, role, names, outline, preview, sketch, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const insertNode = db.prepare('INSERT INTO nodes (id, key, parent, segment) VALUES (?, ?, ?, ?)');
  const selectNames = db.prepare('SELECT names FROM segments WHERE id = ?').pluck();
  const selectText = db.prepare('SELECT text FROM segments WHERE id = ?').pluck();
  const fillText = db.prepare('UPDATE segments SET text = ? WHERE id = ? AND text IS NULL');
  const selectKey = db.prepare('SELECT key FROM segments WHERE id = ?').pluck();
  const selectPreview = db.prepare('SELECT preview FROM segments WHERE id = ?').pluck();
  const count = (table: 'segments' | 'nodes'): number =>
    db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;

  return {
    addSegment(id: number, { key, head, role, outline, sketch, preview, text, names }: NewSegment): void {
      insertSegment.run(id + 1, key, head, role, names, outline, preview, sketch, text ?? null);
    },

    addNode(id: number, { key, parent, segment }: NewNode): void {
      insertNode.run(id + 1, key, parent, segment);
    },

    /** All keys in the order of their ids, 16 bytes each. */
    keys(table: 'segments' | 'nodes'): IterableIterator<Buffer> {
      return db.prepare(`SELECT key FROM ${table} ORDER BY id`).pluck().iterate() as IterableIterator<Buffer>;
    },

    /** Keeps the whole text of a segment that only a preview was kept of. */
    keepText(segment: number, text: string): void {
      fillText.run(text, segment + 1);
    },

    /** Content key of a segment, 16 bytes: the same on every machine. */
    segmentKey(segment: number): Buffer {
      return selectKey.get(segment + 1) as Buffer;
    },

    /** The whole text, with what looks like a credential taken out; null where only a preview was kept. */
    text(segment: number): string | null {
      return selectText.get(segment + 1) as string | null;
    },

    trie(): StoredTrie {
      const nodes = count('nodes');
      const parents = new Int32Array(nodes);
      const segments = new Uint32Array(nodes);
      const keys = Buffer.alloc(16 * nodes);
      let n = 0;
      for (const [key, parent, segment] of db
        .prepare('SELECT key, parent, segment FROM nodes ORDER BY id')
        .raw()
        .iterate() as IterableIterator<[Buffer, number, number]>) {
        keys.set(key, 16 * n);
        parents[n] = parent;
        segments[n++] = segment;
      }
      const facts = readFacts(count('segments'));
      return { parents, segments, facts, key: (node) => keys.toString('hex', 16 * node, 16 * node + 16) };
    },
  };

  function readFacts(segments: number): (segment: number) => SegmentFacts {
    const heads = Buffer.alloc(HEAD_BYTES * segments);
    const roles: string[] = [];
    const roleOf = new Uint16Array(segments);
    const roleNumbers = new Map<string, number>();
    let s = 0;
    for (const [head, role] of db
      .prepare('SELECT head, role FROM segments ORDER BY id')
      .raw()
      .iterate() as IterableIterator<[Buffer, string]>) {
      heads.set(head, HEAD_BYTES * s);
      let number = roleNumbers.get(role);
      if (number === undefined) {
        // Roles are few; a hostile log with more than 65,535 of them shares the last number.
        number = Math.min(roles.length, 0xffff);
        roles[number] = role;
        roleNumbers.set(role, number);
      }
      roleOf[s++] = number;
    }
    const view = new DataView(heads.buffer, heads.byteOffset, heads.length);
    let sketches = new Map<number, ReturnType<typeof decodeSketch>>();
    const outlineBlob = blobsAhead(db, 'outline', OUTLINES_READ);
    const sketchBlob = blobsAhead(db, 'sketch', SKETCHES_READ);
    let sketchBytes = 0;
    const source = {
      role: (segment: number) => roles[roleOf[segment]!]!,
      outline: (segment: number) => decodeOutline(outlineBlob(segment + 1)),
      preview: (segment: number) => selectPreview.get(segment + 1) as string,
      names: (segment: number) => {
        const names = selectNames.get(segment + 1) as string;
        return names === '' ? [] : (JSON.parse(names) as string[]);
      },
      sketch(segment: number) {
        let sketch = sketches.get(segment);
        if (sketch === undefined) {
          if (sketchBytes >= SKETCH_BYTES_REMEMBERED) {
            sketches = new Map();
            sketchBytes = 0;
          }
          const blob = sketchBlob(segment + 1);
          sketchBytes += blob.length;
          sketch = decodeSketch(blob);
          sketches.set(segment, sketch);
        }
        return sketch;
      },
    };
    return (segment) => new StoredFacts(view, segment, source);
  }
}

export type PromptRows = ReturnType<typeof promptRows>;
