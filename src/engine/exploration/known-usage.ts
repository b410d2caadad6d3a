import type { ModelInfo } from '../../model/price.ts';
import type { TokenCounts } from '../../model/usage.ts';
import { Names } from '../../patterns/columns/names.ts';
import { type Movable, MovedUsage, type Target } from '../../strategies/routing/moved-usage.ts';
import type { OpenedLog } from '../opened-log.ts';

/** A call that is moved to many models. */
export interface ManyMoved extends Movable {
  /** By kind of model: its tokens there, as far as they are known. */
  readonly moved: (TokenCounts | undefined)[];
}

/** The tokens of calls on many models, worked out once for all models that count alike, reason alike and cache alike. */
export class KnownUsage {
  readonly #usage: MovedUsage;
  readonly #ratios: OpenedLog['ratios'];
  readonly #names = new Names();
  readonly #kinds = new Map<ModelInfo, number>();
  #info: ModelInfo | undefined;
  #kind = -1;

  constructor({ context, ratios }: Pick<OpenedLog, 'context' | 'ratios'>) {
    this.#usage = new MovedUsage(context.models);
    this.#ratios = ratios;
  }

  /** As `MovedUsage.convert`; the factor is the same for all. */
  convert(call: ManyMoved, from: ModelInfo | undefined, target: Target, factor: number): TokenCounts {
    if (target.info !== this.#info) {
      this.#kind = this.#kindOf(target, call.original.time);
      this.#info = target.info;
    }
    const known = call.moved[this.#kind];
    if (known !== undefined) return known;
    const usage = this.#usage.convert(call, from, target, factor);
    call.moved[this.#kind] = usage;
    return usage;
  }

  #kindOf(target: Target, time: number): number {
    const { info, model } = target;
    let kind = this.#kinds.get(info);
    if (kind === undefined) {
      const { family } = this.#ratios.of(model);
      const reads = this.#usage.readRule(target, time);
      kind = this.#names.id(`${family} ${info.tokenizerFamily} ${info.reasoning} ${reads}`);
      this.#kinds.set(info, kind);
    }
    return kind;
  }
}
