import type { Call } from '../../model/call.ts';
import type { Charge, Grouping } from '../../model/report.ts';
import { BILLED_KINDS, type BilledKind } from '../../model/usage.ts';
import type { BillLine } from '../../pricing/bill.ts';
import type { PriceBook } from '../../pricing/price-book.ts';
import { CompensatedSum } from '../replay/replay-sum.ts';
import { dayAfter, startOfDay } from './day-start.ts';

/** What calls have in common that are charged together, and their rows by kind of token and price. */
interface Terms extends Pick<Charge, 'from' | 'to' | 'provider' | 'model' | 'tier' | 'tags'> {
  readonly rows: Map<string, Row>;
}

interface Row {
  readonly kind: BilledKind;
  /** NaN where unknown. */
  readonly rate: number;
  readonly listRate: number;
  readonly cost: CompensatedSum;
  tokens: number;
  calls: number;
}

/** Sorts what has no day behind all days. */
const NO_DAY = '~';

export interface ChargeNaming {
  readonly book: PriceBook;
  /** IANA name; days are cut in it. */
  readonly timezone: string;
  /** What the report is grouped by beside model and day. */
  readonly groupBy: readonly Grouping[];
  /** The group that a call is in. */
  keyOf(grouping: Grouping, call: Call): string;
}

/**
 * Adds up what calls are billed, by day, model, price and whatever the report is grouped by. A day of the time zone in which a
 * month of UTC begins is two: providers bill such months, and what belongs to the next must not be in one row with this.
 */
export class Charges {
  readonly #naming: ChargeNaming;
  readonly #tags: readonly Grouping[];
  readonly #days = new Map<string, Pick<Charge, 'from' | 'to'>>();
  readonly #terms = new Map<string, Terms>();

  constructor(naming: ChargeNaming) {
    this.#naming = naming;
    this.#tags = naming.groupBy.filter((by) => by !== 'model' && by !== 'day');
  }

  /** `costUsd` NaN: unpriced. */
  add(call: Call, costUsd: number): void {
    const { book, keyOf } = this.#naming;
    const bill = book.bill(call);
    const provider = bill?.provider ?? call.provider;
    const day = keyOf('day', call);
    const model = keyOf('model', call);
    const tags = this.#tags.map((by) => keyOf(by, call));
    const month = day === '' ? '' : monthOf(call.time);
    const key = JSON.stringify([day || NO_DAY, month, provider, model, call.tier, tags]);
    let terms = this.#terms.get(key);
    if (terms === undefined) {
      const named = Object.fromEntries(this.#tags.map((by, i) => [by, tags[i]!]));
      terms = { ...this.#bounds(day, month), provider, model, tier: call.tier, tags: named, rows: new Map() };
      this.#terms.set(key, terms);
    }
    for (const line of linesOf(call, costUsd, bill?.lines ?? [])) {
      const row = rowOf(terms.rows, line);
      row.tokens += line.tokens;
      row.calls++;
      row.cost.add(line.usd);
    }
  }

  /** The earliest first; calls without a time come last. */
  charges(): Charge[] {
    return [...this.#terms]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([, { rows, ...terms }]) =>
        [...rows.values()].sort(inOrder).map(({ kind, tokens, rate, listRate, cost, calls }) => ({
          ...terms,
          ...{ kind, tokens, rateUsd: known(rate), listRateUsd: known(listRate), costUsd: known(cost.value) },
          calls,
        })),
      );
  }

  #bounds(day: string, month: string): Pick<Charge, 'from' | 'to'> {
    const key = `${day} ${month}`;
    let bounds = this.#days.get(key);
    if (bounds === undefined) {
      bounds = boundsOf(day, month, this.#naming.timezone);
      this.#days.set(key, bounds);
    }
    return bounds;
  }
}

/** The month of UTC that an instant is in, `YYYY-MM`. */
function monthOf(time: number): string {
  return new Date(time).toISOString().slice(0, -'-DDTHH:mm:ss.sssZ'.length);
}

/** What of a day is in a month. A log may claim a year that has no name as a day, or no day after it: then there are no bounds. */
function boundsOf(day: string, month: string, timezone: string): Pick<Charge, 'from' | 'to'> {
  const next = Number.isNaN(Date.parse(day)) ? '' : dayAfter(day);
  if (next <= day) return { from: null, to: null };
  const first = new Date(`${month}-01T00:00:00Z`);
  const last = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1);
  const from = Math.max(startOfDay(day, timezone), first.getTime());
  const to = Math.min(startOfDay(next, timezone), last);
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

/** What of a call is billed. One unknown rate makes the whole call unpriced, as in the report's total. */
function linesOf(
  { usage, cacheHit }: Call,
  costUsd: number,
  lines: readonly BillLine[],
): readonly BillLine[] {
  if (!cacheHit && !Number.isNaN(costUsd)) return lines;
  const rate = cacheHit ? 0 : Number.NaN;
  return BILLED_KINDS.filter((kind) => usage[kind] > 0).map((kind) => {
    return { kind, tokens: usage[kind], rate, listRate: rate, usd: rate };
  });
}

function rowOf(rows: Map<string, Row>, { kind, rate, listRate }: BillLine): Row {
  const key = `${kind} ${rate} ${listRate}`;
  let row = rows.get(key);
  if (row === undefined) {
    row = { kind, rate, listRate, cost: new CompensatedSum(), tokens: 0, calls: 0 };
    rows.set(key, row);
  }
  return row;
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function inOrder(a: Row, b: Row): number {
  const byKind = BILLED_KINDS.indexOf(a.kind) - BILLED_KINDS.indexOf(b.kind);
  return byKind || (a.rate || 0) - (b.rate || 0) || (a.listRate || 0) - (b.listRate || 0);
}
