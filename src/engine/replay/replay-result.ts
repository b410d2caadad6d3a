import type { Outcome, SavedRange, StrategyResult } from '../../model/report.ts';
import type { Choice, Entry } from './replay-entry.ts';
import { type Lane, riskCounts } from './replay-lane.ts';

/** Why a strategy takes no part. */
export interface Exclusion {
  readonly status: Extract<Outcome, 'failed' | 'notApplicable'>;
  readonly reason: string;
}

/** Where a strategy stands in the sequence; US dollars. */
export interface Place {
  readonly order: number;
  /** What the strategies before it left. */
  readonly beforeUsd: number;
  /** What all calls cost before the first strategy. */
  readonly totalUsd: number;
}

const NOTHING = {
  savedUsd: 0,
  aloneSavedUsd: 0,
  ownCostUsd: 0,
  callsChanged: 0,
  assumptions: [],
  sweep: [],
  groups: [],
  range: null,
  metrics: [],
  views: [],
} as const;

export function replayedResult(entry: Entry, place: Place): StrategyResult {
  const { sequence, alone, ends } = entry;
  const said = sequence.assumptions();
  const afterUsd = place.beforeUsd - sequence.saved.value;
  const alonesUsd = (lane: Lane): number => place.totalUsd - (place.totalUsd - lane.saved.value);
  const range: SavedRange | null =
    ends === undefined
      ? null
      : rangeAround(alonesUsd(alone), alonesUsd(ends.pessimistic), alonesUsd(ends.optimistic));
  return {
    ...frameOf(entry.choice, place),
    status: sequence.hasEffect || alone.hasEffect ? 'found' : 'clean',
    reason: null,
    afterUsd,
    savedUsd: place.beforeUsd - afterUsd,
    aloneSavedUsd: alonesUsd(alone),
    ownCostUsd: sequence.own.value,
    callsChanged: sequence.changed,
    assumptions: sequence.refused === 0 ? said : [...said, refusedText(sequence.refused)],
    sweep: entry.sweep.map(({ option, value, lane }) => ({ option, value, savedUsd: alonesUsd(lane) })),
    groups: groupsOf(sequence),
    range,
    risks: sequence.risks(),
    metrics: sequence.metrics(),
    views: sequence.views(),
  };
}

/** A cautious choice may turn out to save more on this log, or a hopeful one less: the range holds the expected figure all the same. */
export function rangeAround(expectedUsd: number, pessimisticUsd: number, optimisticUsd: number): SavedRange {
  return {
    pessimisticUsd: Math.min(expectedUsd, pessimisticUsd, optimisticUsd),
    optimisticUsd: Math.max(expectedUsd, pessimisticUsd, optimisticUsd),
  };
}

export function excludedResult(
  choice: Choice,
  place: Place,
  exclusion: Exclusion | undefined,
): StrategyResult {
  return {
    ...frameOf(choice, place),
    status: exclusion?.status ?? 'failed',
    reason: exclusion?.reason ?? null,
    ...NOTHING,
    risks: riskCounts([]),
    afterUsd: place.beforeUsd,
  };
}

function frameOf({ strategy, options }: Choice, { order, beforeUsd }: Place) {
  return {
    strategy: strategy.id,
    title: strategy.title,
    basis: typeof strategy.basis === 'function' ? strategy.basis(options) : strategy.basis,
    order,
    beforeUsd,
    options,
    optionsSet: Object.keys(options).filter((name) => options[name] !== strategy.options[name]?.default),
  };
}

function refusedText(changes: number): string {
  return `${changes} changes are left out because a price they lead to is unknown`;
}

/** Largest savings first; what a strategy did not name has the key ''. */
function groupsOf(lane: Lane): StrategyResult['groups'] {
  if (lane.groups.size === 1 && lane.groups.has('')) return [];
  return [...lane.groups]
    .map(([key, { calls, saved }]) => ({ key, calls, savedUsd: saved.value }))
    .sort((a, b) => b.savedUsd - a.savedUsd || (a.key < b.key ? -1 : 1));
}
