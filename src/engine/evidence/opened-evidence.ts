import { InputError } from '../../contracts/input-error.ts';
import { detectors } from '../../detectors/index.ts';
import { joinCounts } from '../../ingest/read-counts.ts';
import type { GroupKind } from '../../model/report.ts';
import type { AuditHooks, AuditRequest } from '../audit-request.ts';
import { DetectorPass } from '../findings/detector-pass.ts';
import type { ReadLogs } from '../log/read-logs.ts';
import { type OpenedLog, openLog } from '../opened-log.ts';
import type { LoggedCall } from './evidence-call.ts';
import { findWanted } from './find-wanted.ts';
import { type Members, membersOf } from './members.ts';
import type { Wanted } from './wanted.ts';

/** A log after the detectors' pass, and what was asked for in it. */
export interface OpenedEvidence {
  readonly opened: OpenedLog;
  readonly pass: DetectorPass;
  readonly wanted: Wanted;
  readonly members: Members;
  /** US dollars that the whole log cost. */
  readonly totalUsd: number;
  /** A call's file as the report names it. */
  fileOf(index: number): string;
}

/** A million calls are looked at in seconds; this often is often enough for a progress bar. */
const PROGRESS_EVERY = 1 << 16;

export async function openEvidence(
  { store, files, book }: ReadLogs,
  request: AuditRequest,
  what: string,
  hooks: AuditHooks,
): Promise<OpenedEvidence> {
  const { timezone } = request;
  const counts = files.map(({ state }) => joinCounts(state.settled, state.tail));
  const opened = openLog({ store, files, counts, book: await book(), timezone });
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
  if (log.size === 0) throw new InputError('there are no calls');
  const { detections } = pass;
  const grouping = opened.newGrouping();
  const groupKey = (kind: GroupKind, call: LoggedCall) => grouping.key(kind, call);
  const fileOf = (index: number) => files[log.fileAt(index)]!.shown;
  const wanted = findWanted(what, {
    ...{ detections, detectorIds: detectors.map(({ id }) => id), calls: log, groupKey },
    fileOf: ({ index }) => fileOf(index),
  });
  const members = membersOf(wanted, { detections, calls: log, size: log.size, groupKey });
  return { opened, pass, wanted, members, totalUsd, fileOf };
}
