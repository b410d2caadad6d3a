import { counted } from '../../format.ts';

/** Part of a Markdown page: nothing of it is open at its end, however many of its rows are left out. */
export interface PageBlock {
  /** Lines around the rows; without rows a block that had some is left out as a whole. */
  readonly head: readonly string[];
  readonly rows: readonly string[];
  readonly tail: readonly string[];
  /** Rows that are not even among `rows`. */
  readonly rowsLeftOut: number;
  /** Whose rows are left out first: the lowest. */
  readonly rank: number;
}

export interface PageLimit {
  readonly most: number;
  /** What `most` counts: UTF-16 units, or bytes. */
  readonly size: (text: string) => number;
  /** Where the whole is: `the result file has them all`. */
  readonly whole: string;
}

/**
 * The blocks as one text that keeps the limit: rows go from the end of the longest list of the lowest rank, so that the verdict,
 * the totals and the footer stay. One line before the last block says how many are gone.
 */
export function fitPage(blocks: readonly PageBlock[], { most, size, whole }: PageLimit): string {
  const kept = blocks.map(({ rows }) => rows.length);
  const note = (lines: number): string =>
    lines === 0
      ? ''
      : `*${counted(lines, 'more line is', 'more lines are')} left out here for the length; ${whole}.*`;
  const around = blocks.map((block) => sizeOf([...block.head, ...block.tail, ''], size));
  const hasContent = (i: number): boolean => kept[i]! > 0 || blocks[i]!.rows.length === 0;
  let used = blocks.reduce((sum, block, i) => sum + around[i]! + sizeOf(block.rows, size), 0);
  const room = most - size(note(Number.MAX_SAFE_INTEGER)) - 2;
  const ranks = [...new Set(blocks.map(({ rank }) => rank))].sort((a, b) => a - b);
  for (const rank of ranks) {
    while (used > room) {
      const longest = longestOf(blocks, kept, rank);
      if (longest === undefined) break;
      const row = blocks[longest]!.rows[--kept[longest]!]!;
      used -= size(row) + 1;
      if (kept[longest] === 0) used -= around[longest]!;
    }
  }
  const leftOut = blocks.reduce((sum, block, i) => sum + block.rowsLeftOut + block.rows.length - kept[i]!, 0);
  const texts = blocks.map(({ head, rows, tail }, i) =>
    hasContent(i) ? [...head, ...rows.slice(0, kept[i]), ...tail].join('\n') : '',
  );
  texts.splice(-1, 0, note(leftOut));
  return `${texts.filter((text) => text !== '').join('\n\n')}\n`;
}

/** Where the most rows of a rank are still there. */
function longestOf(blocks: readonly PageBlock[], kept: readonly number[], rank: number): number | undefined {
  let longest: number | undefined;
  for (const [i, block] of blocks.entries()) {
    if (block.rank !== rank || kept[i] === 0) continue;
    if (longest === undefined || kept[i]! > kept[longest]!) longest = i;
  }
  return longest;
}

/** With the line feed after each line. */
function sizeOf(lines: readonly string[], size: (text: string) => number): number {
  return lines.reduce((sum, line) => sum + size(line) + 1, 0);
}
