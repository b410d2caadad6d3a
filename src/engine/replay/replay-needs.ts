import type { Need } from '../../contracts/detector.ts';
import type { Prompts } from '../../contracts/prompts.ts';
import type { Strategy } from '../../contracts/strategy.ts';
import { answerEnding } from '../../model/answer-ending.ts';
import type { Call } from '../../model/call.ts';

const MISSING: Readonly<Record<Need, string>> = {
  prompts: 'no call has prompt text',
  attempts: 'no call has prompt text or a trace',
  usage: 'no call has token usage',
  time: 'no call has a time',
  status: 'no call has a status',
  finish: 'no call says why its answer ended',
  tools: 'no call has tool schemas',
  caching: 'no call reads from or writes to a prompt cache',
  price: 'no call has a known price',
};

/** Remembers which needs the log meets: a need counts as met once any call has it. */
export class NeedsMet {
  #calls = 0;
  #priced = 0;
  /** Of those that somebody has, the ones that no call has met yet. */
  readonly #open: Need[];
  readonly #prompts: Pick<Prompts, 'toolTokens'>;

  /** `wanted`: the needs of everyone who will ask. */
  constructor(prompts: Pick<Prompts, 'toolTokens'>, wanted: Iterable<Need>) {
    this.#prompts = prompts;
    this.#open = [...new Set(wanted)];
  }

  see(call: Call, costUsd: number): void {
    this.#calls++;
    if (!Number.isNaN(costUsd)) this.#priced++;
    for (let i = this.#open.length - 1; i >= 0; i--) {
      if (this.#meets(this.#open[i]!, call, costUsd)) this.#open.splice(i, 1);
    }
  }

  /** What no call of this log has of these needs; null when each is met. */
  unmet(needs: readonly Need[]): string | null {
    if (this.#calls === 0) return 'there are no calls';
    const need = needs.find((one) => this.#open.includes(one));
    return need === undefined ? null : MISSING[need];
  }

  /** True once all of them are met; until then no call has what the strategy works on. */
  has(needs: readonly Need[]): boolean {
    return this.#open.length === 0 || !needs.some((need) => this.#open.includes(need));
  }

  #meets(need: Need, call: Call, costUsd: number): boolean {
    switch (need) {
      case 'prompts':
        return call.prompt >= 0;
      case 'attempts':
        return call.prompt >= 0 || call.trace !== '';
      case 'usage':
        return call.usageBasis !== 'none';
      case 'time':
        return !Number.isNaN(call.time);
      case 'status':
        return call.status !== 0 || isKnownToFail(call);
      case 'finish':
        return call.finishReason !== '';
      case 'tools':
        return call.prompt >= 0 && this.#prompts.toolTokens(call.prompt) > 0;
      case 'caching': {
        const { cacheRead, cacheWrite5m, cacheWrite1h } = call.usage;
        return cacheRead + cacheWrite5m + cacheWrite1h > 0;
      }
      case 'price':
        return costUsd > 0;
      default:
        return need satisfies never;
    }
  }

  /** Why this strategy says nothing about this log; null when it can. */
  missing({ needs, worksUnpriced }: Pick<Strategy, 'needs' | 'worksUnpriced'>): string | null {
    const unmet = this.unmet(needs);
    if (unmet !== null || worksUnpriced === true) return unmet;
    return this.#priced === 0 ? 'no call has a known price' : null;
  }
}

/** By a flag or an error, or by the reason that its answer ended: a log without statuses may tell failures by these alone. */
function isKnownToFail({ failed, finishReason }: Call): boolean {
  if (failed) return true;
  const ending = answerEnding(finishReason);
  return ending !== 'whole' && ending !== 'cut';
}
