import type { Report, StrategyResult } from '../../model/report.ts';
import type { Page } from './page.ts';

/** The strategies that say something about the log, in the order of the sequence. */
export function replayedSteps({ strategies }: Report): readonly StrategyResult[] {
  return strategies
    .filter(({ status }) => status === 'found' || status === 'clean')
    .sort((a, b) => a.order - b.order);
}

/** Whether a strategy changes any call, money or answer of this log, or would with another value of an option. */
export function hasEffect({
  savedUsd,
  aloneSavedUsd,
  ownCostUsd,
  callsChanged,
  risks,
  sweep,
}: StrategyResult): boolean {
  return (
    [savedUsd, aloneSavedUsd, ownCostUsd, callsChanged, ...Object.values(risks)].some(
      (value) => value !== 0,
    ) || sweep.some((tried) => tried.savedUsd !== 0)
  );
}

/** Why a strategy that was asked for has no figures; undefined for one that has. */
export function whyLeftOut({ status, reason }: StrategyResult): string | undefined {
  if (status === 'found' || status === 'clean') return undefined;
  const verb = status === 'failed' ? 'failed and is left out' : 'could not be replayed';
  return `${verb}${reason === null ? '' : `: ${reason}`}`;
}

/** The strategies that say nothing about the log, and why. */
export function leftOut({ strategies }: Report, page: Page): void {
  for (const step of [...strategies].sort((a, b) => a.order - b.order)) {
    const why = whyLeftOut(step);
    if (why !== undefined) page.text(`${step.title}: ${why}`, { style: 'dim', indent: 2, hang: 2 });
  }
}
