/** What a runner obeys anywhere in a line (`##[error]`, Azure's `##vso[task.complete]`), and its `::` at the beginning of one. */
const ANYWHERE = /##(?=[a-z]*\[)/gi;
const AT_THE_BEGINNING = /^((?:\s|\u001b\[[\d;]*m)*):(?=:)/gm;

/** How `#` and `:` are spelled out where they would be obeyed. */
export interface Spelling {
  readonly hash: string;
  readonly colon: string;
}

const VISIBLE: Spelling = { hash: '\\u{23}', colon: '\\u{3a}' };

/** As the strings of JSON spell characters, and as XML does: whoever parses them reads the character. */
export const JSON_SPELLING: Spelling = { hash: '\\u0023', colon: '\\u003a' };
export const XML_SPELLING: Spelling = { hash: '&#35;', colon: '&#58;' };

/**
 * The same text for a log that a CI runner reads: no line of it is a command, whatever names it holds. Runners compare as their
 * language does, past characters of no width, so that the text must be a safe one already.
 */
export function withoutCommands(text: string, { hash, colon } = VISIBLE): string {
  return text
    .replace(ANYWHERE, () => `#${hash}`)
    .replace(AT_THE_BEGINNING, (_, before: string) => before + colon);
}
