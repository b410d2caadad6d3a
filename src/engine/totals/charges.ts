import type { Call } from '../../model/call.ts';
import { CHARGED_TOKENS, type Charge, type ChargedTokens, type Grouping } from '../../model/report.ts';
import type { BillLine } from '../../pricing/bill.ts';
import type { PriceBook } from '../../pricing/price-book.ts';
import { CompensatedSum } from '../replay/replay-sum.ts';
import { dayAfter, startOfDay } from './day-start.ts';

/** What calls have in common that are charged together, and their rows by kind of token and price. */
interface Terms extends Pick<Charge, 'from' | 'to' | 'provider' | 'model' | 'tier' | 'tags'> {
  readonly rows: Map<string, Row>;
}

interface Row {
  readonly kind: ChargedTokens;
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

/** Adds up what calls are billed, by day, model, price and whatever the report is grouped by. */
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
    const key = JSON.stringify([day || NO_DAY, provider, model, call.tier, tags]);
    let terms = this.#terms.get(key);
    if (terms === undefined) {
      const named = Object.fromEntries(this.#tags.map((by, i) => [by, tags[i]!]));
      terms = { ...this.#bounds(day), provider, model, tier: call.tier, tags: named, rows: new Map() };
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

  #bounds(day: string): Pick<Charge, 'from' | 'to'> {
    let bounds = this.#days.get(day);
    if (bounds === undefined) {
      const { timezone } = this.#naming;
      const start = (of: string): string => new Date(startOfDay(of, timezone)).toISOString();
      // A log may claim a year that has no name as a day.
      const isDay = !Number.isNaN(Date.parse(day));
      bounds = isDay ? { from: start(day), to: start(dayAfter(day)) } : { from: null, to: null };
      this.#days.set(day, bounds);
    }
    return bounds;
  }
}

/** What of a call is billed. One unknown rate makes the whole call unpriced, as in the report's total. */
function linesOf(
  { usage, cacheHit }: Call,
  costUsd: number,
  lines: readonly BillLine[],
): readonly BillLine[] {
  if (!cacheHit && !Number.isNaN(costUsd)) return lines;
  const rate = cacheHit ? 0 : Number.NaN;
  return CHARGED_TOKENS.filter((kind) => usage[kind] > 0).map((kind) => {
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
  const byKind = CHARGED_TOKENS.indexOf(a.kind) - CHARGED_TOKENS.indexOf(b.kind);
  return byKind || (a.rate || 0) - (b.rate || 0) || (a.listRate || 0) - (b.listRate || 0);
}
