import {
  type ReadOptions,
  type ReadResult,
  type RecordReader,
  type Source,
  UnmappedColumnsError,
} from '../../contracts/source.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { sources } from '../../sources/index.ts';
import { parseTime } from '../../sources/record/timestamps.ts';
import { HINT_SCORE, isMapped, ledgerScore, recognition, SURE_SCORE } from '../sniffing/choose-source.ts';
import { DockerParts } from '../unwrapping/docker-parts.ts';
import { unwrap, WRAPPER_DEPTH } from '../unwrapping/unwrap.ts';
import type { FileLayout } from './parsed-chunk.ts';

/** A result of a record that stood inside another, and the text that it is known by where it has no identity of its own. */
export interface Unpacked {
  readonly result: ReadResult;
  /** Undefined where it cannot be written. */
  text(): string | undefined;
}

const OTHER: ReadResult = { kind: 'other' };

/** A source gives this to records that have its format's own marks, and nobody else is asked about them. */
const CERTAIN_SCORE = 0.98;

/**
 * Sources that share the records of the APIs' own shapes among them, by whose shape it is. A failed request shows little of
 * it: what the file's own API does not know at all is another's even at the score of a mere request.
 */
const APIS: ReadonlySet<string> = new Set(['openai', 'anthropic', 'gemini']);
const REQUEST_SCORE = 0.5;

/** The source for everything else knows no format by its marks. */
const isEverSure = ({ id }: Source): boolean => id !== 'generic';

/** Those that can take single records out of another's file, since they need none of those before. */
const OTHERS = sources.filter((it) => it.read !== undefined && isEverSure(it));

/** Reads the records of one file: by its own source, else by another that knows them, else by taking them out of their wrapper. */
export class RecordRouter {
  readonly #source: Source;
  readonly #options: ReadOptions;
  readonly #isForced: boolean;
  readonly #isWrapped: boolean;
  /** Of a source that reads in order. */
  readonly #reader: RecordReader | undefined;
  readonly #parts: DockerParts | undefined;

  constructor(layout: FileLayout, options: ReadOptions, isForced: boolean) {
    this.#source = sourceOf(layout);
    this.#options = options;
    this.#isForced = isForced;
    this.#isWrapped = layout.isWrapped;
    this.#reader = this.#source.open?.(options);
    this.#parts = layout.isDocker ? new DockerParts() : undefined;
  }

  /** What the record is, or what was in it. A record that no source foresaw must not stop the ones after it. */
  read(record: unknown): ReadResult | readonly Unpacked[] {
    try {
      const whole = this.#parts === undefined ? record : this.#parts.whole(record);
      return whole === undefined ? OTHER : this.#explore(whole, 0);
    } catch (error) {
      if (error instanceof UnmappedColumnsError) throw error;
      return { kind: 'skip', reason: `not understood: ${(error as Error).name}` };
    }
  }

  /** The calls of what was held back to the end of the file; its records were read as others. */
  end(): readonly CallRecord[] {
    const rest = (this.#parts?.rest() ?? []).flatMap((record) => {
      const read = this.read(record);
      return 'kind' in read ? [read] : read.map(({ result }) => result);
    });
    const calls = rest.flatMap((result) => (result.kind === 'calls' ? result.calls : []));
    try {
      return [...calls, ...(this.#reader?.end() ?? [])];
    } catch {
      return calls;
    }
  }

  /** In a log of wrapped records the inner one is looked for first: a source that searches would find it without its fields. */
  #explore(record: unknown, depth: number): ReadResult | readonly Unpacked[] {
    const { source, isSure } = this.#readerOf(record);
    if (this.#isWrapped && !isSure) return this.#unpack(record, depth) ?? this.#readBy(source, record);
    const result = this.#readBy(source, record);
    return (isOther(result) ? this.#unpack(record, depth) : undefined) ?? result;
  }

  #readBy(source: Source, record: unknown): ReadResult {
    const isOwn = source === this.#source;
    return (isOwn ? this.#reader?.read(record) : undefined) ?? source.read!(record, this.#options);
  }

  /**
   * Logs mix formats by design: a record goes to the source that is surest of it. The file's own may well find a call in
   * another's record, since gateways keep the providers' bodies, but not what the gateway says of it. A record with the
   * fields that the user has named is read by them.
   */
  #readerOf(record: unknown): { readonly source: Source; readonly isSure: boolean } {
    const scoreOf = (source: Source): number => recognition(source, record, this.#options).score;
    let source = this.#source;
    const isNamed = isMapped(this.#options);
    let top = isEverSure(source) || isNamed ? scoreOf(source) : 0;
    if (!this.#isForced && top < (isNamed ? HINT_SCORE : CERTAIN_SCORE)) {
      const isForeign = top === 0 && APIS.has(source.id);
      for (const other of OTHERS) {
        if (other === this.#source) continue;
        const least = isForeign && APIS.has(other.id) ? REQUEST_SCORE : SURE_SCORE;
        const score = scoreOf(other);
        if (score >= least && score > top) [source, top] = [other, score];
      }
    }
    return { source, isSure: top >= SURE_SCORE };
  }

  /** Undefined where nothing in the record tells of a call: then it counts as the one record that it is. */
  #unpack(record: unknown, depth: number): readonly Unpacked[] | undefined {
    if (depth >= WRAPPER_DEPTH) return undefined;
    const inner = unwrap(record);
    if (inner === undefined || (!this.#isForced && ledgerScore(record) >= SURE_SCORE)) return undefined;
    const time = inner.time === undefined ? Number.NaN : parseTime(inner.time, this.#options.logZone);
    const unpacked = inner.records.flatMap((it): readonly Unpacked[] => {
      const read = this.#explore(it, depth + 1);
      const found = 'kind' in read ? [{ result: read, text: () => textOf(it) }] : read;
      return Number.isNaN(time) ? found : found.map((one) => timed(one, time));
    });
    return unpacked.some(({ result }) => this.#isTelling(result)) ? unpacked : undefined;
  }

  #isTelling(result: ReadResult): boolean {
    if (result.kind === 'calls' || !isOther(result)) return result.kind !== 'skip' || this.#isWrapped;
    // A source that reads in order may hold back what it was told.
    return this.#isWrapped && this.#reader !== undefined;
  }
}

/** The wrapper was written when the call was over: that is the call's time where it has none of its own. */
export function timed(unpacked: Unpacked, time: number): Unpacked {
  const { result } = unpacked;
  if (result.kind !== 'calls' || result.calls.every(hasTime)) return unpacked;
  const calls = result.calls.map((call) => (hasTime(call) ? call : { ...call, time }));
  const text = (): string | undefined => {
    const own = unpacked.text();
    return own === undefined ? undefined : `${time} ${own}`;
  };
  return { result: { ...result, calls }, text };
}

function hasTime({ time }: CallRecord): boolean {
  return time !== undefined && !Number.isNaN(time);
}

/** What is nested beyond the stack was parsed, but cannot be written again. */
function textOf(record: unknown): string | undefined {
  try {
    return JSON.stringify(record);
  } catch {
    return undefined;
  }
}

/**
 * Whether a record of the file is understood by those before it: by its source, or since it may be part of a line. One and the
 * same parser then reads the whole file, from its beginning: what is remembered between two records is not stored, so reading
 * cannot go on in the middle.
 */
export function isReadInOrder({ container, source, isDocker }: FileLayout): boolean {
  const isOrdered = (it: Source): boolean => it.id === source && it.open !== undefined;
  return container !== 'table' && (isDocker || sources.some(isOrdered));
}

export function sourceOf(layout: FileLayout): Source {
  const source = sources.find(({ id }) => id === layout.source);
  if (source === undefined) throw new Error(`no source ${layout.source}`);
  return source;
}

function isOther(result: ReadResult): boolean {
  return result.kind === 'other' && (result.steps ?? []).length === 0;
}
