import type {
  Baseline,
  BilledTokens,
  Figures,
  MeasuredDetector,
  MeasuredGroup,
  MeasuredGroups,
  MeasuredStrategy,
  Measurement,
  Money,
  Waste,
} from '../../src/model/measurement.ts';
import type { Grouping } from '../../src/model/report.ts';
import { NO_TOKENS, type TokenCounts } from '../../src/model/usage.ts';

/** 20 November 2026, noon, UTC. */
const AS_OF = Date.UTC(2026, 10, 20, 12);

/** Figures that a test cares about; all others follow: no failures, all calls priced and counted. */
export interface MadeFigures extends Partial<Omit<Figures, 'tokens' | 'waste'>> {
  readonly tokens?: Partial<TokenCounts>;
  readonly waste?: Readonly<Record<string, Waste>>;
}

export interface MadeGroup extends MadeFigures {
  readonly key: string;
  readonly label?: string;
  readonly sketch?: readonly number[];
}

export interface MadeMeasurement extends Partial<Omit<Measurement, 'total' | 'groups' | 'read'>> {
  readonly read?: Partial<Measurement['read']>;
  readonly total?: MadeFigures;
  readonly groups?: { readonly [grouping in Grouping]?: readonly MadeGroup[] };
}

/** The same sum at both days' prices unless they are told apart. */
export function madeMoney(thenUsd: number, nowUsd = thenUsd, bill: readonly BilledTokens[] = []): Money {
  return { thenUsd, nowUsd, bill };
}

/** What a detector found: the calls, and their money. */
export function madeWaste(calls: number, thenUsd: number, nowUsd = thenUsd): Waste {
  return { calls, money: madeMoney(thenUsd, nowUsd) };
}

export function madeFigures({ tokens, ...made }: MadeFigures = {}): Figures {
  const calls = made.calls ?? 10;
  return {
    failedCalls: 0,
    unpricedCalls: 0,
    unpricedTokens: 0,
    countedCalls: calls,
    estimatedCalls: 0,
    quantiles: null,
    money: madeMoney(calls),
    waste: {},
    recoverable: madeMoney(0),
    ...made,
    calls,
    tokens: { ...NO_TOKENS, input: calls * 100, output: calls * 10, ...tokens },
  };
}

function madeGroup({ key, label = key, sketch, ...figures }: MadeGroup): MeasuredGroup {
  return { ...madeFigures(figures), key, label, ...(sketch === undefined ? {} : { sketch }) };
}

/** All groups of a kind; those with a name are what a cost per group is worked out of. */
export function madeGroups(made: readonly MadeGroup[], leftOut = 0): MeasuredGroups {
  const list = made.map(madeGroup).sort((a, b) => (a.key < b.key ? -1 : 1));
  const named = list.filter(({ key }) => key !== '');
  const sum = (usd: (money: Money) => number): number =>
    named.reduce((total, { money }) => total + usd(money), 0);
  return {
    named: named.length + leftOut,
    money: madeMoney(
      sum(({ thenUsd }) => thenUsd),
      sum(({ nowUsd }) => nowUsd),
    ),
    list,
    leftOut,
  };
}

export function madeDetector(made: Partial<MeasuredDetector> = {}): MeasuredDetector {
  return { status: 'found', reason: null, options: {}, ...made };
}

export function madeStrategy(savedUsd: number, made: Partial<MeasuredStrategy> = {}): MeasuredStrategy {
  return { status: 'found', reason: null, options: {}, savedUsd, ...made };
}

export function madeMeasurement({ read, total, groups, ...made }: MadeMeasurement = {}): Measurement {
  const figures = madeFigures(total);
  const kinds = Object.entries(groups ?? {}) as [Grouping, readonly MadeGroup[]][];
  return {
    tool: '0.1.0',
    priceBook: { version: '2026-11-01', overrides: [] },
    timezone: 'UTC',
    window: { from: '2026-11-19T00:00:00.000Z', to: '2026-11-20T00:00:00.000Z' },
    where: [],
    asOf: AS_OF,
    terms: [],
    detectors: {},
    strategies: {},
    ...made,
    read: {
      records: figures.calls,
      calls: figures.calls,
      repeatedRecords: 0,
      skipped: 0,
      otherRecords: 0,
      ...read,
    },
    total: figures,
    groups: Object.fromEntries(kinds.map(([by, list]) => [by, madeGroups(list)])),
  };
}

export function madeBaseline(
  measurement: Measurement,
  made: Partial<Omit<Baseline, 'measurement'>> = {},
): Baseline & { readonly path: string } {
  return { name: 'tests', hasHashedKeys: false, ...made, measurement, path: 'llm-cost-baseline.json' };
}
