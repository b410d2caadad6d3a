import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { type CallRows, callRows } from './call-rows.ts';
import { type FileRows, fileRows } from './file-rows.ts';
import { type LastAuditRows, lastAuditRows } from './last-audit-rows.ts';
import { type PromptRows, promptRows } from './prompt-rows.ts';
import { type ReportRows, reportRows } from './report-rows.ts';
import { migrate } from './schema.ts';
import { type StringRows, stringRows } from './string-rows.ts';
import { type VectorRows, vectorRows } from './vector-rows.ts';

/** Everything that is remembered between runs. All SQL of the program is in this folder. */
export interface Store {
  readonly files: FileRows;
  readonly calls: CallRows;
  readonly prompts: PromptRows;
  readonly strings: StringRows;
  readonly reports: ReportRows;
  readonly lastAudit: LastAuditRows;
  readonly vectors: VectorRows;
  /** Runs `work` so that all of its writes happen or none. */
  transaction(work: () => void): void;
  close(): void;
}

const BUSY_MS = 2000;

/**
 * Opens the store in `file`, or in memory when undefined. A new folder is readable by its owner only and ignores itself
 * in git, because previews of prompts are in it. One run at a time: throws StoreBusyError while another holds the store,
 * StoreVersionError when a newer program wrote it, and what SQLite throws.
 */
export function openStore(file: string | undefined): Store {
  if (file !== undefined) prepareFolder(file);
  const db = new Database(file ?? ':memory:', { timeout: BUSY_MS });
  try {
    if (file !== undefined) chmodSync(file, 0o600);
    takeAlone(db);
    // A crash may lose the newest batch, never the file: the log is still there to be read again.
    db.pragma('synchronous = NORMAL');
    migrate(db);
  } catch (error) {
    db.close();
    throw error;
  }
  return {
    files: fileRows(db),
    calls: callRows(db),
    prompts: promptRows(db),
    strings: stringRows(db),
    reports: reportRows(db),
    lastAudit: lastAuditRows(db),
    vectors: vectorRows(db),
    transaction: (work) => db.transaction(work).immediate(),
    close: () => db.close(),
  };
}

export class StoreBusyError extends Error {
  override readonly name = 'StoreBusyError';
}

/** Numbers of strings and prompts are given out in memory, so two runs must not write to one store. */
function takeAlone(db: Database.Database): void {
  try {
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('journal_mode = WAL');
    db.exec('BEGIN IMMEDIATE; COMMIT');
  } catch (error) {
    if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
    throw new StoreBusyError('another run is using the store');
  }
}

function prepareFolder(file: string): void {
  const folder = dirname(file);
  if (existsSync(folder)) return;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, '.gitignore'), '*\n');
}
