/**
 * The fields of a call that are kept, one number each. Text fields hold a number of the store's string table
 * (0 is ''); `prompt` a trie node; `key` and `keyCheck` the natural key's hash (0: none); `line` is 1-based.
 * `join`, `span` and `parentSpan` are 52-bit hashes (0: none). `isPart`: 1 for part of a call, 2 for a step of a trace
 * that is no call; such rows are not calls.
 * The order is the order on disk: append only.
 */
export const BATCH_COLUMNS = [
  'time',
  'model',
  'requestedModel',
  'provider',
  'endpoint',
  'status',
  'failed',
  'error',
  'finishReason',
  'latencyMs',
  'timeToFirstTokenMs',
  'input',
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite1h',
  'output',
  'reasoning',
  'usageBasis',
  'loggedCostUsd',
  'tier',
  'maxOutputTokens',
  'temperature',
  'stream',
  'params',
  'user',
  'feature',
  'session',
  'trace',
  'attempt',
  'tags',
  'prompt',
  'response',
  'cacheHit',
  'key',
  'keyCheck',
  'line',
  'join',
  'isPart',
  'span',
  'parentSpan',
  'toolsCalled',
  'asksJson',
  'answerLength',
  'answerJsonLength',
  'cacheTtl',
] as const;

export type BatchColumn = (typeof BATCH_COLUMNS)[number];

/** Columns whose numbers are entries of the string table. */
export const TEXT_COLUMNS = [
  'model',
  'requestedModel',
  'provider',
  'error',
  'finishReason',
  'user',
  'feature',
  'session',
  'trace',
  'tags',
  'toolsCalled',
] as const satisfies readonly BatchColumn[];

/** Some calls of one file in the order of their lines, column by column. */
export interface CallBatch {
  readonly length: number;
  readonly columns: Readonly<Record<BatchColumn, Float64Array>>;
  readonly ids: readonly string[];
}

/** How many calls a batch holds at most: small enough to merge many files in time order within a few megabytes. */
export const BATCH_ROWS = 8192;

export const USAGE_BASES = ['none', 'estimated', 'logged'] as const;
