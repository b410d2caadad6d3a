import {
  type DetectorContext,
  type DetectorRun,
  defineDetector,
  type FindingSink,
} from '../contracts/detector.ts';
import type { Call } from '../model/call.ts';
import type { Retirement } from '../model/price.ts';
import { billedTokens, type TokenCounts } from '../model/usage.ts';
import { ByModel } from './models/by-model.ts';
import { isoDay, paidFor } from './models/paid.ts';

const DAY_MS = 86_400_000;

/** Calls on models that their provider no longer serves or has announced to stop serving. */
export const retiredModels = defineDetector({
  id: 'retired-models',
  title: 'Retired models',
  describe:
    'Calls on models whose provider has announced their end, by the announcements that the price book knows: retired, retiring within the given days ' +
    "of the log's last call or of the price book's date, whichever is later, or deprecated without a day. The model that was asked for counts, else the one that answered. " +
    "Nothing of them is avoidable; the group says what the same tokens would cost on the recommended replacement at its price of the price book's date.",
  why: 'From its last day on requests to a retired model fail, or another model answers them at its own price.',
  basis: 'measured',
  needs: ['price'],
  options: {
    days: {
      default: 180,
      min: 0,
      describe:
        'Days before its end from which a model is reported. Own choice: OpenAI announces the end of its models at least six months ahead.',
    },
  },
  columns: [
    { key: 'status', label: 'Status', kind: 'text' },
    { key: 'retires', label: 'Retires', kind: 'text' },
    { key: 'daysLeft', label: 'Days left', kind: 'count' },
    { key: 'replacement', label: 'Replacement', kind: 'text' },
    { key: 'tokens', label: 'Tokens', kind: 'tokens' },
    { key: 'costUsd', label: 'Cost', kind: 'usd' },
    { key: 'costShare', label: 'Share of cost', kind: 'percent' },
    { key: 'replacementUsd', label: 'On the replacement', kind: 'usd' },
    { key: 'failed', label: 'Failed', kind: 'count' },
    { key: 'source', label: 'Announced in', kind: 'text' },
  ],
  fix: (options) =>
    'Name a model that stays in the model parameter of these requests, and test it with your prompts before the day. ' +
    `Found: models that are retired, deprecated or retire within ${options.days} days.`,
  start: (context, options, sink) => new RetiredModelsRun(context, options.days, sink),
});

/** A model with an announced end, and its calls. */
interface Ending {
  readonly id: string;
  readonly model: string;
  readonly retirement: Retirement;
  calls: number;
  failed: number;
  tokens: number;
  /** NaN once a call's cost is unknown. */
  costUsd: number;
  replacementUsd: number;
}

class RetiredModelsRun implements DetectorRun {
  readonly #context: DetectorContext;
  readonly #days: number;
  readonly #sink: FindingSink;
  readonly #endings = new Map<string, Ending>();
  readonly #byModel: ByModel<Ending>;
  readonly #groups: Ending[] = [];
  #lastTime = Number.NEGATIVE_INFINITY;
  #totalUsd = 0;

  constructor(context: DetectorContext, days: number, sink: FindingSink) {
    this.#context = context;
    this.#days = days;
    this.#sink = sink;
    this.#byModel = new ByModel((model, provider, call) => this.#find(model, provider, call));
  }

  see(call: Call): void {
    const { models } = this.#context;
    if (call.time > this.#lastTime) this.#lastTime = call.time;
    const costUsd = paidFor(call, models);
    if (costUsd > 0) this.#totalUsd += costUsd;
    const ending = this.#endingOf(call);
    if (ending === undefined) return;
    ending.calls++;
    if (call.failed) ending.failed++;
    if (call.cacheHit) return;
    ending.tokens += billedTokens(call.usage);
    ending.costUsd += costUsd;
    ending.replacementUsd += this.#onReplacement(call, ending);
  }

  finish(): void {
    for (const ending of this.#endings.values()) {
      const { retires, asOf } = ending.retirement;
      const isDue = Number.isNaN(retires) || retires <= this.#today(asOf) + this.#days * DAY_MS;
      if (!isDue) continue;
      this.#sink.group();
      this.#groups.push(ending);
    }
  }

  describe(group: number): ReturnType<DetectorRun['describe']> {
    const ending = this.#groups[group]!;
    const { id, model, retirement, calls, failed, tokens, costUsd, replacementUsd } = ending;
    const { retires, replacement, source, asOf } = retirement;
    const today = this.#today(asOf);
    const day = Number.isNaN(retires) ? '' : isoDay(retires);
    const status = day === '' ? 'deprecated' : retires <= today ? 'retired' : 'retires soon';
    return {
      id,
      label: model,
      columns: {
        status,
        retires: day === '' ? null : day,
        daysLeft: day === '' ? null : Math.max(0, Math.ceil((retires - today) / DAY_MS)),
        replacement: replacement === '' ? null : replacement,
        tokens,
        costUsd: orNull(costUsd),
        costShare: this.#totalUsd > 0 ? orNull(costUsd / this.#totalUsd) : null,
        replacementUsd: replacement === '' ? null : orNull(replacementUsd),
        failed,
        source,
      },
      fix: fixOf(model, status, day, replacement),
      covered: { calls, covers: (call) => this.#endingOf(call) === ending },
    };
  }

  #today(asOf: number): number {
    return Math.max(asOf, this.#lastTime);
  }

  #endingOf(call: Call): Ending | undefined {
    return this.#byModel.of(call.requestedModel, call) ?? this.#byModel.of(call.model, call);
  }

  /** One for all names of a model that end on the same day by the same announcement. */
  #find(model: string, provider: string, call: Call): Ending | undefined {
    const { models } = this.#context;
    const retirement = models.retirement(model, provider);
    if (retirement === undefined) return undefined;
    // A cloud's announcement counts also where its price is not known.
    const info = models.info(model, provider, call.time) ?? models.info(model, provider, Number.NaN);
    const name = info?.id ?? model;
    const day = Number.isNaN(retirement.retires) ? 'deprecated' : isoDay(retirement.retires);
    const id = `${name} ${day} ${retirement.source}`;
    let ending = this.#endings.get(id);
    if (ending === undefined) {
      const none = { calls: 0, failed: 0, tokens: 0, costUsd: 0, replacementUsd: 0 };
      ending = { id, model: name, retirement, ...none };
      this.#endings.set(id, ending);
    }
    return ending;
  }

  #onReplacement(call: Call, { retirement, model }: Ending): number {
    const { replacement } = retirement;
    const { usage } = call;
    if (replacement === '' || call.usageBasis === 'none') {
      return replacement !== '' && call.failed ? 0 : Number.NaN;
    }
    const { models } = this.#context;
    const convert = (tokens: number) => models.convertTokens(tokens, model, replacement);
    const onReplacement: TokenCounts = {
      input: convert(usage.input),
      cacheRead: convert(usage.cacheRead),
      cacheWrite5m: convert(usage.cacheWrite5m),
      cacheWrite1h: convert(usage.cacheWrite1h),
      output: convert(usage.output),
      reasoning: convert(usage.reasoning),
    };
    const { provider, tier } = call;
    return models.cost({ model: replacement, provider, time: Number.NaN, tier, usage: onReplacement });
  }
}

function fixOf(model: string, status: string, day: string, replacement: string): string {
  const change =
    replacement === ''
      ? `Replace ${model} in the model parameter with a model that is still offered`
      : `Set the model parameter to ${replacement} instead of ${model}`;
  if (status === 'deprecated') return `${change}; no last day is announced yet.`;
  if (status === 'retired') return `${change}: it has been retired on ${day}.`;
  return `${change} before ${day}, its last day.`;
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
