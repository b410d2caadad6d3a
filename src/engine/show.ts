import type { Evidence } from '../model/evidence.ts';
import type { AuditHooks, AuditRequest } from './audit-request.ts';
import { assembleEvidence } from './evidence/assemble-evidence.ts';
import { callName } from './evidence/evidence-call.ts';
import { openEvidence } from './evidence/opened-evidence.ts';
import { type ReadLogs, readLogs } from './log/read-logs.ts';

/** An audit's request, and the figure to look behind: a group's handle, a detector, a call, a template, `model=...`. */
export interface ShowRequest extends AuditRequest {
  readonly what: string;
}

/** The calls behind a figure of a report. Throws InputError when `what` means nothing in these logs, or several things. */
export function show(request: ShowRequest, hooks: AuditHooks): Promise<Evidence> {
  return readLogs(request, hooks, async (logs) => {
    sayWhatIsGone(logs, hooks);
    return assembleEvidence(await openEvidence(logs, request, request.what, hooks), logs, request, hooks);
  });
}

/** The same calls by name, all of them in time order: ids as logged, `file:line` for calls without one. */
export function showIds(request: ShowRequest, hooks: AuditHooks): Promise<readonly string[]> {
  return readLogs(request, hooks, async (logs) => {
    sayWhatIsGone(logs, hooks);
    const { members, opened, fileOf } = await openEvidence(logs, request, request.what, hooks);
    const names: string[] = [];
    for (let index = 0; index < members.mask.length; index++) {
      if (members.mask[index] === 1) names.push(callName(opened.log.at(index), fileOf(index)));
    }
    return names;
  });
}

/** Its calls are still shown, but the lines that they name can no longer be looked up. */
function sayWhatIsGone({ files }: ReadLogs, hooks: AuditHooks): void {
  const [first, ...others] = files.filter(({ isGone }) => isGone);
  if (first === undefined) return;
  const names =
    others.length > 0 ? `${first.shown} and ${others.length} more files are` : `${first.shown} is`;
  const whose = others.length > 0 ? 'their' : 'its';
  hooks.notice(`${names} gone; ${whose} calls are shown as the store has them`);
}
