import { JsonSpans } from '../cutting/json-spans.ts';
import { completeLines } from './sample-records.ts';

/** Lines looked at to tell one record a line from documents laid out over lines. */
const SHAPE_LINES = 50;

/**
 * Whether a text that begins with `{` is one record a line, and not documents laid out over lines, whose elements may well
 * stand on a line each.
 */
export function isJsonLines(head: Uint8Array, text: string, isWhole: boolean): boolean {
  const lines: string[] = [];
  for (const line of completeLines(text, isWhole)) {
    if (line.trim() === '') continue;
    if (lines.length === 0 && isJson(line)) return true;
    if (lines.push(line) === SHAPE_LINES) break;
  }
  if (beginsWithDocument(head)) return false;
  if (lines.some((line) => line.trimEnd().endsWith('},') && isJson(line.trimEnd().slice(0, -1))))
    return false;
  if (lines.some((line) => line.startsWith('{') && isJson(line))) return true;
  // Nothing parses: lines that each open an object of their own are broken lines, not one document.
  return lines.length > 1 && lines.every((line) => line.startsWith('{'));
}

function beginsWithDocument(head: Uint8Array): boolean {
  const [start, end] = new JsonSpans(false).scan(head, 0, -1).spans;
  if (start === undefined) return false;
  return isJson(Buffer.from(head.buffer, head.byteOffset, head.length).toString('utf8', start, end));
}

/** Something before the first record (a banner, a cut line, a log level) does not make a log of records a table. */
export function hasRecordLines(text: string, isRecord: (line: string) => boolean): boolean {
  for (const line of completeLines(text, true)) if (isRecord(line.trim())) return true;
  return false;
}

/** A line that is an object with a name in it, and nothing else. */
export function isPlainRecord(line: string): boolean {
  return /^\{\s{0,20}"/.test(line) && line.endsWith('}') && isJson(line);
}

/** A list of values, and not a line that begins with a time or a level in brackets. */
export function isJsonArray(text: string): boolean {
  return /^\s*\[\s*(?:[[{"\]]|$)/.test(text);
}

/** Server-sent events: one of their fields or a comment first, and data of JSON somewhere. */
export function isEventStream(text: string): boolean {
  return /^\s*(?:data|event|id|retry)?:/.test(text) && /^data: ?(?:[{[]|$)/m.test(text);
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
