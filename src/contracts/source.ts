import type { CallRecord } from '../model/call-record.ts';

/** Choices of the user that reading needs; plain data, handed to the parsing workers. */
export interface ReadOptions {
  /** Model for calls whose log names none. */
  readonly model?: string;
  /** field -> column (CSV) or dotted path (JSONL), from `--map`. */
  readonly map: Readonly<Record<string, string>>;
  /** UTC milliseconds that relative timestamps count from. */
  readonly epoch: number;
  /** The embedding model whose vectors are kept where a log has them; undefined keeps none. */
  readonly embeddingModel?: string;
  /** IANA zone of logged times that name none; undefined is UTC (FORMATS 0.3). Goes into `parseTime`. */
  readonly logZone?: string;
}

/** A step of a trace that is no call: it only tells whose child it is. Both as in `CallRecord`. */
export interface TraceStep {
  readonly span: string;
  readonly parentSpan: string;
}

/**
 * `calls`: at least one, and the steps of a trace that stood beside them. `other`: a record that holds no call; it may be
 * some steps of a trace. `skip`: one that should hold a call and cannot be read, with a one-line reason.
 */
export type ReadResult =
  | { readonly kind: 'calls'; readonly calls: readonly CallRecord[]; readonly steps?: readonly TraceStep[] }
  | { readonly kind: 'other'; readonly steps?: readonly TraceStep[] }
  | { readonly kind: 'skip'; readonly reason: string };

/** How sure a source is that records or columns are its own, with the evidence in words. */
export interface Recognition {
  /** 0 (not mine) to 1 (certain). */
  readonly score: number;
  /** E.g. "object: chat.completion in response.body"; shown to the user. */
  readonly why: string;
  /** The format is known, and no call can be read from it: why, and what to do instead, in one line. */
  readonly unusable?: string;
}

/** Reads the records of one file in their order, where a record is only understood after those before it. */
export interface RecordReader {
  read(record: unknown): ReadResult;
  /** What was held back until the end of the file. Its calls come from records that `read` called `other`. */
  end(): readonly CallRecord[];
}

/**
 * What a log of this format can show (FORMATS 0.6). `if text is logged`: the format has a place for prompts and answers
 * that is often empty. `usage only`: the cache reads and writes that happened, not those that could have.
 */
export type Support = 'yes' | 'if text is logged' | 'usage only' | 'no';

export interface Supports {
  readonly duplicates: Support;
  /** Retry storms: outcomes, times and something that groups attempts. */
  readonly retries: Support;
  readonly caching: Support;
}

/** Reads the rows of one table, its header known. */
export type RowReader = (row: readonly string[]) => ReadResult;

/** Positions of columns that are not what their names say. */
export type Misnamed = readonly number[];

/** A table by its name, and columns that tell it from others' tables of that name. */
export interface DatabaseTable {
  readonly table: string;
  readonly columns: readonly string[];
}

/**
 * One log format. A source ends at `CallRecord`: it knows nothing of storage, prices or analysis.
 * JSON formats implement `recognize` and `read`, or `open` where the order of records matters; tables implement
 * `recognizeHeader` and `openTable`; some do both. Records arrive without what containers put around them: a source sees
 * neither envelopes (`{data: [...]}`), nor log prefixes, nor JSON in a string in a log line's `message`.
 * `recognize` must also know its format's records that hold no call (a header, a user's turn): a file may begin with any number of them.
 */
export interface Source {
  readonly id: string;
  readonly title: string;
  /** One sentence for `llm-cost formats`: what is read and what the format cannot tell. */
  readonly describe: string;
  /** Where users find such a file, for `llm-cost formats`: a path, a menu, an endpoint. */
  readonly where: string;
  readonly supports: Supports;
  readonly recognize?: (record: unknown, options: ReadOptions) => Recognition;
  readonly read?: (record: unknown, options: ReadOptions) => ReadResult;
  /** Instead of `read`. */
  readonly open?: (options: ReadOptions) => RecordReader;
  /** The tables of an SQLite database whose rows are this source's records. */
  readonly database?: DatabaseTable | readonly DatabaseTable[];
  /** Throws `UnmappedColumnsError` when a sample shows that records cannot be read as the user says. */
  readonly checkSample?: (records: readonly unknown[], options: ReadOptions) => void;
  readonly recognizeHeader?: (
    header: readonly string[],
    options: ReadOptions,
    misnamed?: Misnamed,
  ) => Recognition;
  /** The columns of a table that its first rows show to be misnamed. `rows` reads them when it is called. */
  readonly misnamed?: (header: readonly string[], rows: () => readonly (readonly string[])[]) => Misnamed;
  /** Throws `UnmappedColumnsError` when a required column is missing. */
  readonly openTable?: (header: readonly string[], options: ReadOptions, misnamed?: Misnamed) => RowReader;
}

/** A definition is a plain value; this only checks its shape. */
export function defineSource(source: Source): Source {
  return source;
}

/** A table or JSONL log that needs `--map`; the message lists what was found and what is missing. */
export class UnmappedColumnsError extends Error {
  override readonly name = 'UnmappedColumnsError';
}
