import type { Figures } from '../../model/measurement.ts';

/** Calls that the money of some figures is for. */
export function pricedCalls({ calls, unpricedCalls }: Figures): number {
  return calls - unpricedCalls;
}

/** US dollars at the prices of the day that both logs are compared at; null where no call has a price, or one is not known today. */
export function knownUsd(figures: Figures): number | null {
  const { nowUsd } = figures.money;
  return Number.isNaN(nowUsd) || (figures.calls > 0 && pricedCalls(figures) === 0) ? null : nowUsd;
}
