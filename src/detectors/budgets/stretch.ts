import type { Call } from '../../model/call.ts';
import { billedTokens } from '../../model/usage.ts';
import { Largest } from './largest.ts';

/** Most stretches of one length that are kept; of more, those furthest beyond their limit. */
const MOST_KEPT = 1000;

export interface Limits {
  /** 0: no limit. */
  readonly calls: number;
  readonly tokens: number;
  readonly usd: number;
}

/** One hour, day or minute and what ran in it. */
export interface Stretch {
  /** The number that the clock gives it. */
  readonly key: number;
  /** Time of its first call, UTC ms. */
  readonly time: number;
  readonly calls: number;
  readonly tokens: number;
  /** Of the calls whose price is known; NaN when it is of none. */
  readonly usd: number;
  readonly isEstimated: boolean;
  /** Times the limit by which it is exceeded most: 0.25 for a quarter more than allowed. */
  readonly excess: number;
}

/** Adds up the calls of equal stretches of time, one after the other, and keeps those beyond a limit. */
export class Stretches {
  readonly #limits: Limits;
  readonly #exceeded: Largest<Stretch>;
  #key = Number.NaN;
  #time = Number.NaN;
  #calls = 0;
  #tokens = 0;
  #usd = Number.NaN;
  #isEstimated = false;

  constructor(limits: Limits, most = MOST_KEPT) {
    this.#limits = limits;
    this.#exceeded = new Largest(most);
  }

  get isLimited(): boolean {
    const { calls, tokens, usd } = this.#limits;
    return calls > 0 || tokens > 0 || usd > 0;
  }

  /** `usd` NaN: not known. */
  add(key: number, call: Call, usd: number): void {
    if (key !== this.#key) {
      this.#close();
      this.#key = key;
      this.#time = call.time;
    }
    this.#calls++;
    this.#tokens += billedTokens(call.usage);
    if (!Number.isNaN(usd)) this.#usd = Number.isNaN(this.#usd) ? usd : this.#usd + usd;
    if (call.usageBasis === 'estimated') this.#isEstimated = true;
  }

  /** After the last call: those furthest beyond a limit first. */
  exceeded(): readonly Stretch[] {
    this.#close();
    return this.#exceeded.all();
  }

  #close(): void {
    const { calls, tokens, usd } = this.#limits;
    const excess = Math.max(beyond(this.#calls, calls), beyond(this.#tokens, tokens), beyond(this.#usd, usd));
    if (excess > 0) {
      this.#exceeded.add({
        key: this.#key,
        time: this.#time,
        calls: this.#calls,
        tokens: this.#tokens,
        usd: this.#usd,
        isEstimated: this.#isEstimated,
        excess,
      });
    }
    this.#calls = 0;
    this.#tokens = 0;
    this.#usd = Number.NaN;
    this.#isEstimated = false;
  }
}

/** Money is added up in binary fractions: by this share it may exceed a limit that it only reaches. */
const DUST = 1e-9;

/** Share by which the limit is exceeded; 0 within it or without one. */
export function beyond(value: number, limit: number): number {
  return limit > 0 && value > limit * (1 + DUST) ? value / limit - 1 : 0;
}
