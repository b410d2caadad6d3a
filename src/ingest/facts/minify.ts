import { compactJson, compactJsonWithin, isJsonSpace } from './minify-json.ts';
import { tidyLines } from './minify-lines.ts';

/** Languages in which white space, or a trailing one, carries meaning: their fences are left alone. */
const SPACE_MATTERS = new Set(
  'python py python3 pycon yaml yml makefile make mk diff patch haml pug jade sass stylus coffee coffeescript fsharp haskell hs elm nim markdown md csv tsv whitespace'.split(
    ' ',
  ),
);
const JSON_LANGUAGES = new Set(['json', 'jsonl', 'ndjson', 'json5', 'jsonc', 'geojson']);

/**
 * The text after compression that loses nothing a model needs: JSON without insignificant white space (numbers and
 * strings keep every byte), no trailing spaces, at most one blank line in a row. Indentation of ordinary text stays, and
 * so do fences of languages in which white space matters, and texts that hold a patch. Time is linear in the length.
 * Returns the very same string when nothing is saved.
 */
export function minify(text: string): string {
  const whole = wholeJson(text);
  if (whole !== undefined) return whole;
  if (text.includes('```') || text.includes('~~~')) return byFences(text);
  return ordinary(text);
}

/** The compact form of a text that is one JSON document; undefined when it is not. */
function wholeJson(text: string): string | undefined {
  let first = 0;
  while (first < text.length && isJsonSpace(text.charCodeAt(first))) first++;
  let last = text.length - 1;
  while (last > first && isJsonSpace(text.charCodeAt(last))) last--;
  if (first >= text.length) return text;
  const pair = text[first]! + text[last]!;
  if (pair !== '{}' && pair !== '[]' && pair !== '""') return undefined;
  if (pair === '""') return isJson(text) ? text : undefined;
  const compact = compactJson(text, first, last + 1);
  if (compact === undefined) return undefined;
  return compact.length === text.length ? text : compact;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function ordinary(text: string): string {
  return holdsPatch(text) ? text : tidyLines(compactJsonWithin(text), true);
}

/** In a patch an empty context line is one space. */
function holdsPatch(text: string): boolean {
  return text.startsWith('@@ -') || text.includes('\n@@ -') || text.includes('diff --git ');
}

/** Fences as CommonMark defines them: three or more equal marks, closed by at least as many, or by the end of the text. */
function byFences(text: string): string {
  const out: string[] = [];
  let from = 0;
  let line = 0;
  let mark = '';
  let language = '';
  while (line < text.length) {
    const next = text.indexOf('\n', line) + 1 || text.length;
    const fence = fenceAt(text, line, next);
    if (fence !== undefined && mark === '') {
      out.push(ordinary(text.slice(from, line)), text.slice(line, next));
      from = next;
      mark = fence.mark;
      language = fence.info;
    } else if (fence !== undefined && fence.info === '' && fence.mark.startsWith(mark)) {
      out.push(fenced(text.slice(from, line), language));
      from = line;
      mark = '';
    }
    line = next;
  }
  const rest = text.slice(from);
  out.push(mark === '' ? ordinary(rest) : fenced(rest, language));
  const joined = out.join('');
  return joined.length === text.length ? text : joined;
}

function fenceAt(text: string, start: number, end: number): { mark: string; info: string } | undefined {
  let i = start;
  while (i < end && text.charCodeAt(i) === 0x20) i++;
  const char = text[i];
  if (char !== '`' && char !== '~') return undefined;
  const open = i;
  while (i < end && text[i] === char) i++;
  if (i - open < 3) return undefined;
  // An info string is short; a longer one is not read, which makes its language unknown.
  const info = text
    .slice(i, Math.min(end, i + 100))
    .trim()
    .toLowerCase();
  // Marks within the info string make it inline code, not a fence.
  if (info.includes('`')) return undefined;
  return { mark: text.slice(open, i), info };
}

function fenced(body: string, info: string): string {
  const language = info.match(/^[{.]*([\w+-]*)/)?.[1] ?? '';
  if (SPACE_MATTERS.has(language) || holdsPatch(body)) return body;
  if (!JSON_LANGUAGES.has(language)) return tidyLines(body, false);
  const document = body.endsWith('\r\n') ? body.slice(0, -2) : body.endsWith('\n') ? body.slice(0, -1) : body;
  const compact = wholeJson(document);
  if (compact !== undefined) return compact + body.slice(document.length);
  return tidyLines(compactJsonWithin(body), false);
}
