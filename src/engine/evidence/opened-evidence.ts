import { InputError } from '../../contracts/input-error.ts';
import { detectors } from '../../detectors/index.ts';
import type { Grouping } from '../../model/report.ts';
import type { AuditHooks, AuditRequest } from '../audit-request.ts';
import type { ReadLogs } from '../log/read-logs.ts';
import type { LoggedCall } from './evidence-call.ts';
import { findWanted } from './find-wanted.ts';
import { type LookedLog, lookThrough, openReadLog } from './looked-log.ts';
import { type Members, membersOf } from './members.ts';
import type { Wanted } from './wanted.ts';

/** A log after the detectors' pass, and what was asked for in it. */
export interface OpenedEvidence extends LookedLog {
  readonly wanted: Wanted;
  readonly members: Members;
}

/** Throws InputError when `what` means nothing in these logs, or several things. */
export async function openEvidence(
  logs: ReadLogs,
  request: AuditRequest,
  what: string,
  hooks: AuditHooks,
): Promise<OpenedEvidence> {
  const opened = openReadLog(logs, request, await logs.book());
  return findEvidence(lookThrough(logs, request, opened, hooks), what);
}

/** As `openEvidence`, in a log that was looked through before. */
export function findEvidence(looked: LookedLog, what: string): OpenedEvidence {
  const { opened, pass, fileOf } = looked;
  if (opened.log.size === 0)
    throw new InputError(opened.filtered === undefined ? 'there are no calls' : 'the filter leaves no calls');
  const { detections } = pass;
  const grouping = opened.newGrouping();
  const wanted = findWanted(what, {
    ...{ detections, detectorIds: detectors.map(({ id }) => id), calls: opened.log },
    groupKey: (kind, call) => grouping.key(kind, call),
    fileOf: ({ index }) => fileOf(index),
  });
  return evidenceOn(looked, wanted);
}

/** The calls that are meant. */
export function evidenceOn(looked: LookedLog, wanted: Wanted): OpenedEvidence {
  const { log, newGrouping } = looked.opened;
  const grouping = newGrouping();
  const groupKey = (kind: Grouping, call: LoggedCall) => grouping.key(kind, call);
  const { detections } = looked.pass;
  const members = membersOf(wanted, { detections, calls: log, size: log.size, groupKey });
  return { ...looked, wanted, members };
}
