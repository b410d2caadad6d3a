/**
 * Drops spaces and tabs before line ends and, when `collapse` is set, all but one of the blank lines in a row.
 * Line ends themselves stay as they are. A text of nothing but white space is left alone: a prompt must not become empty.
 */
export function tidyLines(text: string, collapse: boolean): string {
  const out: string[] = [];
  let from = 0;
  let line = 0;
  let blanks = 0;
  let hasContent = false;
  while (line < text.length) {
    const newline = text.indexOf('\n', line);
    const next = newline < 0 ? text.length : newline + 1;
    let lineEnd = newline < 0 ? text.length : newline;
    if (newline > line && text.charCodeAt(newline - 1) === 0x0d) lineEnd--;
    let end = lineEnd;
    while (end > line && isBlank(text.charCodeAt(end - 1))) end--;
    blanks = end === line ? blanks + 1 : 0;
    hasContent ||= end > line;
    const isDropped = collapse && blanks > 1 && newline >= 0;
    if (isDropped || end < lineEnd) {
      if (!isDropped) out.push(text.slice(from, end));
      else if (line > from) out.push(text.slice(from, line));
      from = isDropped ? next : lineEnd;
    }
    line = next;
  }
  if (from === 0 || !hasContent) return text;
  out.push(text.slice(from));
  return out.join('');
}

function isBlank(unit: number): boolean {
  return unit === 0x20 || unit === 0x09;
}
