import { InputError } from '../contracts/input-error.ts';
import type { ReadOptions, Source } from '../contracts/source.ts';
import { sources } from '../sources/index.ts';
import { JsonSpans } from './cutting/json-spans.ts';
import { readRows, sniffDelimiter } from './cutting/table-rows.ts';
import { jsonProblem } from './parsing/json-problem.ts';
import type { FileLayout } from './parsing/parsed-chunk.ts';

/** Records looked at before a source is chosen. */
const SAMPLE_RECORDS = 50;

export interface Sniffed {
  readonly layout: FileLayout;
  /** The whole file is one JSON array. */
  readonly isArray: boolean;
  /** Bytes before the first record: a table's header. */
  readonly headerBytes: number;
}

/**
 * Chooses how to read a file from its first bytes. `isWhole` says that they are all of it.
 * Throws InputError (without the file's name) when nothing fits, UnmappedColumnsError when `--map` is needed.
 */
export function sniff(
  head: Uint8Array,
  isWhole: boolean,
  options: ReadOptions,
  forced: string | undefined,
): Sniffed {
  const text = Buffer.from(head.buffer, head.byteOffset, head.length).toString('utf8');
  const start = text.search(/\S/);
  if (start < 0) throw new InputError('it is empty');
  const first = text[start];
  if (first === '[' || first === '{' || looksLikeJsonLines(text)) {
    const container =
      first === '['
        ? ('spans' as const)
        : isJsonLines(text, isWhole)
          ? ('lines' as const)
          : ('spans' as const);
    const isArray = first === '[' && container === 'spans';
    const samples = container === 'lines' ? sampleLines(text, isWhole) : sampleSpans(head, isArray);
    const { source, why } = chooseSource(samples, options, forced);
    return {
      layout: { container, source: source.id, why, header: [], delimiter: '' },
      isArray,
      headerBytes: 0,
    };
  }
  return sniffTable(text, options, forced);
}

function sniffTable(text: string, options: ReadOptions, forced: string | undefined): Sniffed {
  const headerLine = text.slice(0, rowEnd(text));
  const delimiter = sniffDelimiter(headerLine.trimEnd());
  let header: readonly string[] = [];
  readRows(headerLine, delimiter, (row) => {
    header = row.map((name) => name.trim());
  });
  let best: { source: Source; score: number; why: string } | undefined;
  for (const source of candidates(forced, options)) {
    if (source.recognizeHeader === undefined || source.openTable === undefined) continue;
    const { score, why } = source.recognizeHeader(header, options);
    if (score > (best?.score ?? 0)) best = { source, score, why };
    else if (forced !== undefined) best ??= { source, score, why: `--source ${forced}` };
  }
  if (best === undefined) {
    if (header.length < 2)
      throw new InputError('no known log format: neither JSON nor a table with a header');
    // The source for everything else says which columns there are and what is missing.
    for (const source of sources) if (source.id === 'generic') source.openTable?.(header, options);
    throw new InputError('no known log format: no source reads a table with these columns');
  }
  // Opening it now gives the error about missing columns before any row is read.
  best.source.openTable!(header, options);
  const layout = { container: 'table' as const, source: best.source.id, why: best.why, header, delimiter };
  return { layout, isArray: false, headerBytes: Buffer.byteLength(headerLine) };
}

/** Naming columns by hand (`--map`) is a choice of the source that is read by them. */
function candidates(forced: string | undefined, options: ReadOptions): readonly Source[] {
  const chosen = forced ?? (Object.keys(options.map).length > 0 ? 'generic' : undefined);
  return chosen === undefined ? sources : sources.filter(({ id }) => id === chosen);
}

/** End of a table's first row; a quoted field of the header may hold line breaks. */
function rowEnd(text: string): number {
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '"') isQuoted = !isQuoted;
    else if (text[i] === '\n' && !isQuoted) return i + 1;
  }
  return text.length;
}

function chooseSource(
  samples: readonly string[],
  options: ReadOptions,
  forced: string | undefined,
): { source: Source; why: string } {
  const records: unknown[] = [];
  let reason = '';
  for (const sample of samples) {
    try {
      records.push(JSON.parse(sample));
    } catch (error) {
      reason ||= jsonProblem(error);
    }
  }
  if (records.length === 0)
    throw new InputError(`none of its first ${samples.length} records is JSON (record 1: ${reason})`);
  let best: { source: Source; total: number; top: number; why: string; matched: number } | undefined;
  for (const source of candidates(forced, options)) {
    if (source.recognize === undefined || source.read === undefined) continue;
    let total = 0;
    let top = 0;
    let matched = 0;
    let why = '';
    for (const record of records) {
      const recognition = source.recognize(record, options);
      total += recognition.score;
      if (recognition.score > 0) matched++;
      if (recognition.score > top) {
        top = recognition.score;
        why = recognition.why;
      }
    }
    if (total > (best?.total ?? 0)) best = { source, total, top, why, matched };
    else if (forced !== undefined) best ??= { source, total, top, why: `--source ${forced}`, matched };
  }
  if (best === undefined) {
    const keys = new Set(
      records.flatMap((record) => (record !== null && typeof record === 'object' ? Object.keys(record) : [])),
    );
    const shown = [...keys].slice(0, 12).map((key) => JSON.stringify(key.slice(0, 40)));
    throw new InputError(
      `no known log format; its records have the fields ${shown.join(', ') || '(none)'}. Say which is which, e.g. --map promptTokens=FIELD --map output=FIELD --map model=FIELD`,
    );
  }
  const share =
    best.matched < records.length ? ` (${best.matched} of the first ${records.length} records)` : '';
  return { source: best.source, why: `${best.why}${share}` };
}

/** Something before the first JSON line (a banner, a cut line) does not make a JSONL file a table. */
function looksLikeJsonLines(text: string): boolean {
  return text
    .split('\n', SAMPLE_RECORDS)
    .some((line) => line.startsWith('{') && line.trimEnd().endsWith('}') && isJson(line));
}

/** One complete object on one of the first lines makes it JSONL; a document laid out over lines has none. */
function isJsonLines(text: string, isWhole: boolean): boolean {
  const lines = text.split('\n', SAMPLE_RECORDS + 1);
  const complete = isWhole ? lines : lines.slice(0, -1);
  if (complete.some((line) => line.startsWith('{') && isJson(line))) return true;
  // Nothing parses: lines that each open an object of their own are broken lines, not one document.
  return complete.length > 1 && complete.every((line) => line.trim() === '' || line.startsWith('{'));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function sampleLines(text: string, isWhole: boolean): string[] {
  const lines = text.split('\n', SAMPLE_RECORDS + 1);
  const complete = isWhole || lines.length === 1 ? lines : lines.slice(0, -1);
  return complete.filter((line) => line.trim() !== '').slice(0, SAMPLE_RECORDS);
}

function sampleSpans(head: Uint8Array, isArray: boolean): string[] {
  const { spans } = new JsonSpans(isArray).scan(head, 0, -1);
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.length);
  const samples: string[] = [];
  for (let i = 0; i < spans.length && samples.length < SAMPLE_RECORDS; i += 2) {
    samples.push(bytes.toString('utf8', spans[i], spans[i + 1]));
  }
  return samples;
}
