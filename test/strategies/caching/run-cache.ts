import type { AnyOptionValues } from '../../../src/contracts/option.ts';
import type { SimilarityIndex } from '../../../src/contracts/prompts.ts';
import type { StrategyContext } from '../../../src/contracts/strategy.ts';
import type { ReplayOptions } from '../../../src/engine/replay/replay-options.ts';
import type { ColumnValue } from '../../../src/model/column.ts';
import type { StrategyResult } from '../../../src/model/report.ts';
import cache from '../../../src/strategies/cache.ts';
import { inOrder } from '../../support/calls.ts';
import { fakeModels } from '../fake-models.ts';
import { type FakeSegment, fakePrompts } from '../fake-prompts.ts';
import { choose, contextOf, replayCalls } from '../run.ts';

export const MODELS = fakeModels([
  { model: 'gpt-4.1', input: 2, output: 8, cacheRead: 0.5 },
  { model: 'gpt-4.1-2025-04-14', input: 2, output: 8 },
  { model: 'text-embedding-3-large', input: 0.13, output: 0, family: 'cl100k_base', contextWindow: 8191 },
  { model: 'text-embedding-3-small', input: 0.02, output: 0, family: 'cl100k_base', contextWindow: 8191 },
]);
/** 1,000 x 2 + 100 x 8 per million. */
export const CALL_USD = 0.0028;
export const HOUR = 3_600_000;
export const START = Date.UTC(2026, 8, 1);

export type Parts = Parameters<typeof inOrder>[0][number] & {
  /** The last message. */
  readonly text: string;
  /** Tokens of a system prompt before it. */
  readonly system?: number;
};

/** The cache alone over calls with one prompt each; `index` stands for similarity of wording. */
export function run(
  parts: readonly Parts[],
  options: AnyOptionValues = {},
  index?: () => SimilarityIndex,
  context: Partial<StrategyContext> = {},
  replaying: ReplayOptions = {},
): StrategyResult {
  const { prompts, nodes } = fakePrompts(parts.map(segments));
  const calls = inOrder(
    parts.map(({ text: _, system: __, ...rest }, i) => ({ latencyMs: 0, prompt: nodes[i]!, ...rest })),
  );
  const choice = choose(cache, options);
  return replayCalls([choice], contextOf(prompts, MODELS, index, context), calls, replaying).strategies[0]!;
}

function segments({ text, system }: Parts): FakeSegment[] {
  if (system === undefined) return [{ text }];
  return [{ text: 'system', kind: 'system', tokens: system }, { text }];
}

export const savedCalls = (result: StrategyResult): number => Math.round(result.savedUsd / CALL_USD);

export function metric(result: StrategyResult, key: string): ColumnValue | undefined {
  return result.metrics.find((one) => one.key === key)?.value;
}

/** Finds the first prompt added that is accepted. */
export function firstAdded(certain: boolean): () => SimilarityIndex {
  return () => {
    const nodes: number[] = [];
    return {
      find(_, __, accepts) {
        const node = nodes.find((one) => accepts?.(one) !== false);
        return node === undefined ? undefined : { node, similarity: 0.95, certain };
      },
      add: (node) => nodes.push(node),
    };
  };
}
