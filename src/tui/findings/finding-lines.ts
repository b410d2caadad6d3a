import type { Finding, FindingGroup, Report } from '../../model/report.ts';
import { billedTokens } from '../../model/usage.ts';
import { isWaste } from '../../report/finding-order.ts';
import { counted, percent } from '../../report/format.ts';
import { waste } from '../../report/money.ts';
import { cell } from '../../report/table/finding-groups.ts';
import { named, paragraph, type ShownLine } from '../paragraph.tsx';
import { findingNote } from './finding-list.ts';

export interface Room {
  readonly width: number;
  readonly height: number;
}

/** Lines that a sentence may take on a screen of 20 lines, and how many lines more give it one more. */
const SENTENCE_LINES = 2;
const LINES_A_STEP = 15;

/** A finding in words: its money, why it costs money, what to change, with which options it was looked for. */
export function findingLines(report: Report, finding: Finding, { width, height }: Room): ShownLine[] {
  const most = linesOf(height);
  return [
    ...paragraph(verdict(report, finding), width - 2, most).map(
      (text): ShownLine => ({ text: ` ${text}`, tone: 'bold' }),
    ),
    ...named('Why', finding.why, width, most),
    ...named('Fix', finding.fix, width, most),
    ...named('Set', optionsText(finding), width, 1).map((line): ShownLine => ({ ...line, tone: 'dim' })),
  ];
}

/** One group in words: its money, its numbers, what to change here. */
export function groupLines(
  report: Report,
  finding: Finding,
  group: FindingGroup,
  { width, height }: Room,
): ShownLine[] {
  const most = linesOf(height);
  const money =
    group.wastedUsd > 0 || isWaste(finding) || group.review
      ? `${waste(report, group, group.wastedUsd)} avoidable in ${counted(group.calls, 'call')}`
      : counted(group.calls, 'call');
  const review = group.review ? '; for you to review: not certain, so in no total' : '';
  const values = finding.columns
    .map((column) => ({ label: column.label, value: cell(group, column) }))
    .filter(({ value }) => value !== '' && value !== '-')
    .map(({ label, value }) => `${label}: ${value}`);
  return [
    ...paragraph(`${money}, ${group.basis}${review}`, width - 2, most).map(
      (text): ShownLine => ({ text: ` ${text}`, tone: 'bold' }),
    ),
    ...paragraph(groupLabel(group), width - 2, most).map((text) => ({ text: ` ${text}` })),
    ...paragraph(values.join(' · '), width - 2, most).map(
      (text): ShownLine => ({ text: ` ${text}`, tone: 'dim' }),
    ),
    ...named('Fix', group.fix ?? finding.fix, width, most),
  ];
}

export function groupLabel({ label, id }: FindingGroup): string {
  return label === '' ? id : label;
}

/** "$171.25 avoidable (16.0% of spend) in 8,800 calls, 90,000,000 tokens, estimated; $190.50 by itself". */
function verdict(report: Report, finding: Finding): string {
  const note = findingNote(report, finding);
  if (note !== undefined) return note;
  const { calls, wastedTokens, basis, countedUsd, wastedUsd, share } = finding;
  const part = share > 0 ? ` (${percent(share)} of spend)` : '';
  const tokens = counted(billedTokens(wastedTokens), 'token');
  const alone =
    countedUsd < wastedUsd
      ? `; it found ${waste(report, finding, wastedUsd)}, the rest is counted under another finding`
      : '';
  return `${waste(report, finding, countedUsd)} avoidable${part}: ${counted(calls, 'call')}, ${tokens}, ${basis}${alone}`;
}

function optionsText({ options }: Finding): string {
  return Object.entries(options)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

function linesOf(height: number): number {
  return SENTENCE_LINES + Math.max(0, Math.floor((height - 20) / LINES_A_STEP));
}
