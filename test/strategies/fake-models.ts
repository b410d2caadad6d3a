import type { Models } from '../../src/contracts/models.ts';
import type { ModelInfo } from '../../src/model/price.ts';

/** A row of a price list that a test states itself: US dollars per 1M tokens. */
export interface FakeModel {
  readonly model: string;
  readonly provider?: string;
  readonly input: number;
  readonly output: number;
  readonly cacheRead?: number;
  readonly cacheWrite5m?: number;
  readonly cacheWrite1h?: number;
  readonly cacheTtlSeconds?: number;
  /** Multiplies all rates on the batch tier; without it there is no batch tier. */
  readonly batch?: number;
  readonly contextWindow?: number;
  readonly maxOutput?: number;
  readonly family?: string;
  readonly reasoning?: boolean;
  readonly cacheMinTokens?: number;
  readonly cacheStepTokens?: number;
  readonly isClaim?: boolean;
  /** UTC milliseconds before which the model has no price. */
  readonly from?: number;
}

/** Base tokens times this are a family's tokens. */
const RATIOS: Readonly<Record<string, number>> = { o200k_base: 1, cl100k_base: 1, claude: 1.25, double: 2 };

/** Prices by the obvious formula; unknown models and rates give NaN. */
export function fakeModels(rows: readonly FakeModel[]): Models {
  const find = (model: string, provider: string, time: number): FakeModel | undefined =>
    rows.find(
      (row) =>
        row.model === model &&
        (provider === '' || (row.provider ?? 'openai') === provider) &&
        !(time < (row.from ?? Number.NEGATIVE_INFINITY)),
    );
  const ratio = (model: string): number => RATIOS[find(model, '', Number.NaN)?.family ?? 'o200k_base'] ?? 1;
  return {
    info(model, provider, time): ModelInfo | undefined {
      const row = find(model, provider, time);
      if (row === undefined) return undefined;
      return {
        id: row.model,
        provider: row.provider ?? 'openai',
        contextWindow: row.contextWindow ?? 0,
        maxOutput: row.maxOutput ?? 0,
        tokenizerFamily: row.family ?? 'o200k_base',
        reasoning: row.reasoning ?? false,
        cacheMinTokens: row.cacheMinTokens ?? 0,
        cacheStepTokens: row.cacheStepTokens ?? 1,
        ...(row.cacheTtlSeconds !== undefined && { cacheTtlSeconds: row.cacheTtlSeconds }),
        ...(row.isClaim === true && { isClaim: true }),
      };
    },
    cost({ model, provider, time, tier, usage }): number {
      const row = find(model, provider, time);
      if (row === undefined || (tier === 'batch' && row.batch === undefined)) return Number.NaN;
      const rate = (tokens: number, usd: number | undefined): number =>
        tokens === 0 ? 0 : usd === undefined ? Number.NaN : (tokens * usd) / 1e6;
      const standard =
        rate(usage.input, row.input) +
        rate(usage.cacheRead, row.cacheRead) +
        rate(usage.cacheWrite5m, row.cacheWrite5m) +
        rate(usage.cacheWrite1h, row.cacheWrite1h) +
        rate(usage.output, row.output);
      return tier === 'batch' ? standard * row.batch! : standard;
    },
    offered: () => [],
    elsewhere(model, provider, time, to) {
      const own = find(model, provider, time)?.provider ?? 'openai';
      return rows
        .filter((row) => row.model === model && !(time < (row.from ?? Number.NEGATIVE_INFINITY)))
        .map((row) => ({ model, provider: row.provider ?? 'openai', isClaim: row.isClaim ?? false }))
        .filter((offer) => offer.provider !== own && (to === '' || offer.provider === to));
    },
    periods: () => [],
    retirement: () => undefined,
    convertTokens: (tokens, from, to) => Math.round((tokens * ratio(to)) / ratio(from)),
  };
}
