import type { Database } from 'better-sqlite3';

/** Each entry brings a store from one version to the next; `user_version` says how many have run. Append only. */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE strings (id INTEGER PRIMARY KEY, text TEXT NOT NULL);
   CREATE TABLE files (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, state TEXT NOT NULL);
   CREATE TABLE batches (
     id INTEGER PRIMARY KEY, file INTEGER NOT NULL REFERENCES files(id), tail INTEGER NOT NULL, data BLOB NOT NULL);
   CREATE INDEX batches_by_file ON batches(file);
   CREATE TABLE segments (
     id INTEGER PRIMARY KEY, key BLOB NOT NULL, head BLOB NOT NULL, role TEXT NOT NULL,
     sketch BLOB NOT NULL, preview TEXT NOT NULL, text TEXT);
   CREATE TABLE nodes (id INTEGER PRIMARY KEY, key BLOB NOT NULL, parent INTEGER NOT NULL, segment INTEGER NOT NULL);
   CREATE TABLE reports (key TEXT PRIMARY KEY, report TEXT NOT NULL);`,
  // More is kept of each segment: what was read before is read again, for half of it would compare with nothing.
  `DELETE FROM reports; DELETE FROM nodes; DELETE FROM segments; DELETE FROM batches; DELETE FROM files; DELETE FROM strings;
   ALTER TABLE segments ADD COLUMN names TEXT NOT NULL DEFAULT '';`,
  'CREATE TABLE last_audit (id INTEGER PRIMARY KEY CHECK (id = 1), request TEXT NOT NULL);',
  // An outline is kept of each segment. What is large stands last, so that the rest is read without it.
  `DELETE FROM reports; DELETE FROM nodes; DELETE FROM batches; DELETE FROM files; DELETE FROM strings;
   DROP TABLE segments;
   CREATE TABLE segments (
     id INTEGER PRIMARY KEY, key BLOB NOT NULL, head BLOB NOT NULL, role TEXT NOT NULL, names TEXT NOT NULL,
     outline BLOB NOT NULL, preview TEXT NOT NULL, sketch BLOB NOT NULL, text TEXT);`,
  `CREATE TABLE vector_models (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, dimensions INTEGER NOT NULL);
   CREATE TABLE vectors (
     id INTEGER PRIMARY KEY, model INTEGER NOT NULL REFERENCES vector_models(id), key BLOB NOT NULL, vector BLOB NOT NULL);
   CREATE UNIQUE INDEX vectors_by_key ON vectors(model, key);`,
];

export class StoreVersionError extends Error {
  override readonly name = 'StoreVersionError';
}

/** Brings the database to this program's version; throws StoreVersionError when a newer program wrote it. */
export function migrate(db: Database): void {
  const version = Number(db.pragma('user_version', { simple: true }));
  if (version > MIGRATIONS.length) {
    throw new StoreVersionError(
      `the store was written by a newer llm-cost (version ${version}, this one knows ${MIGRATIONS.length})`,
    );
  }
  MIGRATIONS.slice(version).forEach((sql, i) => {
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`user_version = ${version + i + 1}`);
    })();
  });
}
