import type { CoveredCalls, GroupDescription } from '../../contracts/detector.ts';
import type { Call } from '../../model/call.ts';
import type { Finding, FindingGroup, Report } from '../../model/report.ts';
import type { Basis } from '../../model/usage.ts';
import { shareOf } from '../totals/totals.ts';
import { CLAIM_KINDS } from './claims.ts';
import type { Detection } from './detection.ts';
import { groupHandle } from './group-handle.ts';
import { type CallRates, type ClaimSums, resolveOverlap, type SettledClaim } from './overlap.ts';

/** Weakest last: a finding is no better founded than the weakest of its groups. */
const BASES: readonly Basis[] = ['measured', 'estimated', 'assumed'];

type LoggedCall = Call & { readonly id: string; readonly line: number };

export interface FindingInput {
  readonly detections: readonly Detection[];
  /** Why a detector could not look, by its id. */
  readonly unmet: ReadonlyMap<string, string>;
  /** All calls of the log, in time order. */
  readonly calls: Iterable<LoggedCall>;
  callAt(index: number): LoggedCall;
  readonly ratesOf: CallRates;
  readonly totalUsd: number;
  readonly top: number;
}

/** Prices what the detectors claimed and puts it into the report's words; `see` is told of each claim. The order of the detections is the order of claims. */
export function buildFindings(
  input: FindingInput,
  see?: (settled: SettledClaim) => void,
): Pick<Report, 'findings' | 'recoverable'> {
  const { detections, totalUsd } = input;
  const sums = priceClaims(input, see);
  const findings = detections.map((detection, d) => buildFinding(detection, sums[d]!, input));
  const counted = (basis: Basis): number =>
    sums.reduce((total, sum) => total + sum.countedByBasis[basis].value, 0);
  const usd = findings.reduce((total, finding) => total + finding.countedUsd, 0);
  return {
    findings: findings.sort((a, b) => b.wastedUsd - a.wastedUsd),
    recoverable: {
      usd,
      share: shareOf(usd, totalUsd),
      measuredUsd: counted('measured'),
      estimatedUsd: counted('estimated'),
      assumedUsd: counted('assumed'),
    },
  };
}

/** What each detection's claims come to, or those `only` on one call; `see` is told of each. */
export function priceClaims(
  { detections, callAt, ratesOf }: FindingInput,
  see?: (settled: SettledClaim) => void,
  only?: number,
): ClaimSums[] {
  return resolveOverlap(
    detections.map(({ claims }) => claims),
    callAt,
    ratesOf,
    see,
    only,
  );
}

export function buildFinding(detection: Detection, sums: ClaimSums, input: FindingInput): Finding {
  const { detector, options, claims } = detection;
  const unmet = input.unmet.get(detector.id);
  const reviewGroups = claims.groups.filter(({ review }) => review).length;
  const tokens = Object.fromEntries(CLAIM_KINDS.map((kind, k) => [kind, sums.tokens[k]!]));
  const base = {
    detector: detector.id,
    title: detector.title,
    why: detector.why,
    basis: weakest(detection),
    calls: sums.calls,
    wastedTokens: { ...tokens, reasoning: 0 } as Finding['wastedTokens'],
    wastedUsd: sums.wasted.value,
    countedUsd: sums.counted.value,
    share: shareOf(sums.counted.value, input.totalUsd),
    options,
    columns: detector.columns,
    groupsTotal: claims.groups.length,
    review: { groups: reviewGroups, calls: sums.reviewCalls, usd: sums.review.value },
  };
  if (detection.failure !== undefined) {
    return { ...base, status: 'failed', reason: detection.failure, fix: '', groups: [] };
  }
  if (unmet !== undefined) return { ...base, status: 'notApplicable', reason: unmet, fix: '', groups: [] };
  if (claims.groups.length === 0) return { ...base, status: 'clean', reason: null, fix: '', groups: [] };
  return {
    ...base,
    status: 'found',
    reason: null,
    fix: detector.fix(options),
    groups: buildGroups(detection, shownGroups(detection, sums, input.top), sums, input),
  };
}

function weakest({ claims, detector }: Detection): Basis {
  const counted = new Set<Basis>();
  for (const { review, basis } of claims.groups) if (!review) counted.add(basis);
  return BASES.findLast((basis) => counted.has(basis)) ?? detector.basis;
}

/** Of the counted groups and of those for review as many as a list has. */
function shownGroups(detection: Detection, sums: ClaimSums, top: number): number[] {
  const ranked = rankGroups(detection, sums);
  const isReview = (group: number): boolean => detection.claims.groups[group]!.review;
  return [
    ...ranked.filter((group) => !isReview(group)).slice(0, top),
    ...ranked.filter(isReview).slice(0, top),
  ];
}

/** What is counted comes before what is to be reviewed; within each the dearest first; group numbers follow the log's order. */
function rankGroups({ claims }: Detection, sums: ClaimSums): number[] {
  const numbers = claims.groups.map((_, group) => group);
  return numbers.sort(
    (a, b) =>
      Number(claims.groups[a]!.review) - Number(claims.groups[b]!.review) ||
      sums.groupUsd[b]! - sums.groupUsd[a]! ||
      sums.groupCalls[b]! - sums.groupCalls[a]! ||
      a - b,
  );
}

export function buildGroups(
  detection: Detection,
  shown: readonly number[],
  sums: ClaimSums,
  input: FindingInput,
): FindingGroup[] {
  const { claims } = detection;
  const described = new Map(shown.map((group) => [group, detection.describe(group)]));
  const avoidable = callIds(detection, new Set(shown), false, input);
  const kept = callIds(detection, new Set(shown), true, input);
  const byRule = coveredIds(described, input);
  return shown.map((group) => {
    const { id, label, columns, fix, covered } = described.get(group)!;
    return {
      ...columns,
      id,
      handle: groupHandle(detection.detector.id, id),
      label,
      fix: fix ?? null,
      calls: covered?.calls ?? sums.groupCalls[group]!,
      wastedUsd: sums.groupUsd[group]!,
      basis: claims.groups[group]!.basis,
      review: claims.groups[group]!.review,
      examples: avoidable.get(group) ?? byRule.get(group) ?? [],
      kept: kept.get(group) ?? [],
    };
  });
}

/** The first calls of each shown group, by what a person would search the log for: the id, else the line. */
function callIds(
  { claims }: Detection,
  shown: ReadonlySet<number>,
  kept: boolean,
  { callAt, top }: FindingInput,
): Map<number, string[]> {
  const examples = new Map<number, string[]>();
  for (let claim = 0; claim < claims.size; claim++) {
    const group = claims.groupAt(claim);
    if (!shown.has(group) || claims.isKept(claim) !== kept) continue;
    let ids = examples.get(group);
    if (ids === undefined) {
      ids = [];
      examples.set(group, ids);
    }
    if (ids.length >= top) continue;
    ids.push(idOf(callAt(claims.callAt(claim))));
  }
  return examples;
}

/** The same for groups whose calls a rule tells; looks no further than it must. */
function coveredIds(
  groups: ReadonlyMap<number, GroupDescription>,
  { calls, top }: FindingInput,
): Map<number, string[]> {
  const examples = new Map<number, string[]>();
  const open: { readonly covered: CoveredCalls; readonly ids: string[] }[] = [];
  for (const [group, { covered }] of groups) {
    if (covered === undefined || top === 0) continue;
    const ids: string[] = [];
    examples.set(group, ids);
    open.push({ covered, ids });
  }
  if (open.length === 0) return examples;
  for (const call of calls) {
    for (let i = open.length - 1; i >= 0; i--) {
      const { covered, ids } = open[i]!;
      if (!covered.covers(call)) continue;
      ids.push(idOf(call));
      if (ids.length >= Math.min(top, covered.calls)) open.splice(i, 1);
    }
    if (open.length === 0) break;
  }
  return examples;
}

function idOf(call: LoggedCall): string {
  return call.id === '' ? `line ${call.line}` : call.id;
}
