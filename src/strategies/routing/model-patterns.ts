/** One entry of a model map. */
export interface ModelPattern {
  /** As the option has it. */
  readonly from: string;
  readonly to: string;
}

/** Between the two names: `->` first, since a name may hold a `=`. */
const ARROWS = ['->', '='];

/** Entries of `gpt-4.1 -> deepseek-v4-flash, claude-* = ...`. Throws when one has no arrow or names no model on a side. */
export function readModelMap(text: string): readonly ModelPattern[] {
  return text
    .split(/[,;\n]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => {
      const arrow = ARROWS.find((each) => entry.includes(each));
      const [from = '', to = ''] = arrow === undefined ? [] : splitAt(entry, arrow);
      if (from === '' || to === '') throw new Error(`map: '${entry}' is not of the form model -> model`);
      return { from, to };
    });
}

/** Position of the first entry that names any of these, exactly or up to its `*`; -1 when none does. */
export function matching(patterns: readonly ModelPattern[], names: readonly string[]): number {
  return patterns.findIndex(({ from }) =>
    from.endsWith('*') ? names.some((name) => name.startsWith(from.slice(0, -1))) : names.includes(from),
  );
}

function splitAt(entry: string, arrow: string): readonly [string, string] {
  const at = entry.indexOf(arrow);
  return [entry.slice(0, at).trim(), entry.slice(at + arrow.length).trim()];
}
