import { parse } from 'csv-parse/sync';

const DELIMITERS = [',', ';', '\t', '|'];
const QUOTE = 0x22;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** Blank lines, and Excel's own first line, which says what stands between fields: `sep=;`. */
const BEFORE_HEADER = /^(?:[\t ]*\r?\n)*(?:sep=([\t -~])(?:\r\n?|\n))?/i;

/** How a table begins. */
export interface TableHead {
  /** Bytes before the header. */
  readonly skip: number;
  /** The header's row with its line end, which is a line feed whatever it was. */
  readonly header: string;
  readonly delimiter: string;
  /** Lines end with carriage returns alone: both in `header` and wherever rows are cut, they are taken for line feeds. */
  readonly isCarriageReturn: boolean;
}

/** Reads how a table begins off its first text. */
export function tableHead(text: string): TableHead {
  const [before = '', named] = BEFORE_HEADER.exec(text) ?? [];
  const rest = text.slice(before.length);
  const isCarriageReturn = endsWithReturn(named === undefined ? rest : text);
  const end = rowEnd(rest, isCarriageReturn ? '\r' : '\n');
  const header = isCarriageReturn ? rest.slice(0, end).replaceAll('\r', '\n') : rest.slice(0, end);
  return {
    skip: before.length,
    header,
    delimiter: named ?? sniffDelimiter(header.trimEnd()),
    isCarriageReturn,
  };
}

/** Characters that `firstRows` looks at: some thousand rows of counts. */
const FIRST = 1 << 18;

/** The first rows below the header of a text that may end anywhere; one that does not end is left out unless it is the only one. */
export function firstRows(text: string, head: TableHead): readonly (readonly string[])[] {
  const from = head.skip + head.header.length;
  const cut = text.slice(from, from + FIRST);
  const body = head.isCarriageReturn ? cut.replaceAll('\r', '\n') : cut;
  const rows: string[][] = [];
  readRows(body, head.delimiter, (row) => rows.push(row));
  return body.endsWith('\n') || rows.length < 2 ? rows : rows.slice(0, -1);
}

/** Whether the first line of all ends with a carriage return that no line feed follows. */
function endsWithReturn(text: string): boolean {
  const line = text.slice(0, rowEnd(text, '\n'));
  const end = rowEnd(line, '\r');
  return end < line.length && line[end] !== '\n';
}

/** End of the first row; a quoted field of it may hold line breaks. */
function rowEnd(text: string, lineEnd: string): number {
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '"') isQuoted = !isQuoted;
    else if (text[i] === lineEnd && !isQuoted) return i + 1;
  }
  return text.length;
}

/** The most frequent of comma, semicolon, tab and bar outside quotes; the comma when there is none. */
export function sniffDelimiter(headerLine: string): string {
  const counts = DELIMITERS.map(() => 0);
  let quoted = false;
  for (const char of headerLine) {
    if (char === '"') quoted = !quoted;
    const which = quoted ? -1 : DELIMITERS.indexOf(char);
    if (which >= 0) counts[which]!++;
  }
  return DELIMITERS[counts.indexOf(Math.max(...counts))]!;
}

/**
 * Hands over the rows of a piece of a table that begins and ends at row boundaries (`lastRowEnd` finds them).
 * Blank lines are skipped; `\n` and `\r\n` end rows; a row may have any number of fields.
 * `lineOffset` counts the lines of the text before the row's first line.
 * Quotes follow RFC 4180; one in the middle of a field is text (csv-parse's `relax_quotes`).
 * A quote that is never closed loses the row it opens in: `onLost` is told, and nothing is thrown.
 */
export function readRows(
  text: string,
  delimiter: string,
  onRow: (fields: string[], lineOffset: number) => void,
  onLost?: (reason: string, lineOffset: number) => void,
): void {
  if (text.indexOf('"') < 0) splitRows(text, delimiter, onRow);
  else parseRows(Buffer.from(text), delimiter, onRow, onLost);
}

function splitRows(
  text: string,
  delimiter: string,
  onRow: (fields: string[], lineOffset: number) => void,
): void {
  let line = 0;
  for (let start = 0; start < text.length; line++) {
    const newline = text.indexOf('\n', start);
    let end = newline < 0 ? text.length : newline;
    const next = end + 1;
    if (newline > start && text.charCodeAt(newline - 1) === RETURN) end--;
    if (end > start) onRow(text.substring(start, end).split(delimiter), line);
    start = next;
  }
}

function parseRows(
  bytes: Buffer,
  delimiter: string,
  onRow: (fields: string[], lineOffset: number) => void,
  onLost: ((reason: string, lineOffset: number) => void) | undefined,
): void {
  // csv-parse counts \r\n inside quotes as two lines, so lines are counted here, from its byte positions.
  let at = 0;
  let line = 0;
  const skipBlank = () => {
    for (; at < bytes.length; at++) {
      if (bytes[at] === NEWLINE) line++;
      else if (bytes[at] !== RETURN || bytes[at + 1] !== NEWLINE) break;
    }
  };
  parse(bytes, {
    delimiter,
    record_delimiter: ['\n', '\r\n'],
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_record: (fields: string[], info) => {
      skipBlank();
      onRow(fields, line);
      for (let newline = bytes.indexOf(NEWLINE, at); newline >= 0 && newline < info.bytes; line++) {
        newline = bytes.indexOf(NEWLINE, newline + 1);
      }
      at = info.bytes;
      return null;
    },
    on_skip: () => {
      skipBlank();
      onLost?.('a quote is opened and never closed', line);
    },
  });
}

/**
 * Index just after the last newline outside quotes in the first `length` bytes, or -1: where a stream of bytes can be cut.
 * The bytes begin at a row boundary. It agrees with `readRows` about what a quote means: one opens a quoted field only as the
 * field's first byte, a doubled one is text, and after the closing one the rest of the field is plain.
 */
export function lastRowEnd(chunk: Uint8Array, length: number, delimiter = ','): number {
  const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, length);
  const first = bytes.indexOf(QUOTE);
  if (first < 0) return bytes.lastIndexOf(NEWLINE) + 1 || -1;
  const separator = delimiter.charCodeAt(0);
  let end = first > 0 ? bytes.lastIndexOf(NEWLINE, first) + 1 || -1 : -1;
  let atStart = first === 0 || bytes[first - 1] === NEWLINE || bytes[first - 1] === separator;
  for (let i = first; i < length; i++) {
    const byte = bytes[i]!;
    if (byte === NEWLINE) {
      end = i + 1;
      atStart = true;
    } else if (byte === QUOTE && atStart) {
      i = closingQuote(bytes, i + 1, length);
      atStart = false;
    } else {
      atStart = byte === separator;
    }
  }
  return end;
}

/** Index of the quote that closes a field whose text begins at `from`; `length` when none does. */
function closingQuote(bytes: Buffer, from: number, length: number): number {
  for (let i = from; i < length; i++) {
    if (bytes[i] !== QUOTE) continue;
    if (bytes[i + 1] !== QUOTE) return i;
    i++;
  }
  return length;
}
