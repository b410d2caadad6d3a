import type { Detector } from '../contracts/detector.ts';
import type { Source } from '../contracts/source.ts';
import type { Strategy } from '../contracts/strategy.ts';
import type { AuditHooks, AuditRequest } from '../engine/audit-request.ts';
import type { Report } from '../model/report.ts';

/** What the commands call. Loaded when called: `--help` must not wait for the engine. */
export interface UseCases {
  audit(request: AuditRequest, hooks: AuditHooks): Promise<Report>;
  sources(): Promise<readonly Source[]>;
  detectors(): Promise<readonly Detector[]>;
  strategies(): Promise<readonly Strategy[]>;
}

export const useCases: UseCases = {
  audit: async (request, hooks) => (await import('../engine/audit.ts')).audit(request, hooks),
  sources: async () => (await import('../sources/index.ts')).sources,
  detectors: async () => (await import('../detectors/index.ts')).detectors,
  strategies: async () => (await import('../strategies/index.ts')).strategies,
};
