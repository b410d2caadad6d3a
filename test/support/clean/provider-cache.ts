import type { TokenCounts } from '../../../src/model/usage.ts';

const HOUR_MS = 3_600_000;
const MINIMUM = 1024;
const STEP = 128;

/** One part of a prompt in the order the provider reads it: tools, system prompt, messages. */
export interface CachedPart {
  readonly text: string;
  readonly tokens: number;
}

type PromptUse = Pick<TokenCounts, 'input' | 'cacheRead' | 'cacheWrite5m'>;

/** A prompt cache that works as well as one can: what it saw within the hour it serves, part by part. */
export class ProviderCache {
  readonly #lastUse = new Map<string, number>();

  /** Read without being asked, in steps of 128 tokens from 1,024 on; writing is free. */
  automatic(model: string, parts: readonly CachedPart[], time: number): PromptUse {
    const whole = parts.reduce((sum, { tokens }) => sum + tokens, 0);
    const known = this.#use(model, parts, time);
    const cacheRead = known < MINIMUM ? 0 : Math.floor(known / STEP) * STEP;
    return { input: whole - cacheRead, cacheRead, cacheWrite5m: 0 };
  }

  /** With a breakpoint at the end of every prompt: what was not read is written. */
  explicit(model: string, parts: readonly CachedPart[], time: number): PromptUse {
    const whole = parts.reduce((sum, { tokens }) => sum + tokens, 0);
    const known = this.#use(model, parts, time);
    if (whole < MINIMUM) return { input: whole, cacheRead: 0, cacheWrite5m: 0 };
    const cacheRead = known < MINIMUM ? 0 : known;
    return { input: 0, cacheRead, cacheWrite5m: whole - cacheRead };
  }

  /** Tokens of the longest beginning seen within the hour; remembers all beginnings of this prompt. */
  #use(model: string, parts: readonly CachedPart[], time: number): number {
    let prefix = model;
    let tokens = 0;
    let known = 0;
    for (const part of parts) {
      prefix += `\0${part.text}`;
      tokens += part.tokens;
      if (time - (this.#lastUse.get(prefix) ?? Number.NEGATIVE_INFINITY) <= HOUR_MS) known = tokens;
      this.#lastUse.set(prefix, time);
    }
    return known;
  }
}
