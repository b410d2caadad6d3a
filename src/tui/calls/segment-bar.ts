import type { EvidenceSegment } from '../../model/evidence.ts';

/** What stands in a prompt as a person names it: who speaks, or tool schemas. */
export type Part = 'system' | 'tools' | 'user' | 'assistant' | 'tool results' | 'other';

/** A fill a part, so that they are told apart without colour. */
export const FILLS = {
  system: '█',
  tools: '▓',
  user: '▒',
  assistant: '░',
  'tool results': '▚',
  other: '╱',
} as const satisfies Record<Part, string>;

export interface PartTotal {
  readonly part: Part;
  readonly tokens: number;
  /** US dollars; null when that of any of its segments is unknown. */
  readonly costUsd: number | null;
}

export function partOf({ kind, role }: Pick<EvidenceSegment, 'kind' | 'role'>): Part {
  if (kind === 'tool') return 'tools';
  if (kind === 'system' || role === 'system' || role === 'developer') return 'system';
  if (role === 'tool' || role === 'function') return 'tool results';
  if (role === 'user' || role === 'human') return 'user';
  if (role === 'assistant' || role === 'model' || role === 'ai') return 'assistant';
  return 'other';
}

/** What each part of a prompt takes, in the order in which they first stand there. */
export function partTotals(segments: readonly EvidenceSegment[]): readonly PartTotal[] {
  const totals = new Map<Part, PartTotal>();
  for (const segment of segments) {
    const part = partOf(segment);
    const { tokens, costUsd } = totals.get(part) ?? { tokens: 0, costUsd: 0 };
    totals.set(part, {
      part,
      tokens: tokens + segment.tokens,
      costUsd: costUsd === null || segment.costUsd === null ? null : costUsd + segment.costUsd,
    });
  }
  return [...totals.values()];
}

export interface SegmentBar {
  /** `width` columns, or none for a prompt without tokens. */
  readonly bar: string;
  /** First column of each segment and the column after its last; equal where it is too small to be seen. */
  readonly places: readonly { readonly from: number; readonly to: number }[];
}

/** A prompt from its beginning to its end as one bar: columns in proportion to tokens. */
export function segmentBar(segments: readonly EvidenceSegment[], width: number): SegmentBar {
  const all = segments.reduce((sum, { tokens }) => sum + tokens, 0);
  let before = 0;
  let bar = '';
  const places = segments.map((segment) => {
    const from = all === 0 ? 0 : Math.round((before / all) * width);
    before += segment.tokens;
    const to = all === 0 ? 0 : Math.round((before / all) * width);
    bar += FILLS[partOf(segment)].repeat(to - from);
    return { from, to };
  });
  return { bar, places };
}

/** A line under the bar that points at one segment. */
export function pointer({ places }: SegmentBar, segment: number, width: number): string {
  const place = places[segment];
  if (place === undefined) return '';
  const from = Math.min(place.from, width - 1);
  return ' '.repeat(from) + '▔'.repeat(Math.max(1, place.to - from));
}
