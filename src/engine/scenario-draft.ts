import type { Report, StrategyResult } from '../model/report.ts';
import type { LeftStrategy, ScenarioDraft } from '../model/scenario-draft.ts';
import { strategies } from '../strategies/index.ts';
import type { AuditHooks, AuditRequest } from './audit-request.ts';
import { draftedMoves } from './drafting/drafted-moves.ts';
import { draftedStrategy } from './drafting/drafted-strategy.ts';
import { rememberAudit } from './last-audit.ts';
import { readLogs } from './log/read-logs.ts';
import { reportOn } from './report-on.ts';
import type { Scenario } from './scenario.ts';
import { whatIf } from './simulate.ts';

/** Part of the whole cost below which a strategy saves nothing: it is the noise of summing. */
const LEAST_SAVING = 1e-9;

type Replay = (scenario: Scenario) => Promise<Report>;

/** Audits, and proposes the scenario of the audit's strategies that save something here. Throws InputError as an audit does. */
export function draftScenario(request: AuditRequest, hooks: AuditHooks): Promise<ScenarioDraft> {
  return readLogs(request, hooks, async (logs) => {
    rememberAudit(logs.store, request);
    const audit = await reportOn(logs, request, hooks);
    const replay: Replay = (scenario) => reportOn(logs, whatIf(request, scenario), hooks, scenario);
    const simulated = await usefulOnly(audit, request, replay);
    const chosen = (simulated?.strategies ?? []).map(draftedStrategy);
    const isChosen = (id: string): boolean => chosen.some(({ result }) => result.strategy === id);
    const others = await replayedApart(audit, request, replay);
    const left = [...audit.strategies, ...others].filter(({ strategy }) => !isChosen(strategy));
    return { audit, simulated, chosen, left: left.map(leftStrategy), moves: draftedMoves(audit) };
  });
}

/** What the audit's strategies save without those that save nothing in their place; null when none is left. */
async function usefulOnly(audit: Report, request: AuditRequest, replay: Replay): Promise<Report | null> {
  for (let report = audit; ; ) {
    const useful = report.strategies.filter(
      ({ status, savedUsd }) => status === 'found' && savedUsd > LEAST_SAVING * audit.totals.costUsd,
    );
    if (useful.length === 0) return null;
    if (report !== audit && useful.length === report.strategies.length) return report;
    report = await replay(
      scenarioOf(
        useful.map(({ strategy }) => strategy),
        request,
      ),
    );
  }
}

/** The strategies that the audit did not replay, each for what it saves alone. */
async function replayedApart(
  audit: Report,
  request: AuditRequest,
  replay: Replay,
): Promise<readonly StrategyResult[]> {
  const known = audit.strategies.map(({ strategy }) => strategy);
  const ids = strategies.map(({ id }) => id).filter((id) => !known.includes(id));
  if (ids.length === 0) return [];
  const noSweeps = Object.fromEntries(ids.map((id) => [id, []]));
  return (await replay({ ...scenarioOf(ids, request), sweeps: noSweeps })).strategies;
}

function scenarioOf(ids: readonly string[], { settings }: AuditRequest): Scenario {
  return {
    ...{ name: 'draft', describe: '', strategies: ids, order: 'given', prices: [] },
    settings: Object.fromEntries(Object.entries(settings).filter(([id]) => ids.includes(id))),
    ...{ volume: 1, growthPerMonth: 0 },
  };
}

function leftStrategy(result: StrategyResult): LeftStrategy {
  const { strategy: id, title, status, reason, basis, aloneSavedUsd } = result;
  const { describe, isOnRequest } = strategies.find((known) => known.id === id)!;
  return {
    ...{ id, title, describe, status, reason, basis, aloneSavedUsd },
    isOnRequest: isOnRequest === true,
  };
}
