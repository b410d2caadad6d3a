import { joinCounts } from '../../ingest/read-counts.ts';
import type { PriceBook } from '../../pricing/price-book.ts';
import type { AuditHooks, AuditRequest } from '../audit-request.ts';
import { DetectorPass } from '../findings/detector-pass.ts';
import type { ReadLogs } from '../log/read-logs.ts';
import { type OpenedLog, openLog } from '../opened-log.ts';

/** A log after the detectors' pass. */
export interface LookedLog {
  readonly opened: OpenedLog;
  readonly pass: DetectorPass;
  /** US dollars that the whole log cost. */
  readonly totalUsd: number;
  /** A call's file as the report names it. */
  fileOf(index: number): string;
}

/** A million calls are looked at in seconds; this often is often enough for a progress bar. */
const PROGRESS_EVERY = 1 << 16;

/** Opens the logs as an audit does. */
export function openReadLog(
  { store, files }: ReadLogs,
  { timezone, embeddings, filter }: AuditRequest,
  book: PriceBook,
): OpenedLog {
  const counts = files.map(({ state }) => joinCounts(state.settled, state.tail));
  const input = { store, files, counts, book, timezone };
  return openLog({
    ...input,
    ...(embeddings !== undefined && { embeddingModel: embeddings.model }),
    ...(filter !== undefined && { filter }),
  });
}

/** The chosen detectors' pass over an opened log. */
export function lookThrough(
  logs: ReadLogs,
  request: AuditRequest,
  opened: OpenedLog,
  hooks: Pick<AuditHooks, 'progress'>,
): LookedLog {
  const { log, costOf } = opened;
  const pass = new DetectorPass(request, opened);
  let totalUsd = 0;
  for (const call of log) {
    const costUsd = costOf(call);
    pass.see(call, costUsd);
    if (!Number.isNaN(costUsd)) totalUsd += costUsd;
    if (call.index % PROGRESS_EVERY === 0)
      hooks.progress({ bytesDone: 0, bytesTotal: 0, calls: call.index, phase: 'analyse' });
  }
  pass.finish();
  return lookedLog(logs, opened, pass, totalUsd);
}

/** As `lookThrough`, where the pass was made by an analysis. */
export function lookedLog(
  { files }: Pick<ReadLogs, 'files'>,
  opened: OpenedLog,
  pass: DetectorPass,
  totalUsd: number,
): LookedLog {
  return { opened, pass, totalUsd, fileOf: (index) => files[opened.log.fileAt(index)]!.shown };
}
