import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A copy of a database in a folder of its own, which nobody else can read. */
export interface DatabaseCopy {
  readonly path: string;
  /** The copy goes now, and what has it open reads on, so that no crash leaves it behind; where a system forbids that, it stays. */
  removeWhileOpen(): void;
  remove(): void;
}

/**
 * Whether a database keeps a log of its newest writes beside it (`-wal`). Even to read such a database SQLite adds files to
 * its folder, so a copy of it has to be read.
 */
export function isWriteAhead(path: string): boolean {
  const head = Buffer.alloc(20);
  const file = openSync(path, 'r');
  try {
    readSync(file, head, 0, head.length, 0);
  } finally {
    closeSync(file);
  }
  // Byte 19 is the read version, 2 for write-ahead logging (SQLite's documentation, "Database File Format", 1.3.3).
  return head[19] === 2 || existsSync(`${path}-wal`);
}

/** Why a database of another program cannot be read, in one line. */
export class UnreadableDatabaseError extends Error {
  override readonly name: string = 'UnreadableDatabaseError';
}

const TRIES = 3;

/** Throws UnreadableDatabaseError when something is written to the database all the time. */
export function copyOf(path: string): DatabaseCopy {
  const folder = mkdtempSync(join(tmpdir(), 'llm-cost-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const copy = join(folder, 'copy.db');
  try {
    for (let i = 0; i < TRIES; i++) {
      const before = stateOf(path);
      for (const end of ['', '-wal']) {
        rmSync(copy + end, { force: true });
        if (existsSync(path + end)) copyFileSync(path + end, copy + end, constants.COPYFILE_FICLONE);
      }
      if (stateOf(path) === before) return { path: copy, removeWhileOpen: () => quietly(remove), remove };
    }
  } catch (error) {
    remove();
    throw error;
  }
  remove();
  throw new UnreadableDatabaseError(
    'it is an SQLite database that is being written to; try again when that has ended',
  );
}

function stateOf(path: string): string {
  return ['', '-wal']
    .map((end) => statSync(path + end, { throwIfNoEntry: false }))
    .map((stats) => `${stats?.size} ${stats?.mtimeMs}`)
    .join(', ');
}

function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // It is tried again at the end.
  }
}
