import {
  type DetectorContext,
  type DetectorRun,
  defineDetector,
  type FindingSink,
} from '../contracts/detector.ts';
import type { Call } from '../model/call.ts';
import { ByModel } from './models/by-model.ts';
import { isoDay } from './models/paid.ts';
import { ChangingModel, type PriceChange, sameTimeIn } from './models/price-change.ts';

const DAY_MS = 86_400_000;

/** Models whose list price changed while the log ran, or changes on a known day after it. */
export const priceChanges = defineDetector({
  id: 'price-changes',
  title: 'Price changes',
  describe:
    'Models with calls both before and after a day within the log on which their price changed, and models with calls at a price that ends on a known day ' +
    "within the given days after the log's last call. A group holds the calls at the price before and at the price after that day; what they would all cost at either price " +
    "is worked out call by call, at the same hour and day of the week. Nothing of them is avoidable. Prices with the user's own and the discounts, the standard rates of short prompts shown.",
  why: 'The same calls cost another sum from that day on, so budgets, forecasts and the choice between models change with it.',
  basis: 'measured',
  needs: ['time', 'price'],
  options: {
    days: {
      default: 180,
      min: 0,
      describe: "Days after the log's last call within which a coming change is reported. Own choice.",
    },
  },
  columns: [
    { key: 'changes', label: 'On', kind: 'text' },
    { key: 'callsBefore', label: 'Calls before', kind: 'count' },
    { key: 'callsAfter', label: 'Calls after', kind: 'count' },
    { key: 'oldInput', label: 'Input per 1M, old', kind: 'usd' },
    { key: 'newInput', label: 'Input per 1M, new', kind: 'usd' },
    { key: 'oldOutput', label: 'Output per 1M, old', kind: 'usd' },
    { key: 'newOutput', label: 'Output per 1M, new', kind: 'usd' },
    { key: 'oldCacheRead', label: 'Cached per 1M, old', kind: 'usd' },
    { key: 'newCacheRead', label: 'Cached per 1M, new', kind: 'usd' },
    { key: 'oldUsd', label: 'All at the old price', kind: 'usd' },
    { key: 'newUsd', label: 'All at the new price', kind: 'usd' },
    { key: 'changeUsd', label: 'Difference', kind: 'usd' },
    { key: 'unpriced', label: 'Calls without a price', kind: 'count' },
  ],
  fix: (options) =>
    'Plan with the new price: compare the models that can do the task again, and set budgets and alerts to what the same traffic will cost. ' +
    `Found: changes within the log and up to ${options.days} days after it.`,
  start: (context, options, sink) => new PriceChangesRun(context, options.days, sink),
});

class PriceChangesRun implements DetectorRun {
  readonly #context: DetectorContext;
  readonly #days: number;
  readonly #sink: FindingSink;
  readonly #models = new Map<string, ChangingModel>();
  readonly #byModel: ByModel<ChangingModel>;
  readonly #groups: PriceChange[] = [];
  #firstTime = Number.POSITIVE_INFINITY;
  #lastTime = Number.NEGATIVE_INFINITY;

  constructor(context: DetectorContext, days: number, sink: FindingSink) {
    this.#context = context;
    this.#days = days;
    this.#sink = sink;
    this.#byModel = new ByModel((model, provider, call) => this.#find(model, provider, call));
  }

  see(call: Call): void {
    if (Number.isNaN(call.time)) return;
    this.#firstTime = Math.min(this.#firstTime, call.time);
    this.#lastTime = Math.max(this.#lastTime, call.time);
    if (call.cacheHit) return;
    const model = this.#byModel.of(call.model, call);
    if (model === undefined) return;
    const at = model.periodAt(call.time);
    if (at < 0) return;
    const start = model.changeAt(at);
    const end = model.changeAt(at + 1);
    if (start === undefined && end === undefined) return;
    const { models } = this.#context;
    const isKnown = call.usageBasis !== 'none' || call.failed;
    const usd = isKnown ? models.cost(call) : Number.NaN;
    const costIn = (period: number) =>
      models.cost({ ...billable(call), time: sameTimeIn(call.time, model.periods[period]!) });
    start?.add('after', isKnown ? costIn(at - 1) : Number.NaN, usd);
    end?.add('before', usd, isKnown ? costIn(at + 1) : Number.NaN);
    if (call.usageBasis === 'estimated') for (const change of [start, end]) change?.addEstimate();
  }

  finish(): void {
    for (const model of this.#models.values()) {
      for (const change of model.changes) {
        if (change === undefined || !change.matters || !this.#isReported(change)) continue;
        this.#sink.group({ basis: change.isEstimated ? 'estimated' : 'measured' });
        this.#groups.push(change);
      }
    }
  }

  describe(group: number): ReturnType<DetectorRun['describe']> {
    const change = this.#groups[group]!;
    const { model, time, before, after } = change;
    const day = isoDay(time);
    return {
      id: `${model.id} ${day} ${before.input}/${before.output} ${after.input}/${after.output}`,
      label: `${model.name} ${change.direction} on ${day}`,
      columns: { changes: day, ...change.columns() },
      fix:
        time > this.#lastTime
          ? `The price of ${model.name} ${change.direction} on ${day}: compare it with other models of its kind before that day, and set budgets to the new price.`
          : `The price of ${model.name} has changed on ${day}: compare it with other models of its kind at the new price, and set budgets to it.`,
      covered: {
        calls: change.callsBefore + change.callsAfter,
        covers: (call) => !call.cacheHit && this.#touches(change, call),
      },
    };
  }

  #touches(change: PriceChange, call: Call): boolean {
    if (Number.isNaN(call.time) || this.#byModel.of(call.model, call) !== change.model) return false;
    const at = change.model.periodAt(call.time);
    return at >= 0 && (change.model.changeAt(at) === change || change.model.changeAt(at + 1) === change);
  }

  #isReported({ time, callsBefore, callsAfter }: PriceChange): boolean {
    if (time > this.#lastTime) return callsBefore > 0 && time <= this.#lastTime + this.#days * DAY_MS;
    return callsBefore > 0 && callsAfter > 0;
  }

  /** One for all names with the same id and the same prices over time. */
  #find(name: string, provider: string, call: Call): ChangingModel | undefined {
    const { models } = this.#context;
    const info = models.info(name, provider, call.time) ?? models.info(name, provider, Number.NaN);
    const periods = info === undefined ? [] : models.periods(name, provider);
    if (info === undefined || periods.length < 2) return undefined;
    const prices = periods.map(({ from, input, output, cacheRead }) => [from, input, output, cacheRead]);
    const key = JSON.stringify([info.provider, info.id, prices]);
    let model = this.#models.get(key);
    if (model === undefined) {
      model = new ChangingModel(`${info.provider}/${info.id}`, info.id, periods);
      this.#models.set(key, model);
    }
    return model;
  }
}

function billable({ model, provider, tier, usage }: Call) {
  return { model, provider, tier, usage };
}
