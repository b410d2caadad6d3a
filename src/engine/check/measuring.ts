import type { Call } from '../../model/call.ts';
import type { MeasuredGroup, MeasuredGroups, Measurement } from '../../model/measurement.ts';
import type { Grouping as GroupingName } from '../../model/report.ts';
import { hasUnknownOutput } from '../../model/unknown-output.ts';
import type { Detection } from '../findings/detection.ts';
import type { SettledClaim } from '../findings/overlap.ts';
import type { OpenedLog } from '../opened-log.ts';
import type { Grouping } from '../totals/grouping.ts';
import { CallColumns } from './call-columns.ts';
import { distinctLabels } from './distinct-labels.ts';
import { pricerAt, TermNumbers } from './rate-terms.ts';
import { MoneyTally, type Pricing, Tally } from './tally.ts';
import { templateSketch } from './template-sketch.ts';

/** The groups of one grouping, numbered as they come. */
interface Groups {
  readonly by: GroupingName;
  readonly numbers: Map<string, number>;
  readonly tallies: Tally[];
  /** Of all calls that name a group. */
  readonly named: MoneyTally;
}

export type Measured = Pick<Measurement, 'asOf' | 'terms' | 'total' | 'groups'>;

/** Adds up what a log comes to, by some groupings: first every call, then what the detectors claimed. */
export class Measuring {
  readonly #opened: OpenedLog;
  readonly #grouping: Grouping;
  readonly #total = new Tally();
  readonly #groups: readonly Groups[];
  readonly #calls: CallColumns;
  readonly #terms: TermNumbers;
  /** Ids by number. */
  #detectors: readonly string[] = [];
  #unanswered = 0;

  constructor(opened: OpenedLog, groupings: readonly GroupingName[]) {
    this.#opened = opened;
    this.#grouping = opened.newGrouping(groupings);
    this.#groups = groupings.map((by) => {
      return { by, numbers: new Map<string, number>(), tallies: [], named: new MoneyTally() };
    });
    this.#calls = new CallColumns(groupings.length);
    this.#terms = new TermNumbers(opened.book);
  }

  /** Calls that succeeded and have a price, but no answer in the log: what it cost is not known. */
  get unanswered(): number {
    return this.#unanswered;
  }

  /** `costUsd` NaN: unpriced. */
  see(call: Call, costUsd: number): void {
    const isAnswered =
      call.failed || call.cacheHit || call.endpoint === 'embedding' || !hasUnknownOutput(call);
    if (!isAnswered && !Number.isNaN(costUsd)) this.#unanswered++;
    const terms = this.#termsOf(call, costUsd);
    this.#total.add(call, costUsd, terms);
    const numbers = this.#groups.map((groups) => {
      const key = this.#grouping.key(groups.by, call);
      const number = numberOf(groups, key);
      groups.tallies[number]!.add(call, costUsd, terms);
      if (key !== '' && terms >= 0) groups.named.addCall(call, costUsd, terms);
      return number;
    });
    this.#calls.add(terms, call.usageBasis === 'none' ? undefined : call.usage, numbers);
  }

  /** What a claim came to; `detections` are those that were settled. */
  settled(detections: readonly Detection[], claim: SettledClaim): void {
    const { call, detector, wastedUsd, countedUsd, tokens, counted } = claim;
    const { claims } = detections[detector]!;
    if (this.#detectors.length === 0) this.#detectors = detections.map((detection) => detection.detector.id);
    if (claims.groups[claims.groupAt(claim.claim)]!.review) return;
    const share = claims.savedAt(claim.claim);
    const terms = this.#calls.termsOf(call.index);
    const add = (tally: Tally): void => {
      tally.addWaste(detector, call.index, wastedUsd, terms, tokens, share);
      tally.addRecoverable(countedUsd, terms, counted, share);
    };
    add(this.#total);
    this.#groups.forEach(({ tallies }, g) => {
      add(tallies[this.#calls.groupOf(g, call.index)]!);
    });
  }

  /** `asOf`: UTC milliseconds of the day whose prices are now. */
  measured(asOf: number): Measured {
    const { terms, placeOf } = this.#terms.sorted();
    const pricing = { placeOf, nowUsd: pricerAt(this.#opened.book, terms, asOf) };
    const groups = this.#groups.map((of, g) => [of.by, this.#measuredGroups(of, g, pricing)]);
    return {
      ...{ asOf, terms },
      total: this.#total.figures(pricing, this.#detectors, this.#calls.quantiles()),
      groups: Object.fromEntries(groups) as Measurement['groups'],
    };
  }

  #measuredGroups(
    { by, numbers, tallies, named }: Groups,
    grouping: number,
    pricing: Pricing,
  ): MeasuredGroups {
    const quantiles = this.#calls.quantilesByGroup(grouping, tallies.length);
    const list = [...numbers]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, number]): MeasuredGroup => {
        return {
          key,
          ...this.#described(by, key),
          ...tallies[number]!.figures(pricing, this.#detectors, quantiles[number]!),
        };
      });
    const isNamed = list.filter(({ key }) => key !== '').length;
    return { named: isNamed, money: named.money(pricing), list: distinctLabels(list), leftOut: 0 };
  }

  #described(by: GroupingName, key: string): Pick<MeasuredGroup, 'label' | 'sketch'> {
    const template = by === 'template' ? this.#grouping.templateOf(key) : undefined;
    if (template === undefined) return { label: key };
    const { templates, prompts } = this.#opened;
    return {
      label: templates.label(template) || key,
      sketch: templateSketch(prompts, templates.examples(template)),
    };
  }

  /** -1 where there is nothing to price, or no price. */
  #termsOf(call: Call, costUsd: number): number {
    const isBilled = !call.cacheHit && call.usageBasis !== 'none' && !Number.isNaN(costUsd);
    return isBilled ? this.#terms.of(call) : -1;
  }
}

function numberOf({ numbers, tallies }: Groups, key: string): number {
  let number = numbers.get(key);
  if (number === undefined) {
    number = tallies.push(new Tally()) - 1;
    numbers.set(key, number);
  }
  return number;
}
