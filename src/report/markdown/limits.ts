/** How much of long lists and texts a Markdown report shows. */
export interface Limits {
  /** Rows of a table, items of a list. */
  readonly rows: number;
  /** Columns of a name, and of a sentence. */
  readonly name: number;
  readonly prose: number;
}

/** Characters of a whole report. GitHub takes 65,536 in a comment; a bot may add a little of its own. */
const MOST_CHARACTERS = 60_000;

/** From all that was asked for to the least that still says something. */
const STEPS: readonly Limits[] = [
  { rows: 100, name: 60, prose: 600 },
  { rows: 30, name: 60, prose: 600 },
  { rows: 10, name: 60, prose: 600 },
  { rows: 10, name: 40, prose: 300 },
  { rows: 5, name: 30, prose: 200 },
  { rows: 2, name: 20, prose: 100 },
];

const CUT = 'The rest is left out here, for its length; `--format html` and `--json` have all of it.';

/**
 * The blocks of a report with the widest limits under which it fits; whatever the log, never longer than a comment may be. Blocks
 * are made as they are taken, so that a try that cannot fit ends early.
 */
export function fitted(blocks: (limits: Limits) => Iterable<string>, footer: string): string {
  const most = MOST_CHARACTERS - footer.length - CUT.length - 4;
  let kept: string[] = [];
  for (const limits of STEPS) {
    const tried = within(blocks(limits), most);
    if (tried.isWhole) return `${joined(tried.kept)}\n${footer}`;
    kept = tried.kept;
  }
  return `${joined([...kept, CUT])}\n${footer}`;
}

/** The blocks up to the first that is too much. */
function within(
  blocks: Iterable<string>,
  most: number,
): { readonly kept: string[]; readonly isWhole: boolean } {
  const kept: string[] = [];
  let used = 0;
  for (const block of blocks) {
    used += block.length + 2;
    if (used > most) return { kept, isWhole: false };
    kept.push(block);
  }
  return { kept, isWhole: true };
}

function joined(blocks: readonly string[]): string {
  return `${blocks
    .map((block) => block.trimEnd())
    .filter((block) => block !== '')
    .join('\n\n')}\n`;
}
