import type { Ledger } from '../contracts/ledger.ts';

/** Every export of totals, in the order in which equal scores are settled. */
export const ledgers: readonly Ledger[] = [];
