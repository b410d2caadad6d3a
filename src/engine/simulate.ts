import type { Report } from '../model/report.ts';
import type { AuditHooks, AuditRequest } from './audit-request.ts';
import { embedLog } from './embed-log.ts';
import { readLogs } from './log/read-logs.ts';
import { reportOn } from './report-on.ts';
import type { Scenario } from './scenario.ts';
import { askedForVectors } from './vectors-wanted.ts';

/**
 * What the same calls would have cost: one report a scenario, in their order, over logs that are read once. `request` says
 * what is read and how it is priced; its strategies and detectors take no part. Throws InputError when nothing could be read.
 */
export function simulate(
  request: AuditRequest,
  scenarios: readonly Scenario[],
  hooks: AuditHooks,
): Promise<readonly Report[]> {
  const wanted = askedForVectors(request, scenarios, hooks);
  return readLogs(wanted, hooks, async (logs) => {
    await embedLog(logs, wanted, hooks);
    const reports: Report[] = [];
    for (const scenario of scenarios)
      reports.push(await reportOn(logs, whatIf(wanted, scenario), hooks, scenario));
    return reports;
  });
}

/** The request that a scenario's report answers. */
export function whatIf(request: AuditRequest, { strategies, settings }: Scenario): AuditRequest {
  return { ...request, detectors: [], strategies, settings };
}
