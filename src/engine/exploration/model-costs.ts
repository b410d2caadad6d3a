import type { ModelCost } from '../../contracts/explorer.ts';
import type { Models } from '../../contracts/models.ts';
import type { PlannedCall } from '../../contracts/strategy.ts';
import type { ModelInfo } from '../../model/price.ts';
import { strategies } from '../../strategies/index.ts';
import { Mover } from '../../strategies/routing/router-move.ts';
import type { OpenedLog } from '../opened-log.ts';
import { CompensatedSum } from '../replay/replay-sum.ts';
import { type OfferedModel, offeredModels } from './offered-models.ts';

/** Models that are worked out in one pass over the log: enough to be told of some soon, few enough passes. */
const AT_ONCE = 12;

/** Calls between two pauses, times models: some ten milliseconds. */
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
  for (let i = 0; i < offered.length; i += AT_ONCE) {
    const sums = offered.slice(i, i + AT_ONCE).map((model) => new ModelSum(opened.context.models, model));
    await addAll(opened, sums, pause);
    const costs = sums.map((sum) => sum.cost());
    all.push(...costs);
    watch(costs);
  }
  watch(all.sort((a, b) => a.costUsd - b.costUsd || (a.model < b.model ? -1 : 1)));
}

async function addAll(
  { log, context: { models }, costOf }: OpenedLog,
  sums: readonly ModelSum[],
  pause: () => Promise<void>,
): Promise<void> {
  const callsBetween = Math.ceil(STEPS_BETWEEN_PAUSES / sums.length);
  for (let index = 0; index < log.size; index++) {
    if (index % callsBetween === 0) await pause();
    const call = log.at(index);
    const costUsd = costOf(call);
    if (Number.isNaN(costUsd) || call.cacheHit || call.usageBasis === 'none') continue;
    if (call.endpoint === 'embedding') continue;
    const { model, provider, tier, usage } = call;
    const info = models.info(model, provider, call.time);
    const planned = { original: call, model, provider, tier, usage, costUsd };
    for (const sum of sums) sum.add(planned, info);
  }
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

  constructor(models: Models, offered: OfferedModel) {
    this.#offered = offered;
    this.#mover = new Mover(models, {
      provider: offered.info.provider,
      allowReasoning: true,
      reasoningFactor: REASONING_FACTOR,
      leavesTier: true,
    });
  }

  add(planned: PlannedCall, from: ModelInfo | undefined): void {
    const { info } = this.#offered;
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
    const { info, inputUsd, outputUsd } = this.#offered;
    return {
      model: info.id,
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
