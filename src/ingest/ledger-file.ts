import type { Readable } from 'node:stream';
import { InputError } from '../contracts/input-error.ts';
import type { Ledger, LedgerEntry, LedgerResult, LedgerSpan } from '../contracts/ledger.ts';
import type { ReadOptions } from '../contracts/source.ts';
import { ledgers } from '../ledgers/index.ts';
import { isObject } from '../sources/record/record-access.ts';
import { openFile, openStdin } from './cutting/byte-stream.ts';
import { JsonSpans } from './cutting/json-spans.ts';
import { readRows, sniffDelimiter } from './cutting/table-rows.ts';
import type { InputFile } from './input-files.ts';
import { jsonProblem } from './parsing/json-problem.ts';
import { SAMPLES_KEPT } from './parsing/parsed-chunk.ts';

/** An export as read. */
export interface LedgerReading {
  readonly ledger: string;
  readonly why: string;
  readonly records: number;
  readonly spans: readonly LedgerSpan[];
  /** Pages and tables, each exported at once: within one, rows do not repeat each other. */
  readonly parts: readonly (readonly LedgerEntry[])[];
  readonly skipped: number;
  readonly skippedSamples: readonly { readonly line: number; readonly reason: string }[];
}

/** Totals are small; what is larger is no export of them. */
const LONGEST_BYTES = 256 << 20;
const SAMPLE_RECORDS = 50;

/** Reads one export of totals. Throws InputError (without the file's name) when it is none that is known. */
export async function readLedger(
  file: InputFile,
  options: ReadOptions,
  stdin: Readable,
): Promise<LedgerReading> {
  const bytes = await bytesOf(file, stdin);
  const text = bytes.toString('utf8');
  const first = text.trimStart()[0];
  if (first === undefined) throw new InputError('it is empty');
  return first === '{' || first === '[' ? readJson(bytes, first === '[', options) : readTable(text, options);
}

async function bytesOf(file: InputFile, stdin: Readable): Promise<Buffer> {
  const stream = file.path === '-' ? openStdin(stdin) : openFile(file, 0);
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream.chunks) {
    length += chunk.length;
    if (length > LONGEST_BYTES) throw new InputError('it is too large to be an export of totals');
    parts.push(Buffer.from(chunk));
  }
  return Buffer.concat(parts);
}

function readJson(bytes: Buffer, isArray: boolean, options: ReadOptions): LedgerReading {
  const { spans, open } = new JsonSpans(isArray).scan(bytes, 0, -1);
  if (open >= 0) spans.push(open, bytes.length);
  const tally = new Tally();
  const records: unknown[] = [];
  for (let i = 0; i < spans.length; i += 2) {
    try {
      records.push(JSON.parse(bytes.toString('utf8', spans[i], spans[i + 1])));
    } catch (error) {
      tally.skip(i / 2 + 1, `not JSON: ${jsonProblem(error)}`);
      records.push(undefined);
    }
  }
  const { ledger, why } = best((it) =>
    records
      .slice(0, SAMPLE_RECORDS)
      .map((record) => it.recognize?.(record))
      .filter((recognition) => recognition !== undefined),
  );
  records.forEach((record, i) => {
    if (record === undefined) return;
    const result = ledger.read!(record, options);
    if (!isPage(record)) tally.addRow(JSON.stringify(record), result, i + 1);
    else {
      tally.begin();
      tally.add(result, i + 1);
      tally.begin();
    }
  });
  return tally.reading(ledger.id, why);
}

function readTable(text: string, options: ReadOptions): LedgerReading {
  // Files put one after the other bring their byte-order marks along.
  const plain = text.replace(/\r\n?/g, '\n').replace(/^\uFEFF/gm, '');
  const delimiter = sniffDelimiter(plain.slice(0, plain.indexOf('\n') >>> 0));
  const rows: { row: string[]; line: number }[] = [];
  const tally = new Tally();
  readRows(
    plain,
    delimiter,
    (row, line) => rows.push({ row, line: line + 1 }),
    (reason, line) => tally.skip(line + 1, reason),
  );
  const header = (rows.shift()?.row ?? []).map((name) => name.trim());
  const { ledger, why } = best((it) => {
    const recognition = it.recognizeHeader?.(header);
    return recognition === undefined ? [] : [recognition];
  });
  const read = ledger.openTable!(header, options);
  const ownHeader = header.join('\n');
  for (const { row, line } of rows) {
    const text = row.map((cell) => cell.trim()).join('\n');
    // Exports put one after the other bring their header along.
    if (text === ownHeader) tally.begin();
    else tally.addRow(text, read(row), line);
  }
  return tally.reading(ledger.id, why);
}

/** A record that is a whole answer of an API, not a row. */
function isPage(record: unknown): boolean {
  return isObject(record) && (Array.isArray(record.data) || Array.isArray(record.results));
}

/** The ledger that is surest of the records or the header. */
function best(
  recognitions: (ledger: Ledger) => readonly { readonly score: number; readonly why: string }[],
): { ledger: Ledger; why: string } {
  let found: { ledger: Ledger; score: number; why: string } | undefined;
  for (const ledger of ledgers) {
    for (const { score, why } of recognitions(ledger)) {
      if (score > (found?.score ?? 0)) found = { ledger, score, why };
    }
  }
  if (found === undefined) {
    throw new InputError(
      `no known export of totals (a log of calls goes before --ledger); known are ${ledgers.map(({ title }) => title).join(', ')}`,
    );
  }
  return found;
}

class Tally {
  readonly #spans: LedgerSpan[] = [];
  readonly #parts: LedgerEntry[][] = [[]];
  readonly #seen = new Set<string>();
  #time: number | undefined;
  #records = 0;
  #skipped = 0;
  readonly #samples: { line: number; reason: string }[] = [];

  /** What follows was exported at another time. */
  begin(): void {
    if (this.#parts.at(-1)!.length > 0) this.#parts.push([]);
    this.#seen.clear();
  }

  /**
   * A row that is there already, and takes time back, begins an export that was put behind another without its header. Two
   * of one bucket are two uses that differ by nothing the export shows.
   */
  addRow(row: string, result: LedgerResult, line: number): void {
    const time = result.kind === 'entries' ? result.spans[0]?.from : undefined;
    if (time !== this.#time && this.#seen.has(row)) this.begin();
    this.#time = time;
    this.#seen.add(row);
    this.add(result, line);
  }

  add(result: LedgerResult, line: number): void {
    if (result.kind === 'skip') {
      this.skip(line, result.reason);
      return;
    }
    this.#records++;
    for (const span of result.spans) this.#spans.push(span);
    for (const entry of result.entries) this.#parts.at(-1)!.push(entry);
  }

  skip(line: number, reason: string): void {
    this.#records++;
    this.#skipped++;
    if (this.#samples.length < SAMPLES_KEPT) this.#samples.push({ line, reason });
  }

  reading(ledger: string, why: string): LedgerReading {
    return {
      ...{ ledger, why, records: this.#records, spans: this.#spans, parts: this.#parts },
      ...{ skipped: this.#skipped, skippedSamples: this.#samples },
    };
  }
}
