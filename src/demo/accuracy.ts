import type { Finding } from '../model/report.ts';
import { billedTokens } from '../model/usage.ts';
import type { Truth } from './log-line.ts';

/** How well one detector told planted waste from the rest of a log. */
export interface Accuracy {
  readonly detector: string;
  /** Calls it should claim, and calls it claimed in groups that count. */
  readonly planted: number;
  readonly claimed: number;
  /** Share of the planted calls that it claimed; 1 where none was planted. */
  readonly recall: number;
  /** Share of the claimed calls that were planted; 1 where it claimed none. */
  readonly precision: number;
  /** Claimed tokens per planted token; 1 where there are neither. */
  readonly tokenRatio: number;
  /** A few calls of either error, for people. */
  readonly missed: readonly string[];
  readonly wronglyClaimed: readonly string[];
}

const EXAMPLES = 10;

/** Compares a finding of a report whose lists were not cut off with what was planted, call by call. */
export function accuracyOf(
  { detector, groups, wastedTokens }: Finding,
  truth: ReadonlyMap<string, readonly Truth[]>,
): Accuracy {
  const claimed = new Set(groups.filter(({ review }) => !review).flatMap(({ examples }) => examples));
  const planted = new Map<string, number>();
  for (const [call, parts] of truth) {
    const own = parts.filter((part) => part.detector === detector);
    if (own.length > 0) planted.set(call, Math.max(...own.map(({ tokens }) => tokens)));
  }
  const missed = [...planted.keys()].filter((call) => !claimed.has(call));
  const wronglyClaimed = [...claimed].filter((call) => !planted.has(call));
  const plantedTokens = [...planted.values()].reduce((sum, tokens) => sum + tokens, 0);
  return {
    detector,
    planted: planted.size,
    claimed: claimed.size,
    recall: shareOr1(planted.size - missed.length, planted.size),
    precision: shareOr1(claimed.size - wronglyClaimed.length, claimed.size),
    tokenRatio: shareOr1(billedTokens(wastedTokens), plantedTokens),
    missed: missed.slice(0, EXAMPLES),
    wronglyClaimed: wronglyClaimed.slice(0, EXAMPLES),
  };
}

function shareOr1(part: number, whole: number): number {
  return part === whole ? 1 : part / whole;
}
