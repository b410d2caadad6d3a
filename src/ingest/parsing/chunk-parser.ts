import type { ReadOptions, ReadResult, RowReader } from '../../contracts/source.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { hash52 } from '../../model/hash.ts';
import { parseTime } from '../../sources/record/timestamps.ts';
import { ENCODINGS } from '../../tokens/encodings.ts';
import { readRows } from '../cutting/table-rows.ts';
import { redact } from '../facts/redact.ts';
import { type LineRecord, recordInLine } from '../unwrapping/line-record.ts';
import { BatchBuilder } from './batch-builder.ts';
import { ChunkTally } from './chunk-tally.ts';
import { estimateInput, estimateOutput } from './estimate.ts';
import { jsonProblem } from './json-problem.ts';
import { LiteralMemo } from './literal-memo.ts';
import { LoggedVectors } from './logged-vectors.ts';
import { naturalKey, type RawText } from './natural-key.ts';
import type { Chunk, ParsedChunk } from './parsed-chunk.ts';
import { PromptInterner } from './prompt-interner.ts';
import { RecordRouter, sourceOf, timed, type Unpacked } from './record-router.ts';
import { withOutput } from './uncounted-output.ts';
import { Vocabularies } from './vocabularies.ts';

/** All that parsing depends on beside the bytes; plain data, handed to the workers. */
export interface ParserSettings {
  readonly read: ReadOptions;
  readonly keepText: boolean;
  /** The user said which source reads everything: no other is asked. */
  readonly isForced: boolean;
  /** Model name -> tokenizer family, from the price book. */
  readonly families: ReadonlyMap<string, string>;
}

/** Text held for recognising repeats before the parser starts afresh, in UTF-16 units. */
const CHARACTERS_HELD = 48 << 20;
const NODES_HELD = 1 << 20;
const STRINGS_HELD = 1 << 20;

const NEWLINE = 10;

/** Turns chunks into columns. One parser lives in each parsing thread and remembers what it has seen. */
export class ChunkParser {
  readonly #settings: ParserSettings;
  readonly #vocabularies: Vocabularies;
  readonly #memo = new LiteralMemo();
  readonly #tables = new Map<number, RowReader>();
  readonly #routers = new Map<number, RecordRouter>();
  #strings = new Map<string, number>();
  #newStrings: string[] = [];
  #prompts: PromptInterner;
  readonly #vectors = new LoggedVectors();
  #builder: BatchBuilder;
  #tally = new ChunkTally();
  #last: Promise<unknown> = Promise.resolve();

  constructor(settings: ParserSettings) {
    this.#settings = settings;
    this.#vocabularies = new Vocabularies(settings.families);
    this.#prompts = new PromptInterner(settings.keepText);
    this.#builder = new BatchBuilder((text) => this.#number(text));
  }

  /** One chunk after another, in the order they came: a chunk may have to wait for a vocabulary. */
  parse(chunk: Chunk): Promise<ParsedChunk> {
    const parsed = this.#last.then(() => this.#parseNext(chunk));
    this.#last = parsed.catch(() => {});
    return parsed;
  }

  async #parseNext(chunk: Chunk): Promise<ParsedChunk> {
    const isFresh = this.#forgetWhenFull();
    this.#tally = new ChunkTally();
    if (chunk.layout.container === 'table') await this.#parseTable(chunk);
    else await this.#parseJson(chunk);
    const strings = this.#newStrings;
    this.#newStrings = [];
    return {
      isFresh,
      ...this.#tally.result(),
      strings,
      segments: this.#prompts.takeSegments(),
      nodes: this.#prompts.takeNodes(),
      vectors: this.#vectors.take(),
      batches: this.#builder.take(),
    };
  }

  async #parseJson({ file, bytes, spans, layout, isLast }: Chunk): Promise<void> {
    let router = this.#routers.get(file);
    if (router === undefined) {
      const { read, isForced } = this.#settings;
      router = new RecordRouter(layout, read, isForced);
      this.#routers.set(file, router);
    }
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    if (spans !== undefined) {
      for (let i = 0; i < spans.length; i += 2) {
        this.#tally.lines++;
        const waiting = this.#parseRecord(text, spans[i]!, spans[i + 1]!, router, layout);
        if (waiting !== undefined) await waiting;
      }
    } else {
      for (let start = 0; start < text.length; ) {
        const newline = text.indexOf(NEWLINE, start);
        const end = newline < 0 ? text.length : newline;
        this.#tally.lines++;
        if (!isBlank(text, start, end)) {
          const waiting = this.#parseRecord(text, start, end, router, layout);
          if (waiting !== undefined) await waiting;
        }
        start = end + 1;
      }
    }
    if (isLast) {
      this.#routers.delete(file);
      await this.#takeHeldBack(router.end());
    }
  }

  /** Returns a promise only where a vocabulary must be loaded first: awaiting each record would cost more than it. */
  #parseRecord(
    bytes: Buffer,
    start: number,
    end: number,
    router: RecordRouter,
    { container, isPrefixed }: Chunk['layout'],
  ): Promise<void> | undefined {
    const line = this.#tally.lines;
    const raw = (): string => bytes.toString('utf8', start, end);
    if (container === 'events') return this.#takeRead(router.read({ response: raw() }), line, raw);
    let record: unknown;
    try {
      record = this.#memo.parse(bytes, start, end);
    } catch (error) {
      const text = raw();
      const found = container === 'lines' ? recordInLine(text) : undefined;
      if (found !== undefined) return this.#takePrefixed(router, found, line);
      if (isPrefixed && !text.includes('{')) return this.#take({ kind: 'other' }, line, undefined);
      this.#tally.skip(line, `not JSON: ${jsonProblem(error)}`);
      return undefined;
    }
    return this.#takeRead(router.read(record), line, raw);
  }

  #takePrefixed(router: RecordRouter, { record, time, text }: LineRecord, line: number): Promise<void> {
    const read = router.read(record);
    const results = 'kind' in read ? [{ result: read, text: () => text }] : read;
    const written = time === undefined ? Number.NaN : parseTime(time, this.#settings.read.logZone);
    return this.#takeAll(Number.isNaN(written) ? results : results.map((it) => timed(it, written)), line);
  }

  #takeRead(read: ReadResult | readonly Unpacked[], line: number, raw: RawText): Promise<void> | undefined {
    return 'kind' in read ? this.#take(read, line, raw) : this.#takeAll(read, line);
  }

  async #takeAll(unpacked: readonly Unpacked[], line: number): Promise<void> {
    for (const { result, text } of unpacked) await this.#take(result, line, text);
  }

  /** Their records were counted when they were read, as others. */
  async #takeHeldBack(calls: readonly CallRecord[]): Promise<void> {
    if (calls.length === 0) return;
    this.#tally.records -= calls.length;
    this.#tally.other -= calls.length;
    await this.#take({ kind: 'calls', calls }, this.#tally.lines, undefined);
  }

  async #parseTable({ file, bytes, layout }: Chunk): Promise<void> {
    let reader = this.#tables.get(file);
    if (reader === undefined) {
      reader = sourceOf(layout).openTable!(layout.header, this.#settings.read, layout.misnamed);
      this.#tables.set(file, reader);
    }
    const read = reader;
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
    const waiting: { result: ReadResult; line: number }[] = [];
    const onRow = (row: string[], line: number): void => {
      const result = read(row);
      const mustWait = result.kind === 'calls' && this.#vocabularies.areMissingFor(result.calls);
      if (mustWait || waiting.length > 0) waiting.push({ result, line: line + 1 });
      else this.#take(result, line + 1, undefined);
    };
    readRows(text, layout.delimiter, onRow, (reason, line) => this.#tally.skip(line + 1, reason));
    for (const { result, line } of waiting) await this.#take(result, line, undefined);
    this.#tally.lines += countLines(bytes);
  }

  #take(result: ReadResult, line: number, raw: RawText | undefined): Promise<void> | undefined {
    // A record that tells of several calls counts as several, so that what was read adds up.
    this.#tally.records += result.kind === 'calls' ? result.calls.length : 1;
    if (result.kind === 'skip') {
      this.#tally.skip(line, result.reason, false);
      return undefined;
    }
    for (const step of result.steps ?? []) this.#builder.addStep(step, line);
    if (result.kind === 'other') {
      this.#tally.other++;
      return undefined;
    }
    if (!this.#vocabularies.areMissingFor(result.calls)) {
      this.#addAll(result.calls, line, raw);
      return undefined;
    }
    return this.#vocabularies.loadFor(result.calls).then(() => this.#addAll(result.calls, line, raw));
  }

  #addAll(calls: readonly CallRecord[], line: number, raw: RawText | undefined): void {
    this.#add(calls[0]!, line, raw);
    // Several calls of one record are as many calls, although they have the same bytes.
    for (let i = 1; i < calls.length; i++) this.#add(calls[i]!, line, raw && numbered(raw, i));
  }

  #add(read: CallRecord, line: number, raw: RawText | undefined): void {
    const record = withOutput(read, this.#settings.families, this.#vocabularies);
    const { prompt, response, usage } = record;
    const count = this.#vocabularies.counter(ENCODINGS[0]);
    const node = prompt === undefined || prompt.length === 0 ? -1 : this.#prompts.add(prompt, count);
    const hasText = node >= 0 || response !== undefined;
    const isEstimated = usage === undefined && hasText && !record.failed && !record.cacheHit;
    let input = 0;
    let output = 0;
    if (isEstimated) {
      const encoding = this.#vocabularies.encodingOf(record);
      const own = this.#vocabularies.counter(encoding);
      if (node >= 0) input = estimateInput(record, node, this.#prompts, encoding, own);
      output = estimateOutput(record, own);
    } else if (usage !== undefined && node >= 0) {
      this.#tally.compare(record, estimateInput(record, node, this.#prompts, ENCODINGS[0], count));
    }
    if (record.usageWarning !== undefined) this.#tally.warnUsage(line, record.usageWarning);
    this.#vectors.add(record);
    if (record.isPart) this.#tally.other++;
    else this.#tally.calls++;
    this.#builder.add(record, {
      usageBasis: usage !== undefined ? 'logged' : isEstimated ? 'estimated' : 'none',
      estimatedInput: input,
      estimatedOutput: output,
      prompt: node,
      response: response === undefined ? 0 : hash52([response.text, ...response.toolCalls].join('\u0000')),
      key: naturalKey(record, raw),
      line,
    });
  }

  #number(text: string): number {
    let number = this.#strings.get(text);
    if (number === undefined) {
      number = this.#strings.size;
      this.#strings.set(text, number);
      // The sources leave out what is known to be a credential; here nothing that looks like one gets by.
      this.#newStrings.push(redact(text) === text ? text : `redacted-${hash52(text).toString(36)}`);
    }
    // Local numbers start at 1, since 0 is '' everywhere.
    return number + 1;
  }

  #forgetWhenFull(): boolean {
    const prompts = this.#prompts;
    if (
      prompts.characters < CHARACTERS_HELD &&
      prompts.nodes < NODES_HELD &&
      this.#strings.size < STRINGS_HELD
    )
      return false;
    this.#strings = new Map();
    this.#prompts = new PromptInterner(this.#settings.keepText);
    return true;
  }
}

function numbered(raw: RawText, number: number): RawText {
  return () => {
    const text = raw();
    return text === undefined ? undefined : `${number} ${text}`;
  };
}

function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines++;
  return lines + (bytes.length > 0 && bytes.at(-1) !== NEWLINE ? 1 : 0);
}

function isBlank(bytes: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i]! > 32) return false;
  return true;
}
