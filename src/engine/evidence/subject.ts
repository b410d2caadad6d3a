import type { EvidenceGroup, FindingFacts, Subject } from '../../model/evidence.ts';
import type { Grouping } from '../../model/report.ts';
import { ratesOf } from '../facts/call-rates.ts';
import type { Detection } from '../findings/detection.ts';
import { buildFinding, buildGroups } from '../findings/findings.ts';
import type { Priced } from './build-evidence.ts';
import { claimsOn } from './claims-on.ts';
import { listedPrompt } from './listed-prompt.ts';
import type { OpenedEvidence } from './opened-evidence.ts';
import { segmentCosts } from './segment-costs.ts';

/** Lists longer than this are for the JSON report. */
const GROUPS_LISTED = 5;

export function subjectOf(evidence: OpenedEvidence, priced: Priced, top: number): Subject {
  const { wanted } = evidence;
  switch (wanted.kind) {
    case 'group':
      return groupSubject(evidence, priced, wanted, top);
    case 'finding':
      return findingSubject(evidence, priced, wanted.detector, top);
    case 'call':
      return callSubject(evidence, priced, wanted.index);
    case 'total':
      return totalSubject(evidence, priced, wanted.by, wanted.key);
    default:
      return wanted satisfies never;
  }
}

function groupSubject(
  { pass, totalUsd }: OpenedEvidence,
  { sums, counted }: Priced,
  wanted: { readonly detector: number; readonly group: number },
  top: number,
): Subject {
  const detection = pass.detections[wanted.detector]!;
  const input = pass.findingInput(totalUsd, top);
  const [group] = buildGroups(detection, [wanted.group], sums[wanted.detector]!, input);
  return { kind: 'group', finding: factsOf(detection), group: withCounted(group!, counted, wanted.group) };
}

function findingSubject(
  { pass, totalUsd }: OpenedEvidence,
  { sums, counted }: Priced,
  detector: number,
  top: number,
): Subject {
  const detection = pass.detections[detector]!;
  const finding = buildFinding(detection, sums[detector]!, pass.findingInput(totalUsd, top));
  const { status, reason, calls, wastedUsd, countedUsd, groups, groupsTotal } = finding;
  const numbers = new Map(
    finding.groups.length === 0
      ? []
      : detection.claims.groups.map((_, group) => [detection.describe(group).id, group]),
  );
  return {
    kind: 'finding',
    finding: { ...factsOf(detection), status, reason, calls, wastedUsd, countedUsd },
    groups: groups.map((group) => withCounted(group, counted, numbers.get(group.id)!)),
    groupsTotal,
  };
}

function withCounted(group: object, counted: ReadonlyMap<number, number>, number: number): EvidenceGroup {
  return { ...group, countedUsd: counted.get(number) ?? 0 } as EvidenceGroup;
}

function factsOf({ detector, options }: Detection): FindingFacts {
  const { id, title, why, basis, columns } = detector;
  return { detector: id, title, why, fix: detector.fix(options), basis, options, columns };
}

function callSubject({ opened, pass }: OpenedEvidence, { settled }: Priced, index: number): Subject {
  const call = opened.log.at(index);
  const { prompts, context } = opened;
  const template = opened.newGrouping().key('template', call);
  const number = context.templates.of(call);
  const label = number < 0 ? '' : context.templates.label(number);
  const path = call.prompt < 0 ? [] : prompts.path(call.prompt);
  const shares = call.prompt < 0 ? [] : prompts.shares(call);
  const costs = segmentCosts(shares, call.usage, ratesOf(opened.book, call));
  return {
    kind: 'call',
    template,
    templateLabel: label,
    claims: claimsOn(call, pass.detections, settled),
    ...listedPrompt(path, shares, costs, prompts),
    segmentsTotal: path.length,
  };
}

function totalSubject(
  { opened, members }: OpenedEvidence,
  { concerns, ranked, grouping }: Priced,
  by: Grouping,
  key: string,
): Subject {
  const { groups } = grouping.groups(GROUPS_LISTED, ranked.totals.costUsd);
  const { log, context } = opened;
  const number = by === 'template' ? context.templates.of(log.at(members.mask.indexOf(1))) : -1;
  const isMined = number >= 0 && key.endsWith(context.templates.id(number));
  return {
    kind: 'total',
    ...{ by, key, label: isMined ? context.templates.label(number) : '' },
    concerns: concerns.concerns(),
    models: groups.model,
    users: groups.user,
    sizes: { prompt: quantiles(ranked.promptSizes), output: quantiles(ranked.outputSizes) },
  };
}

/** The nearest-rank quantiles. */
function quantiles(sizes: Float64Array): { readonly median: number; readonly p95: number } {
  const sorted = sizes.slice().sort();
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  return { median: at(0.5), p95: at(0.95) };
}
