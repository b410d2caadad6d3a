import {
  type ReadOptions,
  type ReadResult,
  type RowReader,
  type Source,
  UnmappedColumnsError,
} from '../../contracts/source.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { hash52 } from '../../model/hash.ts';
import { sources } from '../../sources/index.ts';
import { loadCounter, type TokenCounter } from '../../tokens/counter.ts';
import { ENCODINGS, type Encoding } from '../../tokens/encodings.ts';
import { encodingOfFamily, resolveFamily } from '../../tokens/families.ts';
import { readRows } from '../cutting/table-rows.ts';
import { redact } from '../facts/redact.ts';
import { BatchBuilder } from './batch-builder.ts';
import { ChunkTally } from './chunk-tally.ts';
import { estimateInput, estimateOutput } from './estimate.ts';
import { jsonProblem } from './json-problem.ts';
import { LiteralMemo } from './literal-memo.ts';
import { naturalKey } from './natural-key.ts';
import type { Chunk, FileLayout, ParsedChunk } from './parsed-chunk.ts';
import { type Count, PromptInterner } from './prompt-interner.ts';

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

/** Scores below this do not take a record away from the file's own source. */
const FALLBACK_SCORE = 0.6;

/** Turns chunks into columns. One parser lives in each parsing thread and remembers what it has seen. */
export class ChunkParser {
  readonly #settings: ParserSettings;
  readonly #counters = new Map<Encoding, TokenCounter>();
  readonly #encodings = new Map<string, Encoding>();
  readonly #memo = new LiteralMemo();
  readonly #tables = new Map<number, RowReader>();
  #strings = new Map<string, number>();
  #newStrings: string[] = [];
  #prompts: PromptInterner;
  #builder: BatchBuilder;
  #tally = new ChunkTally();
  #last: Promise<unknown> = Promise.resolve();

  constructor(settings: ParserSettings) {
    this.#settings = settings;
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
      batches: this.#builder.take(),
    };
  }

  async #parseJson({ bytes, spans, layout }: Chunk): Promise<void> {
    const source = sourceOf(layout);
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    if (spans !== undefined) {
      for (let i = 0; i < spans.length; i += 2) {
        const waiting = this.#parseRecord(text, spans[i]!, spans[i + 1]!, source, ++this.#tally.lines);
        if (waiting !== undefined) await waiting;
      }
      return;
    }
    for (let start = 0; start < text.length; ) {
      const newline = text.indexOf(NEWLINE, start);
      const end = newline < 0 ? text.length : newline;
      this.#tally.lines++;
      if (!isBlank(text, start, end)) {
        const waiting = this.#parseRecord(text, start, end, source, this.#tally.lines);
        if (waiting !== undefined) await waiting;
      }
      start = end + 1;
    }
  }

  /** Returns a promise only where a vocabulary must be loaded first: awaiting each record would cost more than it. */
  #parseRecord(
    bytes: Buffer,
    start: number,
    end: number,
    source: Source,
    line: number,
  ): Promise<void> | undefined {
    let record: unknown;
    try {
      record = this.#memo.parse(bytes, start, end);
    } catch (error) {
      this.#tally.skip(line, `not JSON: ${jsonProblem(error)}`);
      return undefined;
    }
    return this.#take(this.#readSafely(source, record), line, () => bytes.toString('utf8', start, end));
  }

  /** A record that no source foresaw (nested beyond the stack, say) must not stop the ones after it. */
  #readSafely(source: Source, record: unknown): ReadResult {
    try {
      return this.#read(source, record);
    } catch (error) {
      if (error instanceof UnmappedColumnsError) throw error;
      return { kind: 'skip', reason: `not understood: ${(error as Error).name}` };
    }
  }

  #read(source: Source, record: unknown): ReadResult {
    const options = this.#settings.read;
    const result = source.read!(record, options);
    if (result.kind !== 'other' || this.#settings.isForced) return result;
    // Logs mix formats by design; a record that is not the file's own may be another source's.
    for (const other of sources) {
      if (other === source || other.read === undefined) continue;
      if ((other.recognize?.(record, options).score ?? 0) >= FALLBACK_SCORE)
        return other.read(record, options);
    }
    return result;
  }

  async #parseTable({ file, bytes, layout }: Chunk): Promise<void> {
    let reader = this.#tables.get(file);
    if (reader === undefined) {
      reader = sourceOf(layout).openTable!(layout.header, this.#settings.read);
      this.#tables.set(file, reader);
    }
    const read = reader;
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
    const waiting: { result: ReadResult; line: number }[] = [];
    const onRow = (row: string[], line: number): void => {
      const result = read(row);
      if (waiting.length > 0 || this.#needsVocabulary(result)) waiting.push({ result, line: line + 1 });
      else this.#take(result, line + 1, undefined);
    };
    readRows(text, layout.delimiter, onRow, (reason, line) => this.#tally.skip(line + 1, reason));
    for (const { result, line } of waiting) await this.#take(result, line, undefined);
    this.#tally.lines += countLines(bytes);
  }

  #take(result: ReadResult, line: number, raw: (() => string) | undefined): Promise<void> | undefined {
    // A record that tells of several calls counts as several, so that what was read adds up.
    this.#tally.records += result.kind === 'calls' ? result.calls.length : 1;
    if (result.kind === 'other') {
      this.#tally.other++;
      return undefined;
    }
    if (result.kind === 'skip') {
      this.#tally.skip(line, result.reason, false);
      return undefined;
    }
    if (!this.#needsVocabulary(result)) {
      for (const call of result.calls) this.#add(call, line, raw);
      return undefined;
    }
    return this.#loadVocabularies(result.calls).then(() => {
      for (const call of result.calls) this.#add(call, line, raw);
    });
  }

  #needsVocabulary(result: ReadResult): boolean {
    return result.kind === 'calls' && result.calls.some((call) => this.#missing(call).length > 0);
  }

  #missing(call: CallRecord): Encoding[] {
    if (call.prompt === undefined && (call.response === undefined || call.usage !== undefined)) return [];
    const needed: Encoding[] = call.prompt?.every(({ kind }) => kind === 'block') ? [] : [ENCODINGS[0]];
    if (call.usage === undefined) needed.push(this.#encoding(call));
    return needed.filter((encoding) => !this.#counters.has(encoding));
  }

  async #loadVocabularies(calls: readonly CallRecord[]): Promise<void> {
    for (const encoding of calls.flatMap((call) => this.#missing(call))) {
      this.#counters.set(encoding, await loadCounter(encoding));
    }
  }

  #encoding(call: CallRecord): Encoding {
    const model = call.model ?? call.requestedModel ?? '';
    let encoding = this.#encodings.get(model);
    if (encoding === undefined) {
      const family = resolveFamily(model, this.#settings.families);
      encoding = family === undefined ? ENCODINGS[0] : encodingOfFamily(family);
      this.#encodings.set(model, encoding);
    }
    return encoding;
  }

  #counter(encoding: Encoding): Count {
    const counter = this.#counters.get(encoding);
    return counter === undefined ? () => 0 : (text) => counter.count(text);
  }

  #add(record: CallRecord, line: number, raw: (() => string) | undefined): void {
    const { prompt, response, usage } = record;
    const count = this.#counter(ENCODINGS[0]);
    const node = prompt === undefined || prompt.length === 0 ? -1 : this.#prompts.add(prompt, count);
    const hasText = node >= 0 || response !== undefined;
    const isEstimated = usage === undefined && hasText && !record.failed && !record.cacheHit;
    let input = 0;
    let output = 0;
    if (isEstimated) {
      const encoding = this.#encoding(record);
      const own = this.#counter(encoding);
      if (node >= 0) input = estimateInput(record, node, this.#prompts, encoding, own);
      output = estimateOutput(record, own);
    } else if (usage !== undefined && node >= 0) {
      this.#tally.compare(record, estimateInput(record, node, this.#prompts, ENCODINGS[0], count));
    }
    if (record.usageWarning !== undefined) this.#tally.warnUsage(line, record.usageWarning);
    this.#tally.calls++;
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

function sourceOf(layout: FileLayout): Source {
  const source = sources.find(({ id }) => id === layout.source);
  if (source === undefined) throw new Error(`no source ${layout.source}`);
  return source;
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
