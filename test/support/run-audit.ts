import { Readable } from 'node:stream';
import type * as audits from '../../src/engine/audit.ts';
import { audit } from '../../src/engine/audit.ts';
import type { AuditHooks, AuditRequest } from '../../src/engine/audit-request.ts';
import type { Report } from '../../src/model/report.ts';

export interface AuditChanges extends Partial<AuditRequest> {
  readonly stdin?: string | Buffer;
  readonly hooks?: Partial<AuditHooks>;
  /** Another build of the same function. */
  readonly run?: typeof audits.audit;
}

const NOW = Date.UTC(2026, 10, 20);

/** Audits paths below `cwd` in memory with every detector and strategy, changed as the test says. */
export function runAudit(
  cwd: string,
  paths: readonly string[],
  { stdin = '', hooks = {}, run = audit, ...changes }: AuditChanges = {},
): Promise<Report> {
  const request: AuditRequest = {
    paths,
    cwd,
    read: { map: {}, epoch: NOW },
    keepText: false,
    prices: [],
    strategies: ['compression', 'cache', 'router'],
    detectors: ['retry-storms', 'duplicates', 'near-duplicates', 'oversized-context'],
    settings: {},
    timezone: 'UTC',
    top: 10,
    workers: 0,
    maxRecordBytes: 1 << 20,
    ...changes,
  };
  return run(request, {
    now: () => NOW,
    // The ends of small pieces fall anywhere, also inside characters.
    stdin: Readable.from(piecesOf(Buffer.from(stdin), 777)),
    progress: () => {},
    notice: () => {},
    ...hooks,
  });
}

function* piecesOf(bytes: Buffer, size: number): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** A report without what may differ when one log is read from another place or in another layout. */
export function withoutPlace(report: Report) {
  return {
    ...report,
    generatedAt: '',
    inputs: report.inputs.map(({ path: _path, skippedSamples, ...input }) => ({
      ...input,
      skippedSamples: skippedSamples.map(({ reason }) => reason),
    })),
  };
}
