import type { CallRecord } from '../model/call-record.ts';

/** Choices of the user that reading needs; plain data, handed to the parsing workers. */
export interface ReadOptions {
  /** Model for calls whose log names none. */
  readonly model?: string;
  /** field -> column (CSV) or dotted path (JSONL), from `--map`. */
  readonly map: Readonly<Record<string, string>>;
  /** UTC milliseconds that relative timestamps count from. */
  readonly epoch: number;
}

/** `other`: a record that holds no call. `skip`: one that should and cannot be read, with a one-line reason. */
export type ReadResult =
  | { readonly kind: 'calls'; readonly calls: readonly CallRecord[] }
  | { readonly kind: 'other' }
  | { readonly kind: 'skip'; readonly reason: string };

/** How sure a source is that records or columns are its own, with the evidence in words. */
export interface Recognition {
  /** 0 (not mine) to 1 (certain). */
  readonly score: number;
  /** E.g. "object: chat.completion in response.body"; shown to the user. */
  readonly why: string;
}

/** Reads the rows of one table, its header known. */
export type RowReader = (row: readonly string[]) => ReadResult;

/**
 * One log format. A source ends at `CallRecord`: it knows nothing of storage, prices or analysis.
 * JSON formats implement `recognize` and `read`; tables implement `recognizeHeader` and `openTable`; some do both.
 */
export interface Source {
  readonly id: string;
  readonly title: string;
  /** One sentence for `llm-cost formats`: what is read and what the format cannot tell. */
  readonly describe: string;
  readonly recognize?: (record: unknown, options: ReadOptions) => Recognition;
  readonly read?: (record: unknown, options: ReadOptions) => ReadResult;
  /** Throws `UnmappedColumnsError` when a sample shows that records cannot be read as the user says. */
  readonly checkSample?: (records: readonly unknown[], options: ReadOptions) => void;
  readonly recognizeHeader?: (header: readonly string[], options: ReadOptions) => Recognition;
  /** Throws `UnmappedColumnsError` when a required column is missing. */
  readonly openTable?: (header: readonly string[], options: ReadOptions) => RowReader;
}

/** A definition is a plain value; this only checks its shape. */
export function defineSource(source: Source): Source {
  return source;
}

/** A table or JSONL log that needs `--map`; the message lists what was found and what is missing. */
export class UnmappedColumnsError extends Error {
  override readonly name = 'UnmappedColumnsError';
}
