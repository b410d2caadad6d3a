import type { CallSubject, EvidenceSegment } from '../../model/evidence.ts';
import type { DataTable } from '../../report/data/data-table.ts';
import { field, tableOf } from '../../report/data/table-of.ts';
import { count, counted, percent, tokens, usd } from '../../report/format.ts';
import type { ListColumn } from '../list/list-columns.ts';
import type { ListRows } from '../list/list-order.ts';
import { FILLS, type Pieces, partOf, partTotals } from './segment-bar.ts';

export const SEGMENT_COLUMNS: readonly ListColumn[] = [
  { label: '', width: 5, align: 'right' },
  { label: 'part', width: 22 },
  { label: 'tokens', width: 9, align: 'right' },
  { label: 'cost', width: 9, align: 'right', drop: 1 },
  { label: 'share', width: 6, align: 'right', drop: 2 },
  { label: 'begins with' },
];

export function segmentCells(segment: EvidenceSegment, promptTokens: number): readonly string[] {
  return [
    count(segment.number, 5),
    `${FILLS[partOf(segment)]} ${segmentName(segment)}`,
    tokens(segment.tokens, 9),
    usd(segment.costUsd, 9),
    percent(promptTokens === 0 ? null : segment.tokens / promptTokens),
    segment.preview,
  ];
}

export function segmentRows(segments: readonly EvidenceSegment[]): ListRows {
  return {
    size: segments.length,
    text: (row) => `${segmentName(segments[row]!)} ${segments[row]!.preview}`,
    sorts: [{ label: 'tokens', by: (row) => segments[row]!.tokens, isDescending: true }],
  };
}

/** "system", "message, user", "tool, search_orders": what a segment is, and who speaks in it. */
function segmentName({ kind, role, names }: EvidenceSegment): string {
  return [kind === 'message' && role !== '' ? '' : kind, role === kind ? '' : role, names.join(' ')]
    .filter((part) => part !== '')
    .join(', ');
}

/** The fills of the bar with what each part takes. */
export function legend(pieces: Pieces): string {
  const totals = partTotals(pieces);
  const all = totals.reduce((sum, part) => sum + part.tokens, 0);
  return totals
    .map(({ part, tokens: own, costUsd }) => {
      const money = costUsd === null ? '' : ` ${usd(costUsd, 9)}`;
      return `${FILLS[part]} ${part} ${tokens(own, 7)}${money}${all === 0 ? '' : ` ${percent(own / all)}`}`;
    })
    .join('   ');
}

/** "Prompt of 3 segments, 1,200 tokens"; what of a very long prompt is not listed is said. */
export function promptText({ segments, segmentsTotal }: CallSubject, promptTokens: number): string {
  const missing = segmentsTotal - segments.length;
  const left = missing > 0 ? `; ${counted(missing, 'segment')} in its middle are not listed` : '';
  return `Prompt of ${counted(segmentsTotal, 'segment')}, ${counted(promptTokens, 'token')}${left}`;
}

export function segmentsTable(segments: readonly EvidenceSegment[]): DataTable {
  return tableOf<EvidenceSegment>('segments', 'Prompt', segments, [
    field('number', 'number', 'count', ({ number }) => number),
    field('kind', 'kind', 'text', ({ kind }) => kind),
    field('role', 'role', 'text', ({ role }) => role),
    field('names', 'tools', 'text', ({ names }) => names.join(', ')),
    field('tokens', 'tokens', 'tokens', (segment) => segment.tokens),
    field('costUsd', 'cost', 'usd', ({ costUsd }) => costUsd),
    field('preview', 'begins with', 'text', ({ preview }) => preview),
  ]);
}
