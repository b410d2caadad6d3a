import type { MeasuredDetector, MeasuredStrategy, Measurement } from '../../model/measurement.ts';
import { isAbove } from '../budgets/limit-check.ts';
import type { Measure } from '../measures/measures.ts';

type Ran = MeasuredDetector | MeasuredStrategy;

/** Why what detectors or a strategy came to is not known for a log; null where it is, and for measures without them. */
export function findingsGap(measure: Measure, log: Measurement): string | null {
  const { detector, strategy, isOfAllDetectors } = measure;
  if (detector !== undefined) return notRun(detector, log.detectors[detector], 'was not looked for');
  if (strategy !== undefined) return notRun(strategy, log.strategies[strategy], 'was not replayed');
  return isOfAllDetectors === true ? noDetectors(log) : null;
}

/** Why the same figures of two logs cannot be compared; null where they can. */
export function findingsDiffer(measure: Measure, current: Measurement, baseline: Measurement): string | null {
  const { detector, strategy, isOfAllDetectors } = measure;
  const gap = findingsGap(measure, baseline);
  if (gap !== null) return `in the baseline ${gap}`;
  if (detector !== undefined)
    return otherOptions(detector, current.detectors[detector]!, baseline.detectors[detector]!);
  if (strategy !== undefined) {
    if (haveMoved(baseline) || haveMoved(current))
      return 'prices changed since the baseline, and a saving cannot be priced anew';
    return otherOptions(strategy, current.strategies[strategy]!, baseline.strategies[strategy]!);
  }
  return isOfAllDetectors === true ? otherDetectors(current, baseline) : null;
}

function notRun(id: string, ran: Ran | undefined, absent: string): string | null {
  if (ran === undefined) return `${id} ${absent}`;
  if (ran.status === 'failed') return `${id} failed${because(ran)}`;
  return ran.status === 'notApplicable' ? `${id} does not apply${because(ran)}` : null;
}

/** Of all together: one that cannot look found nothing, but one that failed might have, and somebody must have looked. */
function noDetectors({ detectors }: Measurement): string | null {
  const all = Object.entries(detectors);
  const failed = all.find(([, { status }]) => status === 'failed');
  if (failed !== undefined) return notRun(failed[0], failed[1], '');
  return all.some(([, { status }]) => status !== 'notApplicable')
    ? null
    : 'no detector could look at the log';
}

/**
 * What all detectors found is comparable where the same ones were chosen, with the same options, and none looked at the baseline
 * that could not look at this log: that would be a gain by knowing less.
 */
function otherDetectors(current: Measurement, baseline: Measurement): string | null {
  const ids = new Set([...Object.keys(current.detectors), ...Object.keys(baseline.detectors)]);
  for (const id of [...ids].sort()) {
    const [own, other] = [current.detectors[id], baseline.detectors[id]];
    if (own === undefined) return `${id} was looked for in the baseline only`;
    if (other === undefined) return `${id} was not looked for in the baseline`;
    if (other.status === 'notApplicable') continue;
    const gap = notRun(id, own, '') ?? otherOptions(id, own, other);
    if (gap !== null) return gap;
  }
  return null;
}

function otherOptions(id: string, own: Ran, other: Ran): string | null {
  const names = new Set([...Object.keys(own.options), ...Object.keys(other.options)]);
  return [...names].some((name) => own.options[name] !== other.options[name])
    ? `${id} was run with other options for the baseline`
    : null;
}

/** Whether the calls cost another sum at the prices of the day of the comparison, or an unknown one. */
function haveMoved({ total }: Measurement): boolean {
  const { thenUsd, nowUsd } = total.money;
  return !Number.isFinite(nowUsd) || isAbove(thenUsd, nowUsd) || isAbove(nowUsd, thenUsd);
}

function because({ reason }: Ran): string {
  return reason === null ? '' : `: ${reason}`;
}
