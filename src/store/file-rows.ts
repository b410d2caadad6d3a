import type { Database } from 'better-sqlite3';

/** What one pass over a part of a file counted. */
export interface ReadCounts {
  readonly lines: number;
  readonly records: number;
  readonly calls: number;
  readonly skipped: number;
  readonly other: number;
  /** The first few records that could not be read. */
  readonly skippedSamples: readonly { readonly line: number; readonly reason: string }[];
  /** Rows whose logged usage does not add up, with the first few reasons. */
  readonly usageWarnings: number;
  readonly usageWarningSamples: readonly { readonly line: number; readonly reason: string }[];
  /** By model: how its logged prompt tokens compare with o200k_base over the same text. */
  readonly ratios: Readonly<Record<string, RatioSums>>;
}

/** Enough to say mean and spread of a ratio without keeping each. */
export interface RatioSums {
  readonly calls: number;
  readonly loggedTokens: number;
  readonly baseTokens: number;
  readonly sumRatio: number;
  readonly sumRatioSquared: number;
}

/**
 * How far a file has been read. `settled` is what ends in a whole record; the unterminated rest is `tail` and is read
 * again when the file has grown.
 */
export interface FileState {
  readonly size: number;
  readonly mtimeMs: number;
  /** Bytes of whole records; reading goes on here. 0 where a file can only be read as a whole. */
  readonly offset: number;
  /** Hashes of the first and the last bytes before `offset`: they tell growth from replacement. */
  readonly headHash: string;
  readonly endHash: string;
  readonly source: string;
  readonly why: string;
  /** What made the reading what it is (options, forced source); a change reads the file anew. */
  readonly readKey: string;
  /** Changes whenever the rows do; results computed from older rows are not reused. */
  readonly revision: string;
  readonly settled: ReadCounts;
  readonly tail: ReadCounts;
  /** What the sniffing of the file found, for going on where reading stopped. */
  readonly layout: unknown;
}

export interface StoredFile {
  readonly id: number;
  readonly path: string;
  readonly state: FileState;
}

export function fileRows(db: Database) {
  const select = db.prepare('SELECT id, path, state FROM files WHERE path = ?');
  const selectAll = db.prepare('SELECT id, path, state FROM files ORDER BY path');
  const upsert = db.prepare(
    'INSERT INTO files (path, state) VALUES (?, ?) ON CONFLICT(path) DO UPDATE SET state = excluded.state RETURNING id',
  );
  const parse = (row: unknown): StoredFile => {
    const { id, path, state } = row as { id: number; path: string; state: string };
    return { id, path, state: JSON.parse(state) as FileState };
  };
  return {
    find(path: string): StoredFile | undefined {
      const row = select.get(path);
      return row === undefined ? undefined : parse(row);
    },
    all(): StoredFile[] {
      return selectAll.all().map(parse);
    },
    save(path: string, state: FileState): number {
      return (upsert.get(path, JSON.stringify(state)) as { id: number }).id;
    },
  };
}

export type FileRows = ReturnType<typeof fileRows>;
