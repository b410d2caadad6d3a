import type { Measurement } from '../../model/measurement.ts';
import { isAbove } from '../budgets/limit-check.ts';
import type { GateInput } from '../gate-input.ts';
import { shortName } from '../short-name.ts';
import { percentage } from './percentage.ts';
import { priceGap } from './price-gap.ts';

/** Models that a reason names. */
const NAMED = 3;

/** Of logs that were named and not read, and of calls that come from an earlier run alone. */
const NOT_READ: ReadonlySet<string> = new Set(['unread-file', 'vanished-files']);

/** Why a log as a whole is too incomplete to be judged, a line each. */
export function logFaults({ current: log, limits, warnings = [] }: Omit<GateInput, 'budgets'>): string[] {
  const unread = warnings.filter(({ code }) => NOT_READ.has(code)).map(({ text }) => text);
  const answerless = warnings.find(({ code }) => code === 'unanswered-calls')?.count ?? 0;
  return [
    ...unread,
    allFailed(log),
    unpriced(log, limits),
    unanswered(answerless, log, limits),
    skipped(log, limits),
  ].filter((reason) => reason !== null);
}

/** A run whose key is not valid costs nothing; who wants to know what failures cost filters by status. */
function allFailed({ total: { calls, failedCalls }, where }: Measurement): string | null {
  if (failedCalls < calls || where.some((condition) => /^status!?=/.test(condition))) return null;
  return calls === 1 ? 'the only call failed' : `all ${calls} calls failed`;
}

function unpriced(log: Measurement, limits: GateInput['limits']): string | null {
  const gap = priceGap(log.total, limits);
  if (gap === null) return null;
  const models = (log.groups.model?.list ?? [])
    .filter(({ key, unpricedCalls }) => key !== '' && unpricedCalls > 0)
    .sort((a, b) => b.unpricedCalls - a.unpricedCalls)
    .map(({ key }) => `"${shortName(key)}"`);
  if (models.length === 0) return gap;
  const more = models.length > NAMED ? ` and ${models.length - NAMED} more` : '';
  return `${gap}: ${models.length === 1 ? 'model' : 'models'} ${models.slice(0, NAMED).join(', ')}${more}`;
}

/** Of these calls only the prompt has a price. */
function unanswered(
  count: number,
  { total }: Measurement,
  { maxUnpriced }: GateInput['limits'],
): string | null {
  const share = count / total.calls;
  if (!isAbove(share, maxUnpriced)) return null;
  return `${count} of ${total.calls} calls have no answer in the log (${percentage(share)}), so that what it cost is not known; at most ${percentage(maxUnpriced)} is allowed`;
}

function skipped({ read }: Measurement, { maxSkipped }: GateInput['limits']): string | null {
  const share = read.records === 0 ? 0 : read.skipped / read.records;
  if (!isAbove(share, maxSkipped)) return null;
  return `${read.skipped} of ${read.records} records could not be read (${percentage(share)}); at most ${percentage(maxSkipped)} is allowed`;
}
