import type { ServiceTier } from '../model/call.ts';
import type { BilledKind } from '../model/usage.ts';
import type { PriceLine } from './charge.ts';
import type { PriceRow } from './table/price-row.ts';

const FIELDS: Readonly<Record<BilledKind, string>> = {
  input: 'input',
  cacheRead: 'cache_read',
  cacheWrite5m: 'cache_write_5m',
  cacheWrite1h: 'cache_write_1h',
  output: 'output',
};

/** Fields of the row that nobody could confirm and that a call like this one rests on, one line each. */
export function uncertainties(row: PriceRow, tier: ServiceTier, lines: readonly PriceLine[]): string[] {
  const unverified = row.unverified_fields ?? [];
  if (unverified.length === 0) return [];
  const used = new Set<string>(lines.map((line) => FIELDS[line.kind]));
  if (tier !== 'standard') {
    const listed = tier === 'fast' && row.fast_input === undefined ? 'priority' : tier;
    // A tier's cache rates follow from its input rate.
    if (lines.some((line) => line.kind !== 'output')) used.add(`${listed}_input`);
    if (used.has('output')) used.add(`${listed}_output`);
  }
  used.add('effective_from').add('effective_to');
  return unverified
    .filter((field) => used.has(field))
    .map((field) => `not confirmed: ${field} of ${row.model}`);
}
