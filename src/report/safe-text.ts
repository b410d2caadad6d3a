import stringWidth from 'string-width';

/**
 * Whatever a terminal obeys or hides: controls (C0, DEL, C1), formats (bidi marks, zero-width characters, tags),
 * line and paragraph separators, lone surrogates, noncharacters, and the rest of Unicode's default-ignorable characters.
 */
const UNSAFE =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;

/** Only ask for a text or a picture glyph; spelling them out would make every other emoji unreadable. */
const PRESENTATION = /[\uFE0E\uFE0F]/g;

/** More marks than any script stacks on one letter; longer stacks paint over neighbouring lines. */
const STACK = /(\p{M}{4})\p{M}+/gu;

/** UTF-16 units of a letter with its four marks, or of an emoji with its modifier, with room to spare. */
const LONGEST_GRAPHEME = 16;

/** ASCII, ` · … › ≥ `, lines and blocks: what most lines are made of, each a grapheme of one column. */
const PLAIN = /^[\x20-\x7e\u00b7\u2026\u203a\u2265\u2500-\u259f]*$/;

/**
 * Before what most terminals give columns of its own although it belongs to a grapheme: the vowel of Thai and Lao that stands
 * beside its letter, the next letter of an Indic conjunct, the skin colour of an emoji. A line that is taken for shorter than
 * it is loses its last figure's digits at the edge; one that is taken for longer is only less well aligned.
 */
const OWN_COLUMN = /(?=[\u0E33\u0EB3\p{Emoji_Modifier}])|(?<=\p{M})(?=\p{Lo})/u;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * Text from a log, harmless on a terminal and on one line: what is invisible or an instruction is spelled out
 * (`␛`, `␊`, `\u{202e}`). Idempotent.
 */
export function safeText(text: string): string {
  return text.replace(PRESENTATION, '').replace(UNSAFE, spelled).replace(STACK, '$1');
}

function spelled(character: string): string {
  const code = character.codePointAt(0)!;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `\\u{${code.toString(16)}}`;
}

/** Columns that a safe text takes on a terminal. */
export function textWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  return text
    .split(OWN_COLUMN)
    .reduce((sum, part) => sum + stringWidth(part, { countAnsiEscapeCodes: true }), 0);
}

/** The text in at most `width` columns, ended with `…` when it was cut; a grapheme is never split. */
export function cut(text: string, width: number): string {
  if (width <= 0) return '';
  if (PLAIN.test(text)) return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
  let used = 0;
  let kept = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    used += textWidth(segment);
    if (used > width) return `${text.slice(0, kept)}…`;
    if (used <= width - 1) kept = index + segment.length;
  }
  return text;
}

/** The end of the text in at most `width` columns, begun with `…` when it was cut: of a path, the end says more. */
export function cutStart(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let used = 1;
  let start = text.length;
  for (const { segment, index } of [...graphemes.segment(text.slice(-width * LONGEST_GRAPHEME))].reverse()) {
    used += textWidth(segment);
    if (used > width) break;
    start = Math.max(0, text.length - width * LONGEST_GRAPHEME) + index;
  }
  return width <= 0 ? '' : `…${text.slice(start)}`;
}

/** Cut and filled with spaces to exactly `width` columns. */
export function fillTo(text: string, width: number, align: 'left' | 'right' = 'left', shorten = cut): string {
  const short = shorten(text, width);
  const fill = ' '.repeat(Math.max(0, width - textWidth(short)));
  return align === 'left' ? short + fill : fill + short;
}

/** Lines of at most `width` columns, broken at spaces, inside a word only when it is longer than a line. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (textWidth(joined) <= width) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    line = '';
    for (const { segment } of graphemes.segment(word)) {
      if (line !== '' && textWidth(line + segment) > width) {
        lines.push(line);
        line = '';
      }
      line += segment;
    }
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return lines;
}
