import type { LogFile } from '../../src/engine/log/log-rows.ts';
import {
  BATCH_COLUMNS,
  type BatchColumn,
  type CallBatch,
  type TEXT_COLUMNS,
  USAGE_BASES,
} from '../../src/model/call-batch.ts';
import type { UsageBasis } from '../../src/model/usage.ts';
import type { FileState } from '../../src/store/file-rows.ts';
import { openStore, type Store } from '../../src/store/store.ts';

/** A row by the names of its columns; text columns as text, or as the store's numbers of texts. What is not named is unknown. */
export type RowParts = Partial<
  Record<Exclude<BatchColumn, 'usageBasis' | (typeof TEXT_COLUMNS)[number]>, number>
> & {
  readonly [Column in Exclude<(typeof TEXT_COLUMNS)[number], 'model' | 'requestedModel' | 'tags'>]?:
    | string
    | number;
} & {
  readonly [Column in 'model' | 'requestedModel' | 'tags']?: string;
} & {
  readonly usageBasis?: UsageBasis;
  readonly id?: string;
};

const UNKNOWN: Partial<Record<BatchColumn, number>> = {
  time: Number.NaN,
  latencyMs: Number.NaN,
  timeToFirstTokenMs: Number.NaN,
  loggedCostUsd: Number.NaN,
  temperature: Number.NaN,
  prompt: -1,
};

/** A store in memory with these rows in these files, a few rows a batch. */
export function storeOf(
  contents: readonly { readonly path: string; readonly rows: readonly RowParts[] }[],
  batchRows = 3,
): { store: Store; files: LogFile[] } {
  const store = openStore(undefined);
  const files = contents.map(({ path, rows }) => {
    const id = store.files.save(path, {} as FileState);
    for (let at = 0; at < rows.length; at += batchRows)
      store.calls.add(id, false, batchOf(store, rows.slice(at, at + batchRows)));
    return { id, path };
  });
  return { store, files };
}

function batchOf(store: Store, rows: readonly RowParts[]): CallBatch {
  const columns = Object.fromEntries(
    BATCH_COLUMNS.map((name) => [name, Float64Array.from(rows, (row) => numberOf(store, name, row))]),
  ) as Record<BatchColumn, Float64Array>;
  return { length: rows.length, columns, ids: rows.map(({ id }) => id ?? '') };
}

function numberOf(store: Store, name: BatchColumn, row: RowParts): number {
  if (name === 'usageBasis') return USAGE_BASES.indexOf(row.usageBasis ?? 'none');
  const value = name === 'requestedModel' ? (row.requestedModel ?? row.model) : row[name];
  return typeof value === 'string' ? store.strings.number(value) : (value ?? UNKNOWN[name] ?? 0);
}
