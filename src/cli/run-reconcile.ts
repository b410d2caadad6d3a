import { safeJson } from '../report/data/json-table.ts';
import { reconciliationTable } from '../report/reconciliation/reconciliation-table.ts';
import { auditRequest } from './audit-request.ts';
import type { CommandContext } from './command-context.ts';
import { deliver } from './deliver.ts';
import { checkOutput } from './output-place.ts';
import type { Settings } from './settings.ts';
import { watched } from './watched.ts';

/** Lays logs beside exports of totals and delivers the comparison. Throws `InputError`. */
export async function runReconcile(
  logs: readonly string[],
  ledgers: readonly string[],
  settings: Settings,
  { io, useCases }: CommandContext,
): Promise<void> {
  const request = { ...(await auditRequest(logs, settings, io, useCases)), ledgers };
  await checkOutput(settings.out, { paths: [...logs, ...ledgers], cwd: io.cwd });
  const result = await watched(io, settings, (hooks) => useCases.reconcile(request, hooks));
  await deliver(io, settings, (options) =>
    settings.json ? `${safeJson(result, 2)}\n` : reconciliationTable(result, options, request.top),
  );
}
