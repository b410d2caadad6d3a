import Database from 'better-sqlite3';
import { copyOf, type DatabaseCopy, isWriteAhead, UnreadableDatabaseError } from './database-copy.ts';

/** A table by its name and columns that it has among others. */
export interface WantedTable {
  readonly table: string;
  readonly columns: readonly string[];
}

/** The database can be read, and there is nothing in it to read. */
export class NoKnownTableError extends UnreadableDatabaseError {
  override readonly name = 'NoKnownTableError';
}

const CHUNK_BYTES = 1 << 18;
/** In bytes. A text twice as long is no longer one string in JavaScript; it is left out like a blob. */
const LONGEST_TEXT = 1 << 28;
const TABLES_NAMED = 8;

/**
 * The rows of those of the `wanted` tables that an SQLite database has, one JSON object a line, in the order of their row
 * numbers. NULL and blobs are left out; a whole number beyond 2^53 is text. The file is another program's: it is opened to
 * read, nothing in it is run (no view, no virtual table, no generated column), and neither it nor its folder is touched.
 * Throws UnreadableDatabaseError where it cannot be read, NoKnownTableError where it has none of the tables.
 */
export function* databaseRows(path: string, wanted: readonly WantedTable[]): Generator<Uint8Array> {
  let copy: DatabaseCopy | undefined;
  try {
    if (isWriteAhead(path)) copy = copyOf(path);
    const db = new Database(copy?.path ?? path, { readonly: true, fileMustExist: true });
    try {
      db.pragma('trusted_schema = OFF');
      db.pragma('query_only = ON');
      // All that is read is of one state.
      db.exec('BEGIN');
      const tables = tablesOf(db, wanted);
      copy?.removeWhileOpen();
      for (const { name, columns } of tables) yield* rowsOf(db, name, columns);
    } finally {
      db.close();
    }
  } catch (error) {
    throw unreadable(error);
  } finally {
    copy?.remove();
  }
}

interface FoundTable {
  readonly name: string;
  readonly columns: readonly string[];
}

function tablesOf(db: Database.Database, wanted: readonly WantedTable[]): FoundTable[] {
  const all = db.pragma('main.table_list') as { schema: string; name: string; type: string }[];
  const names = all
    .filter(({ schema, name, type }) => schema === 'main' && type === 'table' && !name.startsWith('sqlite_'))
    .map(({ name }) => name)
    .sort();
  const found: FoundTable[] = [];
  for (const name of names) {
    const candidates = wanted.filter(({ table }) => table === name);
    if (candidates.length === 0) continue;
    // What this lists has neither hidden nor generated columns in it.
    const infos = db.pragma(`main.table_info(${quoted(name)})`) as { name: string }[];
    const columns = infos.map((info) => info.name);
    if (candidates.some((it) => it.columns.every((column) => columns.includes(column))))
      found.push({ name, columns });
  }
  if (found.length > 0) return found;
  const shown = names.slice(0, TABLES_NAMED).map((name) => JSON.stringify(name.slice(0, 40)));
  const rest = names.length > TABLES_NAMED ? ` and ${names.length - TABLES_NAMED} more` : '';
  throw new NoKnownTableError(
    `it is an SQLite database with no table that is known; it has ${shown.join(', ') || 'none'}${rest}. Export one as CSV or JSONL`,
  );
}

/** A scan of the table itself goes in the order of its row numbers, or of its key where it has none. */
function* rowsOf(db: Database.Database, table: string, columns: readonly string[]): Generator<Uint8Array> {
  const values = columns.map(quoted).map(
    (column) =>
      `CASE typeof(${column}) WHEN 'blob' THEN NULL WHEN 'text' THEN
        CASE WHEN octet_length(${column}) <= ${LONGEST_TEXT} THEN ${column} END ELSE ${column} END`,
  );
  const select = db.prepare(`SELECT ${values.join(', ')} FROM main.${quoted(table)} NOT INDEXED`);
  const rows = select.raw(true).safeIntegers(true).iterate() as Iterable<readonly Cell[]>;
  let lines: Buffer[] = [];
  let bytes = 0;
  for (const row of rows) {
    const line = Buffer.from(`${lineOf(columns, row)}\n`);
    lines.push(line);
    bytes += line.length;
    if (bytes < CHUNK_BYTES) continue;
    yield Buffer.concat(lines);
    lines = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(lines);
}

type Cell = string | number | bigint | null;

function lineOf(columns: readonly string[], row: readonly Cell[]): string {
  const fields = columns.flatMap((column, i): [string, string | number][] => {
    const cell = row[i]!;
    if (cell === null) return [];
    return [[column, typeof cell === 'bigint' ? wholeNumber(cell) : cell]];
  });
  // Defines fields of any name, `__proto__` too.
  return JSON.stringify(Object.fromEntries(fields));
}

function wholeNumber(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function unreadable(error: unknown): unknown {
  if (error instanceof UnreadableDatabaseError) return error;
  const { message, code = '' } = error as NodeJS.ErrnoException;
  // No permission and the like are the file's, not the database's.
  if (/^E[A-Z]+$/.test(code)) return error;
  return new UnreadableDatabaseError(`the SQLite database cannot be read (${message})`);
}
