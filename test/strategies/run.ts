import type { Models } from '../../src/contracts/models.ts';
import type { AnyOptionValues } from '../../src/contracts/option.ts';
import type { Prompts, SimilarityIndex } from '../../src/contracts/prompts.ts';
import type { Strategy, StrategyContext } from '../../src/contracts/strategy.ts';
import { type Choice, type ReplayResult, replay } from '../../src/engine/replay/replay.ts';
import type { Call } from '../../src/model/call.ts';

function defaults(strategy: Strategy): AnyOptionValues {
  return Object.fromEntries(Object.entries(strategy.options).map(([name, spec]) => [name, spec.default]));
}

export function choose(strategy: Strategy, options: AnyOptionValues = {}): Choice {
  return { strategy, options: { ...defaults(strategy), ...options } };
}

export function contextOf(prompts: Prompts, models: Models, index?: () => SimilarityIndex): StrategyContext {
  return {
    prompts,
    models,
    similarity: () => index?.() ?? { find: () => undefined, add: () => {} },
  };
}

/** Replays calls at what `models` says they cost. */
export function replayCalls(
  choices: readonly Choice[],
  context: StrategyContext,
  calls: readonly Call[],
): ReplayResult {
  return replay(choices, context, (see) => {
    for (const call of calls) {
      const { model, provider, time, tier, usage } = call;
      see(call, context.models.cost({ model, provider, time, tier, usage }));
    }
  });
}
