import type { AnyOptionValues } from '../../../src/contracts/option.ts';
import type { ReplayResult } from '../../../src/engine/replay/replay.ts';
import type { ReplayOptions } from '../../../src/engine/replay/replay-options.ts';
import type { StrategyResult } from '../../../src/model/report.ts';
import cache from '../../../src/strategies/cache.ts';
import retryPolicy from '../../../src/strategies/retry-policy.ts';
import { inOrder } from '../../support/calls.ts';
import { fakeModels } from '../fake-models.ts';
import { fakePrompts } from '../fake-prompts.ts';
import { choose, contextOf, replayCalls } from '../run.ts';

const MODELS = fakeModels([{ model: 'gpt-4.1', input: 2, output: 8 }]);
const START = Date.UTC(2026, 8, 1);
/** 1,000 x 2 + 100 x 8 per million. */
export const USD = 0.0028;

export type Parts = Parameters<typeof inOrder>[0][number] & { readonly at: number };
export const fail = (at: number, parts: Partial<Parts> = {}): Parts => ({
  at,
  status: 503,
  failed: true,
  ...parts,
});
export const answer = (at: number, parts: Partial<Parts> = {}): Parts => ({ at, ...parts });

/** `at`: seconds from the start; no latency, and one prompt for all unless a part says otherwise. */
export function replayed(
  parts: readonly Parts[],
  options: AnyOptionValues = {},
  settings: ReplayOptions = {},
): ReplayResult {
  const { prompts } = fakePrompts([[{ text: 'a' }], [{ text: 'b' }]]);
  const calls = inOrder(
    parts.map(({ at, ...part }) => ({ latencyMs: 0, prompt: 0, time: START + at * 1000, ...part })),
  );
  const chosen = choose(retryPolicy, { jitter: 'none', ...options });
  return replayCalls([chosen, choose(cache)], contextOf(prompts, MODELS), calls, settings);
}
export const run = (parts: readonly Parts[], options: AnyOptionValues = {}): StrategyResult =>
  replayed(parts, options).strategies[0]!;
export const metric = (result: StrategyResult, key: string): unknown =>
  result.metrics.find((one) => one.key === key)!.value;
export const groups = (result: StrategyResult): Record<string, number> =>
  Object.fromEntries(result.groups.map(({ key, calls }) => [key, calls]));
