/** Characters from which JSON inside other text is worth compacting; a shorter bracket is usually prose. */
const LARGE = 100;

export function isJsonSpace(unit: number): boolean {
  return unit === 0x20 || unit === 0x0a || unit === 0x0d || unit === 0x09;
}

/** The document in `text[start, end)` without white space outside strings; undefined when it is not JSON. */
export function compactJson(text: string, start: number, end: number): string | undefined {
  const source = text.slice(start, end);
  try {
    JSON.parse(source);
  } catch {
    return undefined;
  }
  return squeeze(source);
}

/** Copies all but the white space between tokens, so that numbers and strings keep every byte. `json` must be valid. */
function squeeze(json: string): string {
  const out: string[] = [];
  let from = 0;
  let i = 0;
  while (i < json.length) {
    const unit = json.charCodeAt(i);
    if (unit === 0x22) {
      i = stringEnd(json, i);
    } else if (isJsonSpace(unit)) {
      if (i > from) out.push(json.slice(from, i));
      while (i < json.length && isJsonSpace(json.charCodeAt(i))) i++;
      from = i;
    } else i++;
  }
  if (from === 0) return json;
  out.push(json.slice(from));
  return out.join('');
}

/** Index after the closing quote of the string that opens at `open`; the length of the text when it never closes. */
function stringEnd(text: string, open: number): number {
  let i = open + 1;
  while (i < text.length) {
    const unit = text.charCodeAt(i);
    if (unit === 0x22) return i + 1;
    i += unit === 0x5c ? 2 : 1;
  }
  return text.length;
}

/** Compacts every large object or array inside a text that is not JSON as a whole. Linear: no character is scanned twice. */
export function compactJsonWithin(text: string): string {
  const out: string[] = [];
  let from = 0;
  let i = nextOpening(text, 0);
  while (i < text.length) {
    const { spans, end } = containersFrom(text, i);
    for (const [start, stop] of spans) {
      if (stop - start < LARGE) continue;
      const compact = compactJson(text, start, stop);
      if (compact === undefined || compact.length === stop - start) continue;
      out.push(text.slice(from, start), compact);
      from = stop;
    }
    i = nextOpening(text, end);
  }
  if (from === 0) return text;
  out.push(text.slice(from));
  return out.join('');
}

const OPENING = /[{[]/g;

function nextOpening(text: string, from: number): number {
  OPENING.lastIndex = from;
  return OPENING.exec(text)?.index ?? text.length;
}

/** 1 for what may stand between the strings and brackets of JSON: white space, numbers, literals, commas, colons. */
const BETWEEN = new Uint8Array(128);
for (const char of ' \t\r\n0123456789+-.eE,:truefalsn') BETWEEN[char.charCodeAt(0)] = 1;

/**
 * Reads brackets from the one at `open` until it closes or until something that JSON cannot hold. Gives the outermost
 * containers that closed, and where to go on. A container still open at a failure would fail at the same place if it
 * were tried by itself, so nothing needs to be read again.
 */
function containersFrom(text: string, open: number): { spans: [number, number][]; end: number } {
  const spans: [number, number][] = [];
  const starts: number[] = [];
  let i = open;
  while (i < text.length) {
    const unit = text.charCodeAt(i);
    if (unit === 0x7b || unit === 0x5b) {
      starts.push(i++);
    } else if (unit === 0x7d || unit === 0x5d) {
      const start = starts.pop();
      if (start === undefined || text.charCodeAt(start) !== unit - 2) break;
      i++;
      while (spans.length > 0 && spans.at(-1)![0] > start) spans.pop();
      spans.push([start, i]);
      if (starts.length === 0) return { spans, end: i };
    } else if (unit === 0x22) {
      const end = lineStringEnd(text, i);
      if (end < 0) break;
      i = end;
    } else if (unit < 128 && BETWEEN[unit] === 1) i++;
    else break;
  }
  return { spans, end: Math.max(i, open + 1) };
}

/** As `stringEnd`, but -1 when a line ends first: a JSON string holds no raw line break. */
function lineStringEnd(text: string, open: number): number {
  let i = open + 1;
  while (i < text.length) {
    const unit = text.charCodeAt(i);
    if (unit === 0x22) return i + 1;
    if (unit < 0x20) return -1;
    i += unit === 0x5c ? 2 : 1;
  }
  return -1;
}
