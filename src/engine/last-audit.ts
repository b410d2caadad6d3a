import { existsSync } from 'node:fs';
import type { Store } from '../store/store.ts';
import type { AuditRequest } from './audit-request.ts';
import { openNamedStore } from './log/read-logs.ts';

/** What the figures of an audit depend on, so that they can be looked into without saying it all again. */
export type LastAudit = Pick<
  AuditRequest,
  | 'paths'
  | 'cwd'
  | 'source'
  | 'read'
  | 'keepText'
  | 'prices'
  | 'pricesAt'
  | 'detectors'
  | 'settings'
  | 'timezone'
  | 'filter'
  | 'groupBy'
>;

export function rememberAudit(store: Store, request: AuditRequest): void {
  const { paths, cwd, source, read, keepText, prices, pricesAt, detectors, settings, timezone } = request;
  const { filter, groupBy } = request;
  const last: LastAudit = {
    ...{ paths, cwd, read, keepText, prices, detectors, settings, timezone },
    ...(source !== undefined && { source }),
    ...(pricesAt !== undefined && { pricesAt }),
    ...(filter !== undefined && { filter }),
    ...(groupBy !== undefined && { groupBy }),
  };
  store.lastAudit.save(JSON.stringify(last));
}

/** The last audit with this store; undefined when there is no such store or nothing was audited with it. Throws InputError. */
export function lastAudit(storeFile: string): LastAudit | undefined {
  if (!existsSync(storeFile)) return undefined;
  const store = openNamedStore(storeFile);
  try {
    const text = store.lastAudit.find();
    return text === undefined ? undefined : (JSON.parse(text) as LastAudit);
  } finally {
    store.close();
  }
}
