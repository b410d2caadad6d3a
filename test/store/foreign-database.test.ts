import { mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { UnreadableDatabaseError } from '../../src/store/database-copy.ts';
import { databaseRows, type WantedTable } from '../../src/store/foreign-database.ts';
import { tempFolder } from '../support/temp-folder.ts';

const WANTED: readonly WantedTable[] = [
  { table: 'calls', columns: ['id', 'data'] },
  { table: 'turns', columns: ['id', 'a "b"'] },
  { table: 'calls', columns: ['id', 'never'] },
];

function database(sql: string, file = join(tempFolder(), 'foreign.db')): string {
  const db = new Database(file);
  db.exec(sql);
  db.close();
  return file;
}

/** Computed and therefore not read: with them an index that has all the others is the shorter way for SQLite. */
const LONG_COLUMNS = Array.from({ length: 9 }, (_, i) => `x${i} VARCHAR(9000) AS (id || data) STORED`).join();

const chunksOf = (path: string): Uint8Array[] =>
  Array.from(databaseRows(path, WANTED), (chunk) => chunk.slice());
const textOf = (path: string): string => Buffer.concat(chunksOf(path)).toString('utf8');
const rowsOf = (path: string): unknown[] =>
  textOf(path)
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));

describe('rows of the tables that are wanted', () => {
  test('come as objects in the order of their row numbers, whatever indexes there are', () => {
    const file = database(`
      CREATE TABLE other (x);
      CREATE TABLE calls (id TEXT, data TEXT, n INT, ${LONG_COLUMNS});
      CREATE INDEX all_of_it ON calls (id DESC, data, n);
      INSERT INTO calls (rowid, id, data, n) VALUES (7, 'b', 'B', 1), (3, 'a', 'A', 2), (9, 'c', 'C', 3);
      CREATE TABLE turns (id INTEGER PRIMARY KEY, "a ""b""" TEXT) WITHOUT ROWID;
      INSERT INTO turns VALUES (2, 'two'), (1, 'one');`);
    expect(rowsOf(file)).toEqual([
      { id: 'a', data: 'A', n: 2 },
      { id: 'b', data: 'B', n: 1 },
      { id: 'c', data: 'C', n: 3 },
      { id: 1, 'a "b"': 'one' },
      { id: 2, 'a "b"': 'two' },
    ]);
  });

  test('hold numbers and text as they are; blobs, nulls and what is computed are left out', () => {
    const file = database(`
      CREATE TABLE calls (id, data, n, f, big, "__proto__", twice AS (n * 2));
      INSERT INTO calls (id, data, n, f, big, "__proto__") VALUES
        ('a', 'é "\u2028' || char(10, 0) || '🙂', -9007199254740991, 0.1, 9007199254740993, 'p'),
        (NULL, x'00ff', 0, -1e300, -9223372036854775808, NULL);`);
    expect(textOf(file)).toBe(
      `${JSON.stringify({ id: 'a', data: 'é "\u2028\n\u0000🙂', n: -9007199254740991, f: 0.1, big: '9007199254740993' }).slice(0, -1)},"__proto__":"p"}\n` +
        '{"n":0,"f":-1e+300,"big":"-9223372036854775808"}\n',
    );
  });

  test('infinite numbers are no numbers in JSON', () => {
    expect(textOf(database(`CREATE TABLE calls (id, data); INSERT INTO calls VALUES (9e999, 1);`))).toBe(
      '{"id":null,"data":1}\n',
    );
  });

  test('come in pieces, not all at once', () => {
    const file = database(`
      CREATE TABLE calls (id, data);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
      INSERT INTO calls SELECT i, printf('%.1000c', 'x') FROM n;`);
    const chunks = chunksOf(file);
    expect(chunks.length).toBeGreaterThan(5);
    expect(Math.max(...chunks.map(({ length }) => length))).toBeLessThan(1 << 19);
    expect(rowsOf(file)).toHaveLength(3000);
  });

  test('a database of UTF-16 reads like any', () => {
    const sql = `CREATE TABLE calls (id, data); INSERT INTO calls VALUES ('ä', '🙂');`;
    expect(textOf(database(`PRAGMA encoding = 'UTF-16be'; ${sql}`))).toBe(textOf(database(sql)));
  });
});

describe('the database is untouched', () => {
  const state = (folder: string) =>
    readdirSync(folder)
      .sort()
      .map((name) => [
        name,
        statSync(join(folder, name)).mtimeMs,
        readFileSync(join(folder, name), 'base64'),
      ]);
  const copies = () => readdirSync(tmpdir()).filter((name) => /^llm-cost-[^t]/.test(name));
  const SQL = `CREATE TABLE calls (id, data); INSERT INTO calls VALUES ('a', 1), ('b', 2);`;

  test.each([
    ['with a rollback journal', 'DELETE', false],
    ['with a write-ahead log, closed', 'WAL', false],
    ['with a write-ahead log, in use', 'WAL', true],
  ])('%s', (_name, mode, isInUse) => {
    const folder = tempFolder();
    const file = join(folder, 'foreign.db');
    const db = new Database(file);
    if (isInUse) onTestFinished(() => void db.close());
    db.pragma(`journal_mode = ${mode}`);
    db.exec(SQL);
    if (!isInUse) db.close();
    const before = state(folder);
    expect(before).toHaveLength(isInUse ? 3 : 1);
    const copiesBefore = copies();
    expect(rowsOf(file)).toEqual([
      { id: 'a', data: 1 },
      { id: 'b', data: 2 },
    ]);
    expect(state(folder)).toEqual(before);
    expect(copies()).toEqual(copiesBefore);
    // Who takes one piece and no more leaves nothing behind either.
    for (const _ of databaseRows(file, WANTED)) break;
    expect(copies()).toEqual(copiesBefore);
  });

  test('rows that are written while it is read are not among those read', () => {
    const file = database(`PRAGMA journal_mode = WAL; ${SQL}`);
    const rows = databaseRows(file, WANTED);
    const first = rows.next();
    database(`INSERT INTO calls VALUES ('c', 3)`, file);
    expect(Buffer.concat([first.value as Buffer, ...rows]).toString('utf8')).not.toContain('"c"');
    expect(rowsOf(file)).toHaveLength(3);
  });
});

describe('what cannot be read is one line', () => {
  const reason = (path: string): string => {
    try {
      chunksOf(path);
    } catch (error) {
      expect(error).toBeInstanceOf(UnreadableDatabaseError);
      return (error as Error).message;
    }
    return '';
  };

  test('a database without a known table names those it has', () => {
    expect(reason(database('CREATE TABLE calls (id, never_mind); CREATE TABLE "x\ny" (a)'))).toBe(
      'it is an SQLite database with no table that is known; it has "calls", "x\\ny". Export one as CSV or JSONL',
    );
    const many = Array.from({ length: 30 }, (_, i) => `CREATE TABLE "${'t'.repeat(90)}${i}" (a);`).join('');
    expect(reason(database(many)).length).toBeLessThan(500);
    expect(reason(database(many))).toContain('and 22 more');
    expect(reason(database('CREATE TABLE a (b); DROP TABLE a'))).toContain('it has none');
  });

  test('views, virtual tables and tables of SQLite are none', () => {
    const view = `CREATE TABLE base (id, data); CREATE VIEW calls AS SELECT id, data FROM base;`;
    expect(reason(database(view))).toContain('it has "base"');
    expect(reason(database('CREATE VIRTUAL TABLE calls USING fts5(id, data)'))).toContain(
      'no table that is known',
    );
  });

  test('a damaged one, with what came before the damage', () => {
    const file = database(`
      CREATE TABLE calls (id, data);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
      INSERT INTO calls SELECT i, printf('%.1000c', 'x') FROM n;`);
    const bytes = readFileSync(file);
    bytes.fill(0xff, bytes.length >> 1, (bytes.length >> 1) + 20_000);
    writeFileSync(file, bytes);
    const rows: Uint8Array[] = [];
    expect(() => {
      for (const chunk of databaseRows(file, WANTED)) rows.push(chunk);
    }).toThrow(/^the SQLite database cannot be read \(.*\)$/);
    expect(Buffer.concat(rows).length).toBeGreaterThan(500_000);
    truncateSync(file, 5000);
    expect(reason(file)).toContain('cannot be read');
  });

  test('one that has only the first bytes of one, and one that is a folder', () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'a.db'), 'SQLite format 3\u0000');
    expect(reason(join(folder, 'a.db'))).toMatch(/the SQLite database cannot be read/);
    mkdirSync(join(folder, 'b.db'));
    expect(() => chunksOf(join(folder, 'b.db'))).toThrow(/EISDIR/);
  });
});
