import type { Billable, ModelInfo, Offer, PricePeriod, RateTerms, Retirement } from '../model/price.ts';
import { type BilledKind, promptTokens } from '../model/usage.ts';
import { type Bill, billOf } from './bill.ts';
import { breakDown } from './break-down.ts';
import { charge, isBillable } from './charge.ts';
import { openDirectory } from './lookup/directory.ts';
import type { Resolution } from './lookup/resolution.ts';
import { retirementOf } from './lookup/retirement.ts';
import { Sellers } from './lookup/sellers.ts';
import type { UserPrices } from './own/user-prices.ts';
import type { PricedCall } from './priced-call.ts';
import { offeredBy } from './table/offered.ts';
import { PeakOverTime } from './table/peak-over-time.ts';
import { atPeak, bandFor, cardFor, type Period, readDate } from './table/period.ts';
import { TABLE_VERSION } from './table/table-version.ts';
import { type Stretch, Timeline } from './table/timeline.ts';

/** Dated prices of every known model, the user's own first. */
export interface PriceBook {
  /** What it was opened with: for a book that differs in one thing. */
  readonly opened: PriceBookOptions;
  /** The day of the built-in table, `YYYY-MM-DD`. */
  readonly version: string;
  /** UTC ms at which calls without a time are priced. */
  readonly date: number;
  /** One line per source of the user's own prices: where it is and what it replaces. */
  readonly overrides: readonly string[];
  /** Every price period, the lists first. */
  readonly periods: readonly Period[];
  /** The price in force. `provider` '' lets the book decide; `time` is UTC ms, NaN for the book's own date. */
  resolve(model: string, provider: string, time: number): Resolution;
  /** `undefined` when no price is in force, as `resolve` says. */
  info(model: string, provider: string, time: number): ModelInfo | undefined;
  /** What the provider of this model sells at that time under its own list prices, one entry a model, in the table's order. */
  offered(model: string, provider: string, time: number): readonly ModelInfo[];
  /** The same model at other sellers that have a price for it then; `to` names one, '' asks for all with lists of their own. */
  elsewhere(model: string, provider: string, time: number, to: string): readonly Offer[];
  /** The standard prices of the model over time, the earliest first, long-context bands and peak hours left aside. */
  pricePeriods(model: string, provider: string): readonly PricePeriod[];
  /** The announced end of the model; undefined when none is known. */
  retirement(model: string, provider: string): Retirement | undefined;
  /** US dollars; NaN when the model, the date or a needed rate is unknown. */
  cost(billable: Billable): number;
  /** US dollars per 1M tokens of each kind on this very call, NaN where unknown; undefined when no price is in force. */
  rates(billable: Billable): Readonly<Record<BilledKind, number>> | undefined;
  /** What beside its tokens decides the rates of this very call. */
  terms(billable: Billable): RateTerms;
  /** US dollars of tokens that calls under these terms had together, at the prices of `time`; NaN when a needed rate is unknown. */
  costUnder(terms: RateTerms, time: number, tokens: Readonly<Record<BilledKind, number>>): number;
  /** The cost by kind of token; undefined when no price is in force. */
  bill(billable: Billable): Bill | undefined;
  /** The same figure with all that it is made of. */
  price(billable: Billable): PricedCall;
}

export interface PriceBookOptions {
  /** What `readUserPrices` made of the user's files; among several the first comes first. */
  readonly overrides?: readonly UserPrices[];
  /** UTC ms: price every call as on this date. Peak hours are still judged by each call's own time. */
  readonly at?: number;
}

/**
 * Opens the built-in table with the user's own prices. Throws `PriceFileError` when an override names a model or a
 * provider that does not exist or gives two prices for one date.
 */
export function loadPriceBook(options: PriceBookOptions = {}): PriceBook {
  const { directory, overrides } = openDirectory(options.overrides ?? []);
  const periods = directory.index.periods();
  const timeline = new Timeline(directory, periods);
  const sellers = new Sellers(directory);
  const { at } = options;
  const date = at ?? readDate(TABLE_VERSION);
  const tableEnd = readDate(TABLE_VERSION) + 86_400_000;

  const hourOf = (time: number) => (Number.isNaN(time) ? date : time);
  // Of all prices: what a prompt exceeds must be known for whatever price is in force on another day.
  const thresholds = [...new Set(periods.flatMap((period) => period.thresholds))].sort((a, b) => a - b);
  const resolve = (model: string, provider: string, time: number) =>
    timeline.resolve(model, provider, at ?? hourOf(time));
  // With every call priced as on one date no price ever changes.
  const stretches = (model: string, provider: string): readonly Stretch[] => {
    if (at === undefined) return timeline.stretches(model, provider);
    const resolution = timeline.resolve(model, provider, at);
    const period = resolution.found ? resolution.period : undefined;
    return [{ from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY, period }];
  };
  const peaks = new PeakOverTime(stretches);

  return {
    opened: options,
    version: TABLE_VERSION,
    date,
    overrides,
    periods,
    resolve,
    info(model, provider, time) {
      const resolution = resolve(model, provider, time);
      return resolution.found ? resolution.period.info : undefined;
    },
    offered(model, provider, time) {
      const resolution = resolve(model, provider, time);
      if (!resolution.found) return [];
      const { info } = resolution.period;
      return offeredBy(periods, info.provider, at ?? hourOf(time));
    },
    elsewhere(model, provider, time, to) {
      const resolution = resolve(model, provider, time);
      return resolution.found ? sellers.of(resolution.period, provider, at ?? hourOf(time), to) : [];
    },
    pricePeriods(model, provider) {
      const priced = stretches(model, provider).filter((stretch) => stretch.period !== undefined);
      return priced.map(({ from, to, period }) => {
        const { input, output, cacheRead, cacheWrite5m, cacheWrite1h } = cardFor(
          period!,
          'standard',
          0,
          false,
        );
        return { from, to, input, output, cacheRead, cacheWrite5m, cacheWrite1h };
      });
    },
    retirement(model, provider) {
      const latest = stretches(model, provider).findLast(
        ({ from, period }) => period !== undefined && from <= date,
      );
      const found = retirementOf(model, provider, latest?.period, directory.index.providers, date);
      return found === undefined ? undefined : { ...found, asOf: date };
    },
    cost(billable) {
      const { usage, time } = billable;
      const resolution = resolve(billable.model, billable.provider, time);
      if (!resolution.found || !isBillable(usage)) return Number.NaN;
      const { period } = resolution;
      return charge(
        cardFor(period, billable.tier, bandFor(period, usage), atPeak(period, hourOf(time))),
        usage,
      );
    },
    rates(billable) {
      const { usage, time } = billable;
      const resolution = resolve(billable.model, billable.provider, time);
      if (!resolution.found || !isBillable(usage)) return undefined;
      const { period } = resolution;
      const card = cardFor(period, billable.tier, bandFor(period, usage), atPeak(period, hourOf(time)));
      return usage.reasoning > 0 ? { ...card, output: card.outputThinking } : card;
    },
    terms({ model, provider, time, tier, usage }) {
      const prompt = promptTokens(usage);
      return {
        ...{ model, provider, tier, isReasoning: usage.reasoning > 0 },
        above: thresholds.findLast((threshold) => prompt > threshold) ?? 0,
        peak: peaks.rulesAt(model, provider, hourOf(time)),
      };
    },
    costUnder({ model, provider, tier, above, peak, isReasoning }, time, tokens) {
      const resolution = resolve(model, provider, time);
      if (!resolution.found) return Number.NaN;
      const { period } = resolution;
      const band = period.thresholds.filter((threshold) => threshold <= above).length;
      // Only whether there is reasoning decides a rate, not how much.
      return charge(
        cardFor(period, tier, band, period.peak !== undefined && peak.includes(period.peak.name)),
        {
          ...tokens,
          reasoning: isReasoning ? 1 : 0,
        },
      );
    },
    bill({ model, provider, time, tier, usage }) {
      const resolution = resolve(model, provider, time);
      if (!resolution.found || !isBillable(usage)) return undefined;
      return billOf(resolution.period, tier, usage, atPeak(resolution.period, hourOf(time)));
    },
    price(billable) {
      const resolution = resolve(billable.model, billable.provider, billable.time);
      return breakDown(resolution, billable, hourOf(billable.time), tableEnd);
    },
  };
}
