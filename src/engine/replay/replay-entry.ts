import type { AnyOptionValues } from '../../contracts/option.ts';
import type { Strategy, StrategyContext, Sweep } from '../../contracts/strategy.ts';
import { Lane } from './replay-lane.ts';

/** A strategy the user chose, with every option set. */
export interface Choice {
  readonly strategy: Strategy;
  readonly options: AnyOptionValues;
  /** Instead of the strategy's own. */
  readonly sweeps?: readonly Sweep[];
}

/** Two runs of a strategy: its assumed values at either end of what is likely. */
export interface Ends {
  readonly pessimistic: Lane;
  readonly optimistic: Lane;
}

/** One chosen strategy and all runs of it. */
export interface Entry {
  readonly choice: Choice;
  readonly sequence: Lane;
  /** The same lane as `sequence` for the first strategy: what comes first sees every call as it was. */
  readonly alone: Lane;
  readonly sweep: readonly {
    readonly option: string;
    readonly value: number | string | boolean;
    readonly lane: Lane;
  }[];
  /** Alone, at either end; undefined where nothing is assumed or no range is wanted. */
  readonly ends: Ends | undefined;
  /**
   * In the sequences in which every strategy stands at that end; undefined as long as these do not differ from the expected
   * one. The expected lane itself where the first that differs from it differs at the other end only.
   */
  readonly endSequences: Ends | undefined;
  /** What is replayed on the calls as they were: `alone`, the sweep and the ends, without what is a sequence too. */
  readonly apart: readonly Lane[];
  readonly all: readonly Lane[];
  /** Set when the log has met the strategy's needs: before that it is shown nothing, so it cannot change anything. */
  isReady: boolean;
}

/** `ranged`: whether a strategy before it assumes something (`before`), this one is the first (`here`), or none does yet. */
export function openEntry(
  choice: Choice,
  context: StrategyContext,
  isFirst: boolean,
  ends: EndOptions | undefined,
  ranged: 'no' | 'here' | 'before',
): Entry {
  const { strategy, options } = choice;
  const open = (changed: AnyOptionValues = {}): Lane =>
    new Lane(strategy, { ...options, ...changed }, context);
  const sequence = open();
  const alone = isFirst ? sequence : open();
  const sweep = (choice.sweeps ?? strategy.sweeps).flatMap(({ option, values }) =>
    values.map((value) => ({
      option,
      value,
      lane: options[option] === value ? alone : open({ [option]: value }),
    })),
  );
  // An end whose options are the expected ones is the expected run, as long as both have seen the same calls.
  const either = (changed: AnyOptionValues | undefined, expected: Lane | undefined): Lane =>
    expected !== undefined && isSame(changed ?? {}, options) ? expected : open(changed);
  const both = (expected: Lane | undefined): Ends => ({
    pessimistic: either(ends?.pessimistic, expected),
    optimistic: either(ends?.optimistic, expected),
  });
  const aloneEnds = ends === undefined ? undefined : both(alone);
  const inSequence = (): Ends => both(ranged === 'here' ? sequence : undefined);
  const endSequences = ranged === 'no' ? undefined : isFirst ? aloneEnds : inSequence();
  const lanesOf = (of: Ends | undefined): readonly Lane[] =>
    of === undefined ? [] : [of.pessimistic, of.optimistic];
  const sequences = new Set([sequence, ...lanesOf(endSequences)]);
  const runs = new Set([alone, ...sweep.map(({ lane }) => lane), ...lanesOf(aloneEnds)]);
  return {
    choice,
    sequence,
    alone,
    sweep,
    ends: aloneEnds,
    endSequences,
    apart: [...runs].filter((lane) => !sequences.has(lane)),
    all: [...new Set([...sequences, ...runs])],
    isReady: false,
  };
}

function isSame(changed: AnyOptionValues, options: AnyOptionValues): boolean {
  return Object.entries(changed).every(([name, value]) => options[name] === value);
}

/** Options at the ends of what is likely, over the expected ones. */
export interface EndOptions {
  readonly pessimistic: AnyOptionValues;
  readonly optimistic: AnyOptionValues;
}

/** Undefined where the choice assumes nothing. */
export function endOptions({ strategy, options }: Choice): EndOptions | undefined {
  return strategy.range?.(options) as EndOptions | undefined;
}

/** A strategy that throws in any of its runs is not trusted in the others. */
export function failureOf(entry: Entry): string | undefined {
  const { all } = entry;
  // Asked for every strategy and call: an index is twice as fast here as an iterator.
  for (let i = 0; i < all.length; i++) if (all[i]!.failure !== undefined) return all[i]!.failure;
  return undefined;
}
