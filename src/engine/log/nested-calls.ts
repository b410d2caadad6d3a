import { USAGE_BASES } from '../../model/call-batch.ts';
import { COLUMN_NUMBER, type StoredBatch } from '../../store/batch-codec.ts';
import { HashNumbers } from './hash-numbers.ts';
import { FATE, type LogRows } from './log-rows.ts';

/** How much a call knows of what was used. */
const FAILED_WITHOUT_USAGE = 1;
const NO_USAGE = 2;
const LOGGED = USAGE_BASES.indexOf('logged');

/**
 * Marks in `fates` the calls of a trace that another call of it already tells. A step repeats the sums of those it
 * started, so of two calls of which one is above the other the lower one stays (FORMATS 10, 11, 14) unless it knows less
 * of what was used. A failed attempt without usage neither replaces a call above it nor is replaced by it. Spans that lie
 * on a cycle have no parent.
 */
export function markNested(rows: LogRows, fates: Uint8Array, lenders: Uint32Array | undefined): void {
  const trace = readTrace(rows, fates);
  const parents = trace.parents();
  const order = topDown(parents);
  const ranks = trace.calls.map((row) => rankOf(row, trace.usages, lenders));

  const best = new Uint8Array(parents.length);
  trace.spans.forEach((span, c) => {
    raise(best, span, ranks[c]!);
  });
  const below = new Uint8Array(parents.length);
  for (const span of order.toReversed()) {
    const parent = parents[span]!;
    if (parent >= 0) raise(below, parent, Math.max(below[span]!, best[span]!));
  }
  const standing = new Uint8Array(parents.length);
  trace.calls.forEach((row, c) => {
    const span = trace.spans[c]!;
    if (below[span]! >= ranks[c]!) fates[row] = FATE.nested;
    else raise(standing, span, ranks[c]!);
  });
  const above = new Uint8Array(parents.length);
  for (const span of order) {
    const parent = parents[span]!;
    if (parent >= 0) above[span] = Math.max(above[parent]!, standing[parent]!);
  }
  trace.calls.forEach((row, c) => {
    const rank = ranks[c]!;
    if (rank > FAILED_WITHOUT_USAGE && above[trace.spans[c]!]! > rank) fates[row] = FATE.nested;
  });
}

function raise(values: Uint8Array, at: number, value: number): void {
  if (value > values[at]!) values[at] = value;
}

interface Trace {
  /** Rows of the calls that have a place in a trace. */
  readonly calls: readonly number[];
  /** Numbers of their spans. */
  readonly spans: readonly number[];
  /** By row, what `usageOf` says. */
  readonly usages: Uint8Array;
  /** By span, the number of the one above it, -1 where the log does not have it. */
  parents(): Int32Array;
}

function readTrace(rows: LogRows, fates: Uint8Array): Trace {
  const numbers = new HashNumbers();
  const parentHashes: number[] = [];
  const calls: number[] = [];
  const spans: number[] = [];
  const usages = new Uint8Array(rows.size);
  rows.visit(['span', 'parentSpan', 'usageBasis', 'failed'], (batch, start) => {
    for (let row = 0; row < batch.length; row++) {
      usages[start + row] = usageOf(batch, row);
      const span = batch.at(COLUMN_NUMBER.span, row) || 0;
      const parent = batch.at(COLUMN_NUMBER.parentSpan, row) || 0;
      const isCall = fates[start + row] === FATE.call;
      if (span === 0 && (parent === 0 || !isCall)) continue;
      // A call that names only the span above it is a span of its own; hashes are positive.
      const number = numbers.number(span === 0 ? -1 - (start + row) : span);
      const known = parentHashes[number] ?? 0;
      // Where records contradict each other any choice will do that does not depend on the order of files.
      const isBetter = parent !== 0 && parent !== span && (known === 0 || parent < known);
      parentHashes[number] = isBetter ? parent : known;
      if (!isCall) continue;
      calls.push(start + row);
      spans.push(number);
    }
  });
  const parents = (): Int32Array =>
    Int32Array.from(parentHashes, (hash) => (hash === 0 ? -1 : numbers.find(hash)));
  return { calls, spans, usages, parents };
}

/** The number of the usage's basis, and above it whether the call failed. */
function usageOf(batch: StoredBatch, row: number): number {
  return batch.at(COLUMN_NUMBER.usageBasis, row) + (batch.at(COLUMN_NUMBER.failed, row) === 1 ? 4 : 0);
}

/** A call knows what its parts know. */
function rankOf(row: number, usages: Uint8Array, lenders: Uint32Array | undefined): number {
  let basis = usages[row]! & 3;
  let failed = usages[row]! & 4;
  for (let part = lenders?.[row] ?? 0; part > 0; part = lenders![part - 1]!) {
    basis = Math.max(basis, usages[part - 1]! & 3);
    failed |= usages[part - 1]! & 4;
  }
  return failed !== 0 && basis !== LOGGED ? FAILED_WITHOUT_USAGE : NO_USAGE + basis;
}

/** All spans, a parent before its children; those on a cycle lose their parent in `parents`. */
function topDown(parents: Int32Array): Int32Array {
  const order = new Int32Array(parents.length);
  /** The climb that came by, from 1. */
  const seen = new Int32Array(parents.length);
  let size = 0;
  for (let start = 0; start < parents.length; start++) {
    const path: number[] = [];
    let span = start;
    while (span >= 0 && seen[span] === 0) {
      seen[span] = start + 1;
      path.push(span);
      span = parents[span]!;
    }
    if (span >= 0 && seen[span] === start + 1) cutCycle(parents, span);
    for (const climbed of path.reverse()) order[size++] = climbed;
  }
  return order;
}

function cutCycle(parents: Int32Array, first: number): void {
  let span = first;
  while (parents[span]! >= 0) {
    const next = parents[span]!;
    parents[span] = -1;
    span = next;
  }
}
