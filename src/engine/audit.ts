import type { Report } from '../model/report.ts';
import type { AuditHooks, AuditRequest } from './audit-request.ts';
import { embedLog } from './embed-log.ts';
import { rememberAudit } from './last-audit.ts';
import { readLogs } from './log/read-logs.ts';
import { reportOn } from './report-on.ts';
import { askedForVectors } from './vectors-wanted.ts';

/**
 * The main job: reads what is new in the files, and reports where the money went. Throws InputError when nothing could be
 * read, with one line that says why.
 */
export function audit(request: AuditRequest, hooks: AuditHooks): Promise<Report> {
  const { strategies, settings } = request;
  const wanted = askedForVectors(request, [{ strategies, settings }], hooks);
  return readLogs(wanted, hooks, async (logs) => {
    rememberAudit(logs.store, wanted);
    await embedLog(logs, wanted, hooks);
    return reportOn(logs, wanted, hooks);
  });
}
