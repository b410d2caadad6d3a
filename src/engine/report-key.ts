import { createHash } from 'node:crypto';
import type { AuditRequest } from './audit-request.ts';
import type { Scenario } from './scenario.ts';

/** Everything a report depends on, as one key: equal keys mean the stored report is the answer. */
export function reportKey(
  request: AuditRequest,
  version: string,
  files: readonly { path: string; revision: string }[],
  scenario?: Scenario,
  /** Vectors of the embedding model that the store has. */
  vectors = 0,
): string {
  const { pricesAt, sweeps, strategies, detectors, settings, timezone, top, prices, cwd } = request;
  const parts = [
    version,
    files,
    pricesAt ?? null,
    sweeps ?? null,
    strategies,
    detectors,
    settings,
    timezone,
    top,
    prices,
    cwd,
    scenario ?? null,
    request.embeddings?.model ?? null,
    vectors,
    request.filter ?? null,
    request.groupBy ?? null,
    request.charges ?? null,
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64');
}
