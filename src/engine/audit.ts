import type { Report } from '../model/report.ts';
import type { AuditHooks, AuditRequest } from './audit-request.ts';
import { embedLog } from './embed-log.ts';
import { rememberAudit } from './last-audit.ts';
import { readLogs } from './log/read-logs.ts';
import { reportOn } from './report-on.ts';

/**
 * The main job: reads what is new in the files, and reports where the money went. Throws InputError when nothing could be
 * read, with one line that says why.
 */
export function audit(request: AuditRequest, hooks: AuditHooks): Promise<Report> {
  return readLogs(request, hooks, async (logs) => {
    rememberAudit(logs.store, request);
    if (request.strategies.length > 0) await embedLog(logs, request, hooks);
    return reportOn(logs, request, hooks);
  });
}
