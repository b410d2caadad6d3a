import type { Detector } from '../contracts/detector.ts';
import type { Explorer } from '../contracts/explorer.ts';
import type { Ledger } from '../contracts/ledger.ts';
import type { Source } from '../contracts/source.ts';
import type { Strategy } from '../contracts/strategy.ts';
import type { AuditHooks, AuditRequest } from '../engine/audit-request.ts';
import type { MeasuredLogs, MeasureRequest } from '../engine/check.ts';
import type { LastAudit } from '../engine/last-audit.ts';
import type { ReconcileRequest } from '../engine/reconcile.ts';
import type { Scenario } from '../engine/scenario.ts';
import type { ShowRequest } from '../engine/show.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Reconciliation } from '../model/reconciliation.ts';
import type { Report } from '../model/report.ts';
import type { ScenarioDraft } from '../model/scenario-draft.ts';
import type { Io } from './io.ts';

/** An engine that works beside the program until it is closed. */
export interface OpenExplorer extends Explorer {
  close(): Promise<void>;
}

/** What the commands call. Loaded when called: `--help` must not wait for the engine. */
export interface UseCases {
  audit(request: AuditRequest, hooks: AuditHooks): Promise<Report>;
  measure(request: MeasureRequest, hooks: AuditHooks): Promise<MeasuredLogs>;
  simulate(
    request: AuditRequest,
    scenarios: readonly Scenario[],
    hooks: AuditHooks,
  ): Promise<readonly Report[]>;
  draftScenario(request: AuditRequest, hooks: AuditHooks): Promise<ScenarioDraft>;
  reconcile(request: ReconcileRequest, hooks: AuditHooks): Promise<Reconciliation>;
  show(request: ShowRequest, hooks: AuditHooks): Promise<Evidence>;
  showIds(request: ShowRequest, hooks: AuditHooks): Promise<readonly string[]>;
  lastAudit(storeFile: string): Promise<LastAudit | undefined>;
  explore(request: AuditRequest, io: Io): Promise<OpenExplorer>;
  sources(): Promise<readonly Source[]>;
  ledgers(): Promise<readonly Ledger[]>;
  detectors(): Promise<readonly Detector[]>;
  strategies(): Promise<readonly Strategy[]>;
}

export const useCases: UseCases = {
  audit: async (request, hooks) => (await import('../engine/audit.ts')).audit(request, hooks),
  measure: async (request, hooks) => (await import('../engine/check.ts')).measureLogs(request, hooks),
  simulate: async (request, scenarios, hooks) =>
    (await import('../engine/simulate.ts')).simulate(request, scenarios, hooks),
  draftScenario: async (request, hooks) =>
    (await import('../engine/scenario-draft.ts')).draftScenario(request, hooks),
  reconcile: async (request, hooks) => (await import('../engine/reconcile.ts')).reconcile(request, hooks),
  show: async (request, hooks) => (await import('../engine/show.ts')).show(request, hooks),
  showIds: async (request, hooks) => (await import('../engine/show.ts')).showIds(request, hooks),
  lastAudit: async (storeFile) => (await import('../engine/last-audit.ts')).lastAudit(storeFile),
  explore: async (request, io) => (await import('./tui/engine-client.ts')).openEngine(request, io),
  sources: async () => (await import('../sources/index.ts')).sources,
  ledgers: async () => (await import('../ledgers/index.ts')).ledgers,
  detectors: async () => (await import('../detectors/index.ts')).detectors,
  strategies: async () => (await import('../strategies/index.ts')).strategies,
};
