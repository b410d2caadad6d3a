import type { Report } from '../model/report.ts';
import type { AuditHooks, AuditRequest } from './audit-request.ts';
import { rememberAudit } from './last-audit.ts';
import { readLogs } from './log/read-logs.ts';
import { reportOn } from './report-on.ts';

/**
 * The main job: reads what is new in the files, and reports where the money went. Throws InputError when nothing could be
 * read, with one line that says why.
 */
export function audit(request: AuditRequest, hooks: AuditHooks): Promise<Report> {
  return readLogs(request, hooks, (logs) => {
    rememberAudit(logs.store, request);
    return reportOn(logs, request, hooks);
  });
}
