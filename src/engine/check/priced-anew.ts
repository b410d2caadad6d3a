import type { Figures, MeasuredGroup, MeasuredGroups, Measurement, Money } from '../../model/measurement.ts';
import type { PriceBook } from '../../pricing/price-book.ts';
import { pricerAt } from './rate-terms.ts';

/** A measurement with its money at the prices of another day (UTC milliseconds) and book; NaN where one is not known. */
export function pricedAnew(measurement: Measurement, book: PriceBook, asOf: number): Measurement {
  const nowUsd = pricerAt(book, measurement.terms, asOf);
  const money = (of: Money): Money => ({ ...of, nowUsd: nowUsd(of.bill) });
  const figures = <F extends Figures>(of: F): F => ({
    ...of,
    money: money(of.money),
    recoverable: money(of.recoverable),
    waste: Object.fromEntries(
      Object.entries(of.waste).map(([id, waste]) => [id, { ...waste, money: money(waste.money) }]),
    ),
  });
  const groups = (of: MeasuredGroups): MeasuredGroups => ({
    ...of,
    money: money(of.money),
    list: of.list.map((group): MeasuredGroup => figures(group)),
  });
  return {
    ...measurement,
    asOf,
    total: figures(measurement.total),
    groups: Object.fromEntries(
      Object.entries(measurement.groups).flatMap(([by, of]) => (of === undefined ? [] : [[by, groups(of)]])),
    ),
  };
}
