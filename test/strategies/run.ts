import type { Models } from '../../src/contracts/models.ts';
import type { AnyOptionValues } from '../../src/contracts/option.ts';
import type { Prompts, SimilarityIndex } from '../../src/contracts/prompts.ts';
import type { Strategy, StrategyContext } from '../../src/contracts/strategy.ts';
import { type ReplayResult, replay } from '../../src/engine/replay/replay.ts';
import type { Choice } from '../../src/engine/replay/replay-entry.ts';
import type { ReplayOptions } from '../../src/engine/replay/replay-options.ts';
import type { Call } from '../../src/model/call.ts';
import { Names } from '../../src/patterns/columns/names.ts';

function defaults(strategy: Strategy): AnyOptionValues {
  return Object.fromEntries(Object.entries(strategy.options).map(([name, spec]) => [name, spec.default]));
}

export function choose(strategy: Strategy, options: AnyOptionValues = {}): Choice {
  return { strategy, options: { ...defaults(strategy), ...options } };
}

/** Every call has the template of its feature; days and hours are UTC's. `parts` replace what a test needs otherwise. */
export function contextOf(
  prompts: Prompts,
  models: Models,
  index?: () => SimilarityIndex,
  parts: Partial<StrategyContext> = {},
): StrategyContext {
  const features = new Names();
  return {
    prompts,
    models,
    templates: {
      of: (call) => (call.prompt < 0 ? -1 : features.id(call.feature)),
      id: (template) => features.name(template),
      label: (template) => features.name(template),
    },
    calendar: {
      day: (time) => (Number.isNaN(time) ? '' : new Date(time).toISOString().slice(0, 10)),
      hour: (time) => new Date(time).getUTCHours(),
    },
    similarity: () => index?.() ?? { find: () => undefined, add: () => {} },
    semantic: () => undefined,
    calls: () => [],
    ...parts,
  };
}

/** Replays calls at what `models` says they cost. */
export function replayCalls(
  choices: readonly Choice[],
  context: StrategyContext,
  calls: readonly Call[],
  options: ReplayOptions = {},
): ReplayResult {
  const pass = (see: (call: Call, costUsd: number) => void): void => {
    for (const call of calls) {
      const { model, provider, time, tier, usage } = call;
      see(call, context.models.cost({ model, provider, time, tier, usage }));
    }
  };
  return replay(choices, { ...context, calls: () => calls }, pass, options);
}
