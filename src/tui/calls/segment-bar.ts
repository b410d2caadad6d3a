import type { CallSubject, EvidenceSegment } from '../../model/evidence.ts';

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

/** A segment, or several of one kind that are not listed. */
type Piece = Pick<EvidenceSegment, 'kind' | 'role' | 'tokens' | 'costUsd'>;

/** A whole prompt: what is listed of it, and what of its middle is not. */
export type Pieces = Pick<CallSubject, 'segments' | 'unlisted'>;

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
export function partTotals(pieces: Pieces): readonly PartTotal[] {
  const totals = new Map<Part, PartTotal>();
  for (const piece of inOrder(pieces)) {
    const part = partOf(piece);
    const { tokens, costUsd } = totals.get(part) ?? { tokens: 0, costUsd: 0 };
    totals.set(part, {
      part,
      tokens: tokens + piece.tokens,
      costUsd: costUsd === null || piece.costUsd === null ? null : costUsd + piece.costUsd,
    });
  }
  return [...totals.values()];
}

export interface SegmentBar {
  /** `width` columns, or none for a prompt without tokens. */
  readonly bar: string;
  /** First column of each listed segment and the column after its last; equal where it is too small to be seen. */
  readonly places: readonly { readonly from: number; readonly to: number }[];
}

/** A prompt from its beginning to its end as one bar: columns in proportion to tokens. */
export function segmentBar(pieces: Pieces, width: number): SegmentBar {
  const ordered = inOrder(pieces);
  const all = ordered.reduce((sum, { tokens }) => sum + tokens, 0);
  let before = 0;
  let bar = '';
  const places = ordered.map((piece) => {
    const from = all === 0 ? 0 : Math.round((before / all) * width);
    before += piece.tokens;
    const to = all === 0 ? 0 : Math.round((before / all) * width);
    bar += FILLS[partOf(piece)].repeat(to - from);
    return { from, to };
  });
  // Rows of the list are listed segments only.
  places.splice(firstUnlisted(pieces), pieces.unlisted.length);
  return { bar, places };
}

function inOrder(pieces: Pieces): readonly Piece[] {
  const { segments, unlisted } = pieces;
  const middle = firstUnlisted(pieces);
  return [...segments.slice(0, middle), ...unlisted, ...segments.slice(middle)];
}

/** How many listed segments stand before those that are not: their numbers leap there. */
function firstUnlisted({ segments }: Pieces): number {
  const leap = segments.findIndex(({ number }, i) => number !== i + 1);
  return leap < 0 ? segments.length : leap;
}

/** A line under the bar that points at one segment. */
export function pointer({ places }: SegmentBar, segment: number, width: number): string {
  const place = places[segment];
  if (place === undefined) return '';
  const from = Math.min(place.from, width - 1);
  return ' '.repeat(from) + '▔'.repeat(Math.max(1, place.to - from));
}
