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

/** The chosen detectors' pass over an opened log, in as many pieces as there is time for. */
export class Looking {
  readonly #logs: Pick<ReadLogs, 'files'>;
  readonly #opened: OpenedLog;
  readonly #pass: DetectorPass;
  #totalUsd = 0;
  #index = 0;

  constructor(logs: Pick<ReadLogs, 'files'>, request: AuditRequest, opened: OpenedLog) {
    this.#logs = logs;
    this.#opened = opened;
    this.#pass = new DetectorPass(request, opened);
  }

  /** Calls that were looked at. */
  get calls(): number {
    return this.#index;
  }

  /** Looks at so many further calls; false when there are no more after them. Others may look at the log in between. */
  next(calls: number): boolean {
    const { log, costOf } = this.#opened;
    const end = Math.min(log.size, this.#index + calls);
    for (; this.#index < end; this.#index++) {
      const call = log.at(this.#index);
      const costUsd = costOf(call);
      this.#pass.see(call, costUsd);
      if (!Number.isNaN(costUsd)) this.#totalUsd += costUsd;
    }
    return end < log.size;
  }

  /** Once, after the last call. */
  finish(): LookedLog {
    this.#pass.finish();
    return lookedLog(this.#logs, this.#opened, this.#pass, this.#totalUsd);
  }
}

/** All of it at once. */
export function lookThrough(
  logs: ReadLogs,
  request: AuditRequest,
  opened: OpenedLog,
  hooks: Pick<AuditHooks, 'progress'>,
): LookedLog {
  const looking = new Looking(logs, request, opened);
  do {
    hooks.progress({ bytesDone: 0, bytesTotal: 0, calls: looking.calls, phase: 'analyse' });
  } while (looking.next(PROGRESS_EVERY));
  return looking.finish();
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
