import type { Change, GroupChange } from '../../model/check.ts';
import type { Figures } from '../../model/measurement.ts';
import type { Grouping } from '../../model/report.ts';
import { promptTokens } from '../../model/usage.ts';
import type { GroupMatch } from './match-groups.ts';
import { knownUsd, pricedCalls } from './priced.ts';
import { withoutRounding } from './rounding.ts';

/** Changes that are listed. Own choice. */
const MOST = 50;

/** The groups that are not what they were, the largest changes of money first. */
export function groupChanges(by: Grouping, matches: readonly GroupMatch[]): readonly GroupChange[] {
  const changes = matches.map((match) => groupChange(by, match)).filter(isChange);
  return changes.sort(bySize).slice(0, MOST);
}

function groupChange(by: Grouping, { status, current, baseline, similarity }: GroupMatch): GroupChange {
  const shown = current ?? baseline!;
  const change = (of: (figures: Figures) => number | null): Change => ({
    baseline: baseline === undefined ? null : of(baseline),
    current: current === undefined ? null : of(current),
  });
  return {
    by,
    status,
    key: shown.key,
    label: shown.label,
    baselineKey: baseline?.key ?? null,
    similarity,
    calls: change(({ calls }) => calls),
    costUsd: change(knownUsd),
    costPerCallUsd: change((figures) => divided(knownUsd(figures), pricedCalls(figures))),
    inputTokensPerCall: change(({ tokens, countedCalls }) => divided(promptTokens(tokens), countedCalls)),
    outputTokensPerCall: change(({ tokens, countedCalls }) => divided(tokens.output, countedCalls)),
  };
}

function divided(sum: number | null, calls: number): number | null {
  return sum === null || calls === 0 ? null : sum / calls;
}

function isChange(change: GroupChange): boolean {
  const { calls, costUsd, inputTokensPerCall, outputTokensPerCall } = change;
  return (
    change.status !== 'same' || [calls, costUsd, inputTokensPerCall, outputTokensPerCall].some(hasChanged)
  );
}

function hasChanged({ baseline, current }: Change): boolean {
  if (baseline === null || current === null) return baseline !== current;
  return withoutRounding(current - baseline, Math.max(Math.abs(current), Math.abs(baseline))) !== 0;
}

function bySize(a: GroupChange, b: GroupChange): number {
  return (
    sizeOf(b.costUsd) - sizeOf(a.costUsd) ||
    sizeOf(b.calls) - sizeOf(a.calls) ||
    (a.key < b.key ? -1 : a.key > b.key ? 1 : 0) ||
    // What vanished may be called what something else is called now.
    (a.status < b.status ? -1 : 1)
  );
}

function sizeOf({ baseline, current }: Change): number {
  return Math.abs((current ?? 0) - (baseline ?? 0));
}
