import { combine52 } from '../../model/hash.ts';
import { COLUMN_NUMBER, type StoredBatch } from '../../store/batch-codec.ts';
import { HashNumbers } from './hash-numbers.ts';
import { FATE, isEmpty, type LogRows } from './log-rows.ts';
import { lendParts } from './part-lending.ts';

export interface JoinedParts {
  /**
   * By row, for a call the part that is asked first for what the call does not say, for that part the next one: its row
   * and 1, 0 for none.
   */
  readonly lenders: Uint32Array;
  /** Parts that were not joined because they may belong to one of several calls. */
  readonly ambiguous: number;
  /** Requests that no call answers. */
  readonly unanswered: number;
}

/** Makes all rows parts in `fates` that are no calls by themselves; true when some of them tell of calls. */
export function markParts(rows: LogRows, fates: Uint8Array): boolean {
  let hasParts = false;
  rows.visit(['isPart'], (batch, start) => {
    if (isEmpty(batch, 'isPart')) return;
    for (let row = 0; row < batch.length; row++) {
      const kind = batch.at(COLUMN_NUMBER.isPart, row);
      if (kind > 0) fates[start + row] = FATE.part;
      if (kind === 1) hasParts = true;
    }
  });
  return hasParts;
}

/** Finds for every call the parts with its `join`. */
export function joinParts(rows: LogRows, fates: Uint8Array): JoinedParts {
  const groups = new RowGroups(rows.size);
  const requests = new Float64Array(rows.size);
  let unanswered = 0;
  rows.visit(['isPart', 'join', 'prompt', 'params', 'requestedModel'], (batch, start) => {
    for (let row = 0; row < batch.length; row++) {
      const fate = fates[start + row];
      const isPart = batch.at(COLUMN_NUMBER.isPart, row) === 1;
      if (!isPart && fate !== FATE.call) continue;
      const join = batch.at(COLUMN_NUMBER.join, row);
      if (join > 0) groups.add(join, start + row);
      else if (isPart) unanswered++;
      if (isPart) requests[start + row] = requestOf(batch, row);
    }
  });
  const lenders = new Uint32Array(rows.size);
  let ambiguous = 0;
  for (let group = 0; group < groups.size; group++) {
    const members = groups
      .rowsOf(group)
      .map((row) => ({ row, file: rows.fileOf(row), folder: rows.folderOf(row), request: requests[row]! }));
    const parts = members.filter(({ row }) => fates[row] === FATE.part);
    if (parts.length === 0) continue;
    const lending = lendParts(
      members.filter(({ row }) => fates[row] === FATE.call),
      parts,
    );
    ambiguous += lending.ambiguous;
    unanswered += lending.unanswered;
    for (const [call, lent] of lending.lenders) {
      let before = call;
      for (const part of lent) {
        lenders[before] = part + 1;
        before = part;
      }
    }
  }
  return { lenders, ambiguous, unanswered };
}

/** What makes two requests different ones: the prompt and how it is to be answered; 0 where the row tells no prompt. */
function requestOf(batch: StoredBatch, row: number): number {
  const prompt = batch.at(COLUMN_NUMBER.prompt, row);
  if (!(prompt >= 0)) return 0;
  const model = batch.at(COLUMN_NUMBER.requestedModel, row);
  return combine52(combine52(prompt, batch.at(COLUMN_NUMBER.params, row)), model);
}

/** Rows by hash, each group in the order in which its rows were added. */
class RowGroups {
  readonly #numbers = new HashNumbers();
  readonly #firsts: number[] = [];
  readonly #lasts: number[] = [];
  /** By row, the next of its group and 1. */
  readonly #next: Uint32Array;

  constructor(rows: number) {
    this.#next = new Uint32Array(rows);
  }

  get size(): number {
    return this.#firsts.length;
  }

  add(hash: number, row: number): void {
    const group = this.#numbers.number(hash);
    if (group === this.#firsts.length) this.#firsts.push(row);
    else this.#next[this.#lasts[group]!] = row + 1;
    this.#lasts[group] = row;
  }

  rowsOf(group: number): number[] {
    const rows: number[] = [];
    for (let row = this.#firsts[group]! + 1; row > 0; row = this.#next[row - 1]!) rows.push(row - 1);
    return rows;
  }
}
