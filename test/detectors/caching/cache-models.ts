import type { Models } from '../../../src/contracts/models.ts';
import type { TokenCounts } from '../../../src/model/usage.ts';

interface Rates {
  readonly family: string;
  readonly input: number;
  readonly read: number;
  readonly short: number;
  readonly long: number;
  readonly minimum: number;
  readonly step: number;
  readonly ttlSeconds?: number;
}

/** US dollars per token, round numbers; `auto` caches by itself, `claude` when asked, `paid` by itself and for money. */
const RATES: Readonly<Record<string, Rates>> = {
  auto: { family: 'o200k_base', input: 10, read: 5, short: 10, long: Number.NaN, minimum: 1024, step: 128 },
  claude: { family: 'claude', input: 10, read: 1, short: 12.5, long: 20, minimum: 1024, step: 1 },
  'claude-other': { family: 'claude', input: 10, read: 1, short: 12.5, long: 20, minimum: 0, step: 1 },
  paid: {
    family: 'o200k_base',
    input: 10,
    read: 1,
    short: 12.5,
    long: 20,
    minimum: 1024,
    step: 1,
    ttlSeconds: 1800,
  },
  bare: {
    family: 'llama',
    input: 10,
    read: Number.NaN,
    short: Number.NaN,
    long: Number.NaN,
    minimum: 0,
    step: 1,
  },
};

const price = (tokens: number, rate: number): number => (tokens === 0 ? 0 : tokens * rate);

/** Knows the models above; everything else has no price. */
export const cacheModels: Models = {
  info(model, provider) {
    const rates = RATES[model];
    if (rates === undefined) return undefined;
    return {
      id: model,
      provider,
      contextWindow: 0,
      maxOutput: 0,
      tokenizerFamily: rates.family,
      reasoning: false,
      cacheMinTokens: rates.minimum,
      cacheStepTokens: rates.step,
      ...(rates.ttlSeconds !== undefined && { cacheTtlSeconds: rates.ttlSeconds }),
    };
  },
  cost({ model, usage }) {
    const rates = RATES[model];
    if (rates === undefined) return Number.NaN;
    const { input, cacheRead, cacheWrite5m, cacheWrite1h, output }: TokenCounts = usage;
    return (
      price(input, rates.input) +
      price(cacheRead, rates.read) +
      price(cacheWrite5m, rates.short) +
      price(cacheWrite1h, rates.long) +
      price(output, 50)
    );
  },
  convertTokens: (tokens) => tokens,
  offered: () => [],
  elsewhere: () => [],
  periods: () => [],
  retirement: () => undefined,
};

const WORDS = 'anchor basin cleat davit ensign fender gunwale halyard inlet jetty keel ledge mast'.split(' ');

/** Made-up text of so many words, no two passages alike; another seed shares no passage with it. */
export function prose(words: number, seed = 1): string {
  let state = seed * 7919;
  return Array.from({ length: words }, () => {
    state = (state * 48271) % 2147483647;
    return `${WORDS[state % WORDS.length]!}${state % 97 < 20 ? '.' : ''}`;
  }).join(' ');
}
