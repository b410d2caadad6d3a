import type { Call } from '../../model/call.ts';
import type { Finding, FindingGroup, Report } from '../../model/report.ts';
import type { Basis } from '../../model/usage.ts';
import { shareOf } from '../totals/totals.ts';
import { CLAIM_KINDS } from './claims.ts';
import type { Detection } from './detection.ts';
import { groupHandle } from './group-handle.ts';
import { type CallRates, type ClaimSums, resolveOverlap } from './overlap.ts';

/** Weakest last: a finding is no better founded than the weakest of its groups. */
const BASES: readonly Basis[] = ['measured', 'estimated', 'assumed'];

export interface FindingInput {
  readonly detections: readonly Detection[];
  /** Why a detector could not look, by its id. */
  readonly unmet: ReadonlyMap<string, string>;
  callAt(index: number): Call & { readonly id: string; readonly line: number };
  readonly ratesOf: CallRates;
  readonly totalUsd: number;
  readonly top: number;
}

/** Prices what the detectors claimed and puts it into the report's words. The order of the detections is the order of claims. */
export function buildFindings(input: FindingInput): Pick<Report, 'findings' | 'recoverable'> {
  const { detections, totalUsd } = input;
  const sums = resolveOverlap(
    detections.map(({ claims }) => claims),
    input.callAt,
    input.ratesOf,
  );
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

function buildFinding(detection: Detection, sums: ClaimSums, input: FindingInput): Finding {
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
    groups: buildGroups(detection, sums, input),
  };
}

function weakest({ claims, detector }: Detection): Basis {
  const counted = claims.groups.filter(({ review }) => !review);
  if (counted.length === 0) return detector.basis;
  return BASES[Math.max(...counted.map(({ basis }) => BASES.indexOf(basis)))]!;
}

function buildGroups(detection: Detection, sums: ClaimSums, input: FindingInput): FindingGroup[] {
  const { claims } = detection;
  const numbers = claims.groups.map((_, group) => group);
  // What is counted comes before what is to be reviewed; within each the dearest first; group numbers follow the log's order.
  numbers.sort(
    (a, b) =>
      Number(claims.groups[a]!.review) - Number(claims.groups[b]!.review) ||
      sums.groupUsd[b]! - sums.groupUsd[a]! ||
      sums.groupCalls[b]! - sums.groupCalls[a]! ||
      a - b,
  );
  const shown = numbers.slice(0, input.top);
  const avoidable = callIds(detection, new Set(shown), false, input);
  const kept = callIds(detection, new Set(shown), true, input);
  return shown.map((group) => {
    const { id, label, columns, fix, covered } = detection.describe(group);
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
      examples: avoidable.get(group) ?? [],
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
    const call = callAt(claims.callAt(claim));
    ids.push(call.id === '' ? `line ${call.line}` : call.id);
  }
  return examples;
}
