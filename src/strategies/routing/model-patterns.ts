/** One entry of a model map. */
export interface ModelPattern {
  /** As the option has it. */
  readonly from: string;
  readonly to: string;
}

/** Between the two names: an arrow as people write it, else a `=`, since a name may hold one. */
const ARROW = /-+>|=+>|→/;
const EQUALS = /=+/;

/** Entries of `gpt-4.1 -> deepseek-v4-flash, claude-* = ...`. Throws when one has no arrow, has two, or names no model on a side. */
export function readModelMap(text: string): readonly ModelPattern[] {
  return text
    .split(/[,;\n]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => {
      const [from, to] = splitAt(entry, ARROW) ?? splitAt(entry, EQUALS) ?? ['', ''];
      if (from === '' || to === '' || ARROW.test(to))
        throw new Error(`map: '${entry}' is not of the form model -> model`);
      return { from, to };
    });
}

/** Position of the first entry that names any of these, exactly or up to its `*`; -1 when none does. */
export function matching(patterns: readonly ModelPattern[], names: readonly string[]): number {
  return patterns.findIndex(({ from }) =>
    from.endsWith('*') ? names.some((name) => name.startsWith(from.slice(0, -1))) : names.includes(from),
  );
}

function splitAt(entry: string, arrow: RegExp): readonly [string, string] | undefined {
  const found = arrow.exec(entry);
  if (found === null) return undefined;
  return [entry.slice(0, found.index).trim(), entry.slice(found.index + found[0].length).trim()];
}
