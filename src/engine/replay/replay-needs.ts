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
  readonly #met: Record<Need, boolean> = {
    prompts: false,
    attempts: false,
    usage: false,
    time: false,
    status: false,
    finish: false,
    tools: false,
    caching: false,
    price: false,
  };
  readonly #prompts: Pick<Prompts, 'toolTokens'>;

  constructor(prompts: Pick<Prompts, 'toolTokens'>) {
    this.#prompts = prompts;
  }

  see(call: Call, costUsd: number): void {
    const met = this.#met;
    this.#calls++;
    if (!Number.isNaN(costUsd)) this.#priced++;
    if (!met.prompts && call.prompt >= 0) met.prompts = true;
    if (!met.attempts && (call.prompt >= 0 || call.trace !== '')) met.attempts = true;
    if (!met.usage && call.usageBasis !== 'none') met.usage = true;
    if (!met.time && !Number.isNaN(call.time)) met.time = true;
    if (!met.finish && call.finishReason !== '') met.finish = true;
    if (!met.price && costUsd > 0) met.price = true;
    if (!met.tools && call.prompt >= 0 && this.#prompts.toolTokens(call.prompt) > 0) met.tools = true;
    const { cacheRead, cacheWrite5m, cacheWrite1h } = call.usage;
    if (!met.caching && cacheRead + cacheWrite5m + cacheWrite1h > 0) met.caching = true;
    if (!met.status && (call.status !== 0 || isKnownToFail(call))) met.status = true;
  }

  /** What no call of this log has of these needs; null when each is met. */
  unmet(needs: readonly Need[]): string | null {
    if (this.#calls === 0) return 'there are no calls';
    for (const need of needs) if (!this.#met[need]) return MISSING[need];
    return null;
  }

  /** True once all of them are met; until then no call has what the strategy works on. */
  has(needs: readonly Need[]): boolean {
    for (const need of needs) if (!this.#met[need]) return false;
    return true;
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
