import type { Database } from 'better-sqlite3';

/** What was audited last with this store, as JSON of whoever asked; one row. */
export function lastAuditRows(db: Database) {
  const select = db.prepare('SELECT request FROM last_audit WHERE id = 1').pluck();
  const replace = db.prepare('INSERT OR REPLACE INTO last_audit (id, request) VALUES (1, ?)');
  return {
    find(): string | undefined {
      return select.get() as string | undefined;
    },
    save(request: string): void {
      replace.run(request);
    },
  };
}

export type LastAuditRows = ReturnType<typeof lastAuditRows>;
