import type { Models } from '../../contracts/models.ts';
import type { Call } from '../../model/call.ts';

/**
 * US dollars that a call cost, NaN when that is unknown. The caller's own cache costs nothing; a failed attempt without
 * usage is taken not to have been billed, a success without usage is unknown (BILLING 7).
 */
export function paidFor(call: Call, models: Pick<Models, 'cost'>): number {
  if (call.cacheHit) return 0;
  if (call.usageBasis === 'none') return call.failed ? 0 : Number.NaN;
  return models.cost(call);
}

/** `YYYY-MM-DD` in UTC, as price lists and announcements date. */
export function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
