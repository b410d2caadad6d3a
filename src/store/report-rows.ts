import type { Database } from 'better-sqlite3';

/** Reports are remembered with everything they depend on as their key; the same question over the same rows is answered from here. */
const REPORTS_KEPT = 16;

export function reportRows(db: Database) {
  const select = db.prepare('SELECT report FROM reports WHERE key = ?').pluck();
  const insert = db.prepare('INSERT OR REPLACE INTO reports (key, report) VALUES (?, ?)');
  const trim = db.prepare(
    `DELETE FROM reports WHERE rowid NOT IN (SELECT rowid FROM reports ORDER BY rowid DESC LIMIT ${REPORTS_KEPT})`,
  );
  return {
    find(key: string): string | undefined {
      return select.get(key) as string | undefined;
    },
    save(key: string, report: string): void {
      insert.run(key, report);
      trim.run();
    },
  };
}

export type ReportRows = ReturnType<typeof reportRows>;
