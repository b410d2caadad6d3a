import type { Models } from '../../contracts/models.ts';
import type { Change, PlannedCall } from '../../contracts/strategy.ts';
import type { ModelInfo } from '../../model/price.ts';
import { isLocal, KEEP } from './candidates.ts';
import { EndingModels } from './ending-models.ts';
import type { LocalServer } from './local-server.ts';
import { type Move, Mover, type MoverOptions, wantsVectors } from './router-move.ts';

export interface RouteOptions extends MoverOptions {
  /** US dollars that a request may cost. */
  readonly ceilingUsd: number;
  readonly allowDearer: boolean;
  /** Share of moved calls that are made again as they were. */
  readonly redoShare: number;
}

/** A model's name and the call there; the call itself where it stays. */
interface Chosen {
  readonly name: string;
  readonly move: Move | undefined;
  /** US dollars. */
  readonly costUsd: number;
}

/** A model that asks less than this part of the price is seldom the equal of the other; own choice. */
const MUCH_CHEAPER = 0.1;

/** Picks the first of some candidates that a call can go to under the ceiling. */
export class RouteChooser {
  readonly #models: Models;
  readonly #local: LocalServer;
  readonly #options: RouteOptions;
  readonly #mover: Mover;
  readonly #ends: EndingModels;
  readonly #groups = new Map<string, Map<string, string>>();
  #unfit = 0;
  #claimed = 0;
  #moved = 0;
  #muchCheaper = 0;

  constructor(models: Models, local: LocalServer, options: RouteOptions) {
    this.#models = models;
    this.#local = local;
    this.#options = options;
    this.#mover = new Mover(models, options);
    this.#ends = new EndingModels(models);
  }

  /** Where the call goes and what it costs there, asking some of it again included; KEEP when it stays. */
  routed(
    planned: PlannedCall,
    names: readonly string[],
  ): { readonly name: string; readonly costUsd: number } {
    const chosen = this.#choose(planned, names);
    if (chosen?.move === undefined || !this.#isWanted(chosen, planned))
      return { name: KEEP, costUsd: planned.costUsd };
    return { name: chosen.name, costUsd: chosen.costUsd + this.#options.redoShare * planned.costUsd };
  }

  /** `label` is the tier or the task. */
  change(planned: PlannedCall, names: readonly string[], label: string): Change | undefined {
    if (names.length === 1 && names[0] === KEEP) return undefined;
    const chosen = this.#choose(planned, names);
    if (chosen === undefined) this.#unfit++;
    if (chosen?.move === undefined || !this.#isWanted(chosen, planned)) return undefined;
    const { redoShare } = this.#options;
    const { model, provider, tier, usage, isClaim } = chosen.move;
    if (isClaim) this.#claimed++;
    this.#moved++;
    if (chosen.costUsd < MUCH_CHEAPER * planned.costUsd) this.#muchCheaper++;
    const isOwn = isLocal(chosen.name);
    const againUsd = redoShare * planned.costUsd;
    if (!isOwn) this.#ends.add(chosen.move);
    else this.#local.count(planned, planned.costUsd - againUsd);
    return {
      model,
      provider,
      tier,
      usage,
      group: this.#groupOf(label, model),
      risk: 'otherModel',
      ...(isOwn && { billedUsd: 0 }),
      ...(againUsd > 0 && { addedUsd: againUsd }),
    };
  }

  notes(): readonly string[] {
    const said: string[] = [];
    if (this.#muchCheaper > 0)
      said.push(
        `${this.#muchCheaper} of the ${this.#moved} moved calls go to models that ask less than a tenth for them; such models are seldom as good, so try them on these prompts before believing the saving`,
      );
    said.push(...this.#ends.notes());
    if (this.#unfit > 0)
      said.push(`${this.#unfit} calls fit no candidate with a price at their time and stay`);
    if (this.#claimed > 0)
      said.push(
        `${this.#claimed} calls are priced at what a reseller claims, without a price list behind it`,
      );
    return said;
  }

  #isWanted({ move, costUsd }: Chosen, planned: PlannedCall): boolean {
    return move !== undefined && (this.#options.allowDearer || costUsd < planned.costUsd);
  }

  #choose(planned: PlannedCall, names: readonly string[]): Chosen | undefined {
    const from = this.#models.info(planned.model, planned.provider, planned.original.time);
    let cheapest: Chosen | undefined;
    for (const name of names) {
      const chosen = this.#at(planned, from, name);
      if (chosen === undefined) continue;
      if (chosen.costUsd <= this.#options.ceilingUsd) return chosen;
      if (cheapest === undefined || chosen.costUsd < cheapest.costUsd) cheapest = chosen;
    }
    return cheapest;
  }

  #at(planned: PlannedCall, from: ModelInfo | undefined, name: string): Chosen | undefined {
    const { provider } = this.#options;
    const isHere = provider === '' || provider === planned.provider;
    if (name === KEEP || (name === planned.model && isHere))
      return { name: KEEP, move: undefined, costUsd: planned.costUsd };
    const move = isLocal(name) ? this.#onServer(planned, from, name) : this.#mover.to(planned, from, name);
    return move === undefined ? undefined : { name, move, costUsd: move.costUsd };
  }

  #onServer(planned: PlannedCall, from: ModelInfo | undefined, model: string): Move | undefined {
    if (wantsVectors(planned.original, from)) return undefined;
    const usage = this.#local.usage(planned);
    if (usage === undefined) return undefined;
    return { model, provider: 'local', tier: 'standard', usage, costUsd: 0, isClaim: false };
  }

  #groupOf(label: string, model: string): string {
    let byModel = this.#groups.get(label);
    if (byModel === undefined) {
      byModel = new Map();
      this.#groups.set(label, byModel);
    }
    let group = byModel.get(model);
    if (group === undefined) {
      group = `${label}: ${model}`;
      byModel.set(model, group);
    }
    return group;
  }
}
