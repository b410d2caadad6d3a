import type { CoveredCalls, GroupDescription } from '../../contracts/detector.ts';
import type { Basis } from '../../model/usage.ts';
import { type Clock, dayName, MINUTE_MS } from '../../patterns/calendar/clock.ts';
import { beyond, type Limits, type Stretch } from './stretch.ts';

/** A group of this detector: what it holds and how it is described. */
export interface BudgetGroup {
  readonly basis: Basis;
  describe(): GroupDescription;
}

/** An hour or a day beyond its tokens or its money. */
export function stretchGroup(
  kind: 'hour' | 'day',
  stretch: Stretch,
  limits: Limits,
  clock: Clock,
): BudgetGroup {
  const { key, calls, tokens, usd, excess, isEstimated } = stretch;
  const label = kind === 'day' ? dayName(key) : clock.label(key);
  const covered: CoveredCalls = {
    calls,
    covers: ({ time }) =>
      !Number.isNaN(time) && (kind === 'day' ? clock.day(time) : clock.hour(time)) === key,
  };
  const exceeded = [
    ...(beyond(tokens, limits.tokens) > 0 ? [`${limits.tokens} tokens`] : []),
    ...(beyond(usd, limits.usd) > 0 ? ['the budget'] : []),
  ].join(' and ');
  return {
    basis: isEstimated ? 'estimated' : 'measured',
    describe: () => ({
      id: kind === 'day' ? `day ${label}` : `hour ${new Date(key).toISOString()}`,
      label,
      columns: {
        kind: kind === 'day' ? 'day beyond its limit' : 'hour beyond its limit',
        tokens,
        tokenLimit: orNull(limits.tokens),
        costUsd: Number.isNaN(usd) ? null : usd,
        budgetUsd: orNull(limits.usd),
        over: excess,
      },
      fix: `The ${kind} ${label} is beyond ${exceeded}: move what can wait to other hours or to the batch API, and stop or queue requests at the limit, per key or feature.`,
      covered,
    }),
  };
}

/** The minutes of one day that are beyond a rate limit. */
export function minutesGroup(day: number, minutes: readonly Stretch[], limits: Limits): BudgetGroup {
  const keys = new Set(minutes.map(({ key }) => key));
  const peak = minutes.reduce((most, minute) => (minute.excess > most.excess ? minute : most));
  const calls = minutes.reduce((sum, minute) => sum + minute.calls, 0);
  const limit = [
    ...(limits.calls > 0 ? [`${limits.calls} requests`] : []),
    ...(limits.tokens > 0 ? [`${limits.tokens} tokens`] : []),
  ].join(' or ');
  return {
    basis: minutes.some(({ isEstimated }) => isEstimated) ? 'estimated' : 'measured',
    describe: () => ({
      id: `minutes ${dayName(day)}`,
      label: `${dayName(day)}, minutes beyond the rate limit`,
      columns: {
        kind: 'minutes beyond the rate limit',
        minutes: minutes.length,
        peakAt: `${new Date(peak.key * MINUTE_MS).toISOString().slice(11, 16)} UTC`,
        peakCalls: peak.calls,
        callLimit: orNull(limits.calls),
        tokens: peak.tokens,
        tokenLimit: orNull(limits.tokens),
        over: peak.excess,
      },
      fix: `Spread the requests of these minutes: a queue or token bucket on the client that lets no more than ${limit} through a minute.`,
      covered: { calls, covers: ({ time }) => keys.has(Math.floor(time / MINUTE_MS)) },
    }),
  };
}

function orNull(limit: number): number | null {
  return limit > 0 ? limit : null;
}
