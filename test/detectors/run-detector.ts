import type { Detector, FindingSink, GroupDescription, Waste } from '../../src/contracts/detector.ts';
import type { Models } from '../../src/contracts/models.ts';
import type { AnyOptionValues } from '../../src/contracts/option.ts';
import type { Prompts } from '../../src/contracts/prompts.ts';
import { promptTemplates } from '../../src/engine/templates/prompt-templates.ts';
import { calendarIn } from '../../src/engine/totals/calendar.ts';
import type { Call } from '../../src/model/call.ts';
import type { Basis } from '../../src/model/usage.ts';
import { promptTrie } from '../support/prompts.ts';

export interface FoundGroup extends GroupDescription {
  readonly review: boolean;
  readonly basis: Basis;
  /** What was added, by call; a call added twice fails the run. */
  readonly waste: ReadonlyMap<number, Waste>;
  /** Share of the price of the wasted tokens that was avoidable, by call. */
  readonly saved: ReadonlyMap<number, number>;
  /** Calls that the group needs. */
  readonly kept: readonly number[];
}

/** Knows one model: a context window of 10,000 tokens for gpt-4.1. */
export const models: Models = {
  info: (model, provider) =>
    model === 'gpt-4.1'
      ? {
          id: model,
          provider,
          contextWindow: 10_000,
          maxOutput: 1000,
          tokenizerFamily: 'o200k_base',
          reasoning: false,
          cacheMinTokens: 0,
          cacheStepTokens: 1,
        }
      : undefined,
  cost: () => Number.NaN,
  convertTokens: (tokens) => tokens,
  offered: () => [],
  elsewhere: () => [],
  periods: () => [],
  retirement: () => undefined,
};

/** Runs one detector over calls in the order given, with a sink that keeps everything. */
export function runDetector(
  detector: Detector,
  calls: readonly Call[],
  prompts: Prompts = promptTrie([]).prompts,
  settings: AnyOptionValues = {},
  known: Models = models,
): FoundGroup[] {
  const defaults = Object.entries(detector.options).map(([name, spec]) => [name, spec.default] as const);
  const options = { ...Object.fromEntries(defaults), ...settings };
  const groups: {
    review: boolean;
    basis: Basis;
    waste: Map<number, Waste>;
    saved: Map<number, number>;
    kept: number[];
  }[] = [];
  const sink: FindingSink = {
    group: ({ review = false, basis = detector.basis } = {}) =>
      groups.push({ review, basis, waste: new Map(), saved: new Map(), kept: [] }) - 1,
    add(group, callIndex, waste, share = 1) {
      const { waste: added, saved } = groups[group]!;
      saved.set(callIndex, share);
      if (added.has(callIndex)) throw new Error(`call ${callIndex} was added twice to group ${group}`);
      added.set(callIndex, waste);
    },
    keep(group, callIndex) {
      groups[group]!.kept.push(callIndex);
    },
  };
  const similarity = () => ({ find: () => undefined, add: () => {} });
  const context = {
    prompts,
    models: known,
    similarity,
    templates: promptTemplates(prompts, () => calls.map(({ prompt }) => prompt).filter((node) => node >= 0)),
    calendar: calendarIn('UTC'),
  };
  const run = detector.start(context, options, sink);
  for (const call of calls) run.see(call);
  run.finish();
  return groups.map((group, number) => ({ ...group, ...run.describe(number) }));
}

/** Indices of the calls with avoidable tokens in groups that count, ascending. */
export function avoidable(groups: readonly FoundGroup[]): number[] {
  const counted = groups.filter(({ review }) => !review).flatMap(({ waste }) => [...waste]);
  const wasteful = counted.filter(([, waste]) => waste === 'all' || Object.keys(waste).length > 0);
  return [...new Set(wasteful.map(([index]) => index))].sort((a, b) => a - b);
}
