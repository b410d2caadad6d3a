import type { ModelCost } from '../../contracts/explorer.ts';
import type { Models } from '../../contracts/models.ts';
import type { ModelInfo } from '../../model/price.ts';
import { strategies } from '../../strategies/index.ts';
import { Mover, wantsVectors } from '../../strategies/routing/router-move.ts';
import type { OpenedLog } from '../opened-log.ts';
import { CompensatedSum } from '../replay/replay-sum.ts';
import { KnownUsage, type ManyMoved } from './known-usage.ts';
import { type OfferedModel, offeredModels } from './offered-models.ts';

/** Models that are worked out in the first pass over the log, so that some are told soon, and in each later one. */
const AT_FIRST = 12;
const AT_ONCE = 32;

/** Calls between two pauses, times models: some milliseconds. */
const STEPS_BETWEEN_PAUSES = 1 << 15;

/** As `* -> X` of the strategy moves calls, so that the figures agree with a what-if. */
const MODEL_MAP = strategies.find(({ id }) => id === 'model-map')!;
const REASONING_FACTOR = Number(MODEL_MAP.options.reasoningFactor!.default);

/**
 * What all priced calls that ask for text would cost on each model that is offered now, told in pieces; after the last one
 * all of them, the cheapest first. Each call is converted and priced at its own time, as the strategy `model-map` moves it:
 * a model that was not sold then has no price for it. `pause` lets other work be done; the log may be read by others meanwhile.
 */
export async function modelCosts(
  opened: OpenedLog,
  watch: (costs: readonly ModelCost[]) => void,
  pause: () => Promise<void>,
): Promise<void> {
  const offered = offeredModels(opened.book);
  const all: ModelCost[] = [];
  for (let i = 0; i < offered.length; ) {
    const some = offered.slice(i, i + (i === 0 ? AT_FIRST : AT_ONCE));
    const usage = new KnownUsage(opened);
    const sums = some.map((model) => new ModelSum(opened.context.models, model, usage));
    await addAll(opened, sums, pause);
    const costs = sums.map((sum) => sum.cost());
    all.push(...costs);
    watch(costs);
    i += some.length;
  }
  watch(all.sort((a, b) => a.costUsd - b.costUsd || (a.model < b.model ? -1 : 1)));
}

async function addAll(
  opened: OpenedLog,
  sums: readonly ModelSum[],
  pause: () => Promise<void>,
): Promise<void> {
  const { size } = opened.log;
  const callsAtOnce = Math.ceil(STEPS_BETWEEN_PAUSES / sums.length);
  for (let index = 0; index < size; index += callsAtOnce) {
    await pause();
    const calls = loggedCalls(opened, index, Math.min(size, index + callsAtOnce));
    // Model by model: the price book is asked for one name at a time.
    for (const sum of sums) for (const call of calls) sum.add(call);
  }
}

/** A call that can be moved, as it was; the log's own is gone when the next one is looked at. */
interface LoggedCall extends ManyMoved {
  readonly costUsd: number;
  readonly info: ModelInfo | undefined;
}

function loggedCalls(
  { log, context: { models }, costOf }: OpenedLog,
  from: number,
  to: number,
): readonly LoggedCall[] {
  const calls: LoggedCall[] = [];
  for (let index = from; index < to; index++) {
    const call = log.at(index);
    const costUsd = costOf(call);
    if (Number.isNaN(costUsd) || call.cacheHit || call.usageBasis === 'none') continue;
    const { endpoint, model, provider, tier, usage, time, maxOutputTokens } = call;
    const info = models.info(model, provider, time);
    if (wantsVectors(call, info)) continue;
    const original = { time, maxOutputTokens, endpoint };
    calls.push({ original, model, provider, tier, usage, costUsd, info, moved: [] });
  }
  return calls;
}

/** One model's part. */
class ModelSum {
  readonly #offered: OfferedModel;
  readonly #mover: Mover;
  readonly #cost = new CompensatedSum();
  readonly #before = new CompensatedSum();
  #calls = 0;
  #unpriced = 0;
  #own = 0;
  #tooLong = 0;

  constructor(models: Models, offered: OfferedModel, usage: KnownUsage) {
    this.#offered = offered;
    const options = {
      provider: offered.info.provider,
      allowReasoning: true,
      reasoningFactor: REASONING_FACTOR,
      leavesTier: true,
    };
    this.#mover = new Mover(models, options, usage);
  }

  add(planned: LoggedCall): void {
    const { info } = this.#offered;
    const from = planned.info;
    const isOwn = from !== undefined && from.id === info.id && from.provider === info.provider;
    const costUsd = isOwn ? planned.costUsd : this.#mover.to(planned, from, info.id)?.costUsd;
    if (costUsd === undefined) {
      if (this.#mover.isTooLong(planned, from, info.id)) this.#tooLong++;
      else this.#unpriced++;
      return;
    }
    if (isOwn) this.#own++;
    this.#calls++;
    this.#cost.add(costUsd);
    this.#before.add(planned.costUsd);
  }

  cost(): ModelCost {
    const { info, name, inputUsd, outputUsd } = this.#offered;
    return {
      model: name,
      provider: info.provider,
      tier: 'standard',
      costUsd: this.#cost.value,
      beforeUsd: this.#before.value,
      calls: this.#calls,
      unpricedCalls: this.#unpriced,
      ownCalls: this.#own,
      inputUsd,
      outputUsd,
      contextWindow: info.contextWindow > 0 ? info.contextWindow : null,
      tooLong: this.#tooLong,
    };
  }
}
