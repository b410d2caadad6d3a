import type { AnyOptionValues } from '../../../src/contracts/option.ts';
import type { ReplayResult } from '../../../src/engine/replay/replay.ts';
import type { Call } from '../../../src/model/call.ts';
import type { StrategyResult } from '../../../src/model/report.ts';
import promptCache from '../../../src/strategies/prompt-cache.ts';
import { inOrder } from '../../support/calls.ts';
import { fakeModels } from '../fake-models.ts';
import { type FakeSegment, fakePrompts } from '../fake-prompts.ts';
import { choose, contextOf, replayCalls } from '../run.ts';

/** US dollars per 1M tokens. `auto` caches by itself in steps of 100, `claude` when asked, `plain` not at all. */
export const MODELS = fakeModels([
  { model: 'auto', input: 10, output: 30, cacheRead: 1, cacheMinTokens: 1000, cacheStepTokens: 100 },
  { model: 'unstated', input: 10, output: 30, cacheRead: 1 },
  {
    model: 'claude',
    provider: 'anthropic',
    family: 'claude',
    input: 10,
    output: 50,
    cacheRead: 1,
    cacheWrite5m: 12.5,
    cacheWrite1h: 20,
    cacheMinTokens: 1000,
  },
  {
    model: 'half-hour',
    input: 10,
    output: 50,
    cacheRead: 1,
    cacheWrite5m: 12.5,
    cacheMinTokens: 1000,
    cacheTtlSeconds: 1800,
  },
  { model: 'plain', input: 10, output: 30 },
]);

export type Parts = Omit<Parameters<typeof inOrder>[0][number], 'prompt'> & {
  readonly prompt: readonly FakeSegment[];
  /** Seconds after the first call. */
  readonly at?: number;
};

const START = Date.UTC(2026, 8, 1);
export const CLAUDE = { model: 'claude', provider: 'anthropic' } as const;

export const system = (text: string, tokens: number): FakeSegment => ({ text, kind: 'system', tokens });
export const said = (text: string, tokens: number, role = 'user'): FakeSegment => ({ text, tokens, role });

/** Calls on `auto` billed in full for their text, a second apart, with no latency, changed as the test says. */
export function logOf(parts: readonly Parts[]): {
  calls: Call[];
  prompts: ReturnType<typeof fakePrompts>['prompts'];
} {
  const { prompts, nodes } = fakePrompts(parts.map(({ prompt }) => prompt));
  const calls = inOrder(
    parts.map(({ at, prompt, usage, ...part }, i) => ({
      model: 'auto',
      latencyMs: 0,
      time: START + 1000 * (at ?? i),
      ...part,
      usage: { input: prompt.reduce((sum, { tokens }) => sum + (tokens ?? 0), 0), output: 0, ...usage },
      prompt: nodes[i]!,
    })),
  );
  return { calls, prompts };
}

export function replayAll(
  parts: readonly Parts[],
  options: AnyOptionValues = {},
  ranges = false,
): ReplayResult {
  const { calls, prompts } = logOf(parts);
  const chosen = choose({ ...promptCache, sweeps: [] }, options);
  return replayCalls([chosen], contextOf(prompts, MODELS), calls, { ranges });
}

export function replayed(parts: readonly Parts[], options: AnyOptionValues = {}): StrategyResult {
  return replayAll(parts, options).strategies[0]!;
}

/** Saved US dollars per million. */
export const saved = (parts: readonly Parts[], options: AnyOptionValues = {}): number =>
  Math.round(replayed(parts, options).savedUsd * 1e12) / 1e6;

export const metric = (result: StrategyResult, key: string) =>
  result.metrics.find((one) => one.key === key)?.value;
