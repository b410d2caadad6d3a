import type { EvidenceCall, EvidenceRole, Wasted } from '../../model/evidence.ts';
import { addTokens } from '../../model/usage.ts';
import { priceClaims } from '../findings/findings.ts';
import type { ClaimSums } from '../findings/overlap.ts';
import type { Grouping } from '../totals/grouping.ts';
import { Concerns } from './claims-on.ts';
import { differenceOf, type TextOf } from './difference.ts';
import { callName, evidenceCall } from './evidence-call.ts';
import { countedGroups } from './members.ts';
import { nearestNeeded } from './nearest-needed.ts';
import type { OpenedEvidence } from './opened-evidence.ts';
import { type RankedCalls, rankCalls } from './ranked-calls.ts';
import { SettledClaims } from './settled-claims.ts';

/** What a subject's calls come to, once every claim of the log is priced. */
export interface Priced {
  readonly sums: readonly ClaimSums[];
  /** US dollars in the report's total, by group of the finding that was asked for. */
  readonly counted: ReadonlyMap<number, number>;
  readonly settled: SettledClaims;
  readonly concerns: Concerns;
  readonly ranked: RankedCalls;
  readonly grouping: Grouping;
}

/** Prices all claims, for overlap needs all those on a call, and keeps those that the subject is about. */
export function priceEvidence(evidence: OpenedEvidence): Priced {
  const { pass, wanted, members, totalUsd, opened } = evidence;
  const settled = new SettledClaims();
  const counted = new Map<number, number>();
  const concerns = new Concerns(pass.detections);
  const groups = wanted.kind === 'finding' ? new Set(countedGroups(pass.detections[wanted.detector]!)) : null;
  const isAbout = (detector: number, group: number): boolean => {
    if (wanted.kind === 'call') return true;
    if (wanted.kind === 'total' || detector !== wanted.detector) return false;
    return wanted.kind === 'group' ? group === wanted.group : groups!.has(group);
  };
  const sums = priceClaims(
    pass.findingInput(totalUsd, 0),
    ({ detector, claim, tokens, wastedUsd, countedUsd }) => {
      const { claims } = pass.detections[detector]!;
      const call = claims.callAt(claim);
      const group = claims.groupAt(claim);
      if ('detector' in wanted && detector === wanted.detector)
        counted.set(group, (counted.get(group) ?? 0) + countedUsd);
      if (members.mask[call] === 0) return;
      if (isAbout(detector, group))
        settled.add(call, { detector, group }, tokens, claims.savedAt(claim), wastedUsd, countedUsd);
      if (!claims.groups[group]!.review) concerns.add(detector, call, wastedUsd, countedUsd);
    },
    wanted.kind === 'call' ? wanted.index : undefined,
  );
  const grouping = opened.newGrouping();
  const ranked = rankCalls({
    members,
    settled,
    callAt: (index) => opened.log.at(index),
    costOf: opened.costOf,
    see: (call, costUsd) => grouping.add(call, costUsd),
  });
  return { sums, counted, settled, concerns, ranked, grouping };
}

/** The calls that are shown: up to `top` that are needed, then up to `top` in the order of their worth. */
export function shownCalls(
  evidence: OpenedEvidence,
  { settled, ranked }: Priced,
  top: number,
  textOf: TextOf,
): EvidenceCall[] {
  const { members, opened, wanted, fileOf } = evidence;
  const { prompts } = opened;
  const shown = ranked.order.slice(0, top);
  const wasted = wastedOf(settled, new Set(shown));
  const needed = new Map([...shown].map((index) => [index, neededBy(evidence, index)]));
  const make = (index: number, role: EvidenceRole): EvidenceCall => {
    const reference = role === 'avoidable' ? referenceOf(evidence, needed.get(index)) : null;
    const call = opened.log.at(index);
    return evidenceCall(call, {
      role,
      file: fileOf(index),
      costUsd: opened.costOf(call),
      wasted: wanted.kind === 'call' ? null : (wasted.get(index) ?? null),
      difference: reference === null ? null : differenceOf(call, reference, prompts, textOf),
    });
  };
  const isClaimed = wanted.kind === 'group' || wanted.kind === 'finding';
  return [
    ...neededCalls([...needed.values()], members.kept, top).map((index) => make(index, 'kept')),
    ...[...shown].map((index) => make(index, isClaimed && wasted.has(index) ? 'avoidable' : 'member')),
  ];
}

/** The needed calls that the shown ones are laid beside come first; with room left, the others in time order. */
function neededCalls(first: readonly (number | undefined)[], kept: readonly number[], top: number): number[] {
  const some = [...new Set([...first, ...kept.slice(0, top)])].filter((index) => index !== undefined);
  return some.slice(0, Math.max(top, 1)).sort((a, b) => a - b);
}

/** Of the needed calls around a call in time, the one that it is most like; see `nearestNeeded`. */
function neededBy({ members, opened }: OpenedEvidence, index: number): number | undefined {
  const { prompt } = opened.log.at(index);
  const promptOf = (kept: number) => opened.log.at(kept).prompt;
  return nearestNeeded(members.kept, index, prompt, promptOf, opened.prompts);
}

function referenceOf({ opened, fileOf }: OpenedEvidence, kept: number | undefined) {
  if (kept === undefined) return null;
  const call = opened.log.at(kept);
  return { name: callName(call, fileOf(kept)), prompt: call.prompt };
}

/** Claims of one detector on one call are one figure. */
function wastedOf(settled: SettledClaims, calls: ReadonlySet<number>): Map<number, Wasted> {
  const wasted = new Map<number, Wasted>();
  for (let row = 0; row < settled.size; row++) {
    const index = settled.callAt(row);
    if (!calls.has(index)) continue;
    const one = settled.wastedAt(row);
    const before = wasted.get(index);
    wasted.set(index, before === undefined ? one : together(before, one));
  }
  return wasted;
}

function together(a: Wasted, b: Wasted): Wasted {
  return {
    tokens: addTokens(a.tokens, b.tokens),
    saved: a.saved === b.saved ? a.saved : null,
    usd: a.usd + b.usd,
    countedUsd: a.countedUsd + b.countedUsd,
  };
}
