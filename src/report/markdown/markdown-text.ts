import { cut, safeText } from '../safe-text.ts';

/** Columns that prose may take in a report before it is cut; whole prompts can stand in a reason. */
const PROSE_COLUMNS = 600;

/** UTF-16 units per column, with room for accents: what takes no columns must not make a text endless. */
const UNITS_PER_COLUMN = 4;

/** Brackets, quotes and ends of sentences around a word; none of them means anything to Markdown there. */
const AROUND = /^([("']*)(.*?)([)"',.;:!?]*)$/su;

/** The same around code, of which quotes may be a part. */
const AROUND_CODE = /^(\(*)(.*?)([),.;:!?]*)$/su;

/** Code in our own prose: what stands in backticks of its own, of one word or several. */
const MARKED = /(?<=^|[\p{Zs}(])`[^`|\p{Zs}](?:[^`|]*[^`|\p{Zs}])?`(?=$|[\p{Zs}),.;:!?])/gu;

/** Stands for a space in marked code until the words are taken apart; a safe text has none. */
const HELD = '\n';

/** Where a run of code ends: the next word is another thing. */
const ENDS = /[),.;!?]$/;

/** A word that no reading of Markdown takes for more than text: no mark-up, no address, no reference, no formula. */
const HARMLESS =
  /^[\p{L}\p{M}\p{N}\P{ASCII}](?:(?:[\p{L}\p{M}\p{N}\P{ASCII}.,;'"()/=+?-]|(?<=\d):(?=\d))*[\p{L}\p{M}\p{N}\P{ASCII}%])?$/u;

/** What platforms link by themselves: addresses, `GH-12`, commit hashes. */
const LINKED = /:\/|www\.|mailto:|xmpp:|\bGH-\d|\b[0-9a-f]{7,}\b/i;

/** A figure as the report formats it: `$1.20`, `-$3.00`, `≥$4`, `<0.1%`, `12.3k`. */
const FIGURE = /^[-+≥<>]{0,2}\$?\d[\d,.]*(?:e[+-]?\d+)?[kMBT%]?$/u;

/** `1.` and `2)` begin a list where they begin a line. */
const ORDINAL = /^(\d+)([.)])$/;

/**
 * Prose that may hold text from a log, as Markdown of one line: it reads the same and is nothing but text. Words that Markdown,
 * GitHub or GitLab might take for more (`_x_`, `<b>`, `@name`, `#12`, `www.`, `$x$`) become code, where nothing is looked for:
 * mentions and references are found in the finished page, so that escaping the characters does not hide them.
 */
export function markdownText(text: string, columns = PROSE_COLUMNS): string {
  const out: string[] = [];
  let risky: string[] = [];
  const flush = (): void => {
    if (risky.length > 0) out.push(codeWords(risky.join(' ')));
    risky = [];
  };
  const held = bounded(text, columns).replace(MARKED, (marked) => marked.replace(/\p{Zs}/gu, HELD));
  for (const word of held.split(/[\p{Zs}]+/u)) {
    const core = AROUND.exec(word)?.[2] ?? '';
    const isPlain = core === '' || isHarmless(core);
    const isMarked = /^`[^`|]+`$/.test(core);
    if (isPlain || isMarked) flush();
    if (isPlain) out.push(plain(word));
    else risky.push(word.replaceAll(HELD, ' '));
    if (isMarked || ENDS.test(word)) flush();
  }
  flush();
  return out.join(' ').trim();
}

/** Words that must be code, without the punctuation around them; our own prose has some in backticks already. */
function codeWords(text: string): string {
  const [, before = '', core = '', after = ''] = AROUND_CODE.exec(text) ?? [];
  return before + code(/^`[^`|]+`$/.test(core) ? core.slice(1, -1) : core) + after;
}

/** A name from a log as code: models, users, paths, ids. '' stays ''. */
export function markdownName(name: string, columns: number): string {
  return code(bounded(name, columns));
}

/** Cut to so many columns, harmless on one line, without spaces at its ends. */
function bounded(text: string, columns: number): string {
  const safe = cut(safeText(text.slice(0, columns * UNITS_PER_COLUMN)), columns).trim();
  return safe.length > columns * UNITS_PER_COLUMN ? `${[...safe].slice(0, columns).join('')}…` : safe;
}

function isHarmless(core: string): boolean {
  return !LINKED.test(core) && (FIGURE.test(core) || HARMLESS.test(core));
}

/** Punctuation that is no part of a word is read as it is, but for what would begin a list. */
function plain(word: string): string {
  return word
    .replace(ORDINAL, (_, digits: string, mark: string) => digits + entity(mark))
    .replace(/[<>]/g, entity);
}

/**
 * Code spans hold anything but a backtick, which ends them, and a pipe, which ends a table's cell even there: these two stand
 * between spans as entities. A backslash before a pipe is read differently by different parsers, so there is none.
 */
function code(text: string): string {
  return text
    .split(/([`|]+)/)
    .filter((part) => part !== '')
    .map((part) => (/^[`|]/.test(part) ? part.replace(/[`|]/g, entity) : `\`${part}\``))
    .join('');
}

function entity(character: string): string {
  return `&#${character.codePointAt(0)};`;
}
