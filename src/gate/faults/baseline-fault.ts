import { baselineWhere } from '../baseline/baseline-where.ts';
import type { GateInput } from '../gate-input.ts';

/** Why the baseline that was asked for cannot be compared with the log; null where it can, or none was asked for. */
export function baselineFault({ current, baseline, baselineFault: fault }: GateInput): string | null {
  if (fault !== undefined) return fault;
  if (baseline === undefined) return null;
  const { measurement, hasHashedKeys, path } = baseline;
  if (measurement.total.calls === 0) return `the baseline ${path} holds no calls`;
  const [own, other] = [
    baselineWhere(current.where, hasHashedKeys),
    baselineWhere(measurement.where, hasHashedKeys),
  ];
  if (JSON.stringify(own) === JSON.stringify(other)) return null;
  return `the baseline ${path} is of ${callsWith(other)}, this log of ${callsWith(own)}`;
}

function callsWith(where: readonly string[]): string {
  return where.length === 0 ? 'all calls' : `the calls with ${where.join(' ')}`;
}
