import { InputError } from '../../contracts/input-error.ts';
import type { LedgerEntry } from '../../contracts/ledger.ts';
import type { Call } from '../../model/call.ts';
import type { Warning } from '../../model/report.ts';
import type { PriceBook } from '../../pricing/price-book.ts';
import type { CallFilter } from '../audit-request.ts';
import { Conditions } from '../log/conditions.ts';
import type { CallNaming } from '../log/filter-log.ts';
import type { LedgerSums } from './count-once.ts';
import { entryKeys } from './ledger-use.ts';
import { modelKey } from './model-key.ts';

/** What sums of an export can be told by. */
const TOLD_BY = ['model', 'provider', 'tier'];

/** Throws InputError for conditions that only calls can be told by: the export's side could not be filtered. */
export function requireLedgerFilter(filter: CallFilter | undefined): void {
  const other = filter?.where.find(({ key }) => !TOLD_BY.includes(key));
  if (other === undefined) return;
  throw new InputError(
    `--filter ${other.key}: exports of totals do not say it of all they sum; use ${TOLD_BY.join(', ')}, --since or --until`,
  );
}

/** The same models and providers on both sides: as a reconciliation sorts by them. */
export function reconciledNaming(book: PriceBook): CallNaming {
  const keyOf = ({ model, requestedModel, provider, time }: Call) =>
    modelKey(book, model || requestedModel, provider, time);
  return {
    key: (kind, call) => (kind === 'model' ? keyOf(call).model : ''),
    sellerOf: (call) => keyOf(call).provider,
  };
}

/**
 * What is left of some exports: buckets that lie in the span as a whole, and sums that the conditions are known to hold for.
 * A bucket that is cut, or a sum that is not split by what a condition asks for, could not be compared with the calls.
 */
export function filterLedgers<Reading extends LedgerSums>(
  readings: readonly Reading[],
  filter: CallFilter | undefined,
  book: PriceBook,
): { readonly readings: readonly Reading[]; readonly warnings: readonly Warning[] } {
  if (filter === undefined) return { readings, warnings: [] };
  const { since = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY, where } = filter;
  const keyOf = entryKeys(book);
  const valuesOf = (key: string, entry: LedgerEntry): readonly string[] => {
    const { model, provider } = keyOf(entry);
    if (key === 'provider') return [provider];
    if (key === 'tier') return entry.tier === undefined ? [] : [entry.tier];
    return model === null ? [] : [model, entry.model ?? entry.item ?? ''];
  };
  const conditions = new Conditions<LedgerEntry>(where, valuesOf);
  const isSaid = (entry: LedgerEntry) => where.every(({ key }) => valuesOf(key, entry).length > 0);
  const isWithin = ({ from, to }: { readonly from: number; readonly to: number }) =>
    from >= since && to <= until;
  let left = 0;
  const isWanted = (entry: LedgerEntry): boolean => {
    const wanted = isWithin(entry) && isSaid(entry) && conditions.hold(entry);
    left += wanted ? 0 : 1;
    return wanted;
  };
  const filtered = readings.map((reading) => ({
    ...reading,
    spans: reading.spans.filter(isWithin),
    parts: reading.parts.map((part) => part.filter(isWanted)),
  }));
  const text = 'sums of the exports are of other days or models, or say too little for the filter';
  const warning = { code: 'filtered-exports', text, count: left };
  return { readings: filtered, warnings: left === 0 ? [] : [warning] };
}
