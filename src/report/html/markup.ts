import { cut, safeText } from '../safe-text.ts';

/** Columns of a single name or prompt; whole prompts can stand in a label. */
const NAME_COLUMNS = 160;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** HTML that is to be written as it is. Text becomes some only through `html`, or `verbatim` for what the program itself is made of. */
export class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** What may stand in a template: text is escaped, a list is joined, undefined is nothing. */
export type Piece = Markup | string | number | undefined | readonly Piece[];

/** A template whose values are text unless they are `Markup`: what comes from a log cannot become HTML by being forgotten. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  let text = strings[0] ?? '';
  pieces.forEach((piece, i) => {
    text += written(piece) + (strings[i + 1] ?? '');
  });
  return new Markup(text);
}

/** Style sheets and scripts of the program itself, which are no HTML text. Never anything that a report holds. */
export function verbatim(text: string): Markup {
  return new Markup(text);
}

/** Text for HTML and its quoted attributes; what is invisible or reorders its neighbours is spelled out (see `safeText`). */
export function escapeHtml(text: string): string {
  return safeText(text).replace(/[&<>"'`]/g, (character) => ENTITIES[character]!);
}

/** One name from a log, kept to itself: letters written from right to left do not move what stands beside them. */
export function name(text: string): Markup {
  const safe = safeText(text);
  return html`<bdi>${safe.length > NAME_COLUMNS ? cut(safe, NAME_COLUMNS) : safe}</bdi>`;
}

function written(piece: Piece): string {
  if (piece === undefined) return '';
  if (piece instanceof Markup) return piece.toString();
  if (typeof piece === 'string') return escapeHtml(piece);
  if (typeof piece === 'number') return String(Number.isFinite(piece) ? Math.round(piece * 100) / 100 : 0);
  return piece.map(written).join('');
}
