import { USAGE_BASES } from '../../model/call-batch.ts';
import { COLUMN_NUMBER, type StoredBatch } from '../../store/batch-codec.ts';
import { FATE, isEmpty } from './log-rows.ts';

/**
 * Finds records that tell of a call another record already told: equal natural keys. Of the copies the most complete is
 * kept (logged usage before estimated, then more output, since streams log partial counts first); of equals, the first.
 * A part repeats no call.
 */
export class RepeatFinder {
  #keys = new Float64Array(1 << 12);
  #checks = new Uint32Array(1 << 12);
  #rows = new Uint32Array(1 << 12);
  #completeness = new Float64Array(1 << 12);
  #size = 0;
  readonly #dropped: number[] = [];

  /** `start`: number of the batch's first row. */
  add(batch: StoredBatch, start: number): void {
    // Many logs have no keys at all; then the column is constant.
    if (isEmpty(batch, 'key')) return;
    const hasParts = !isEmpty(batch, 'isPart');
    for (let row = 0; row < batch.length; row++) {
      const key = batch.at(COLUMN_NUMBER.key, row);
      if (key === 0 || (hasParts && batch.at(COLUMN_NUMBER.isPart, row) > 0)) continue;
      const isLogged = batch.at(COLUMN_NUMBER.usageBasis, row) === USAGE_BASES.indexOf('logged');
      const completeness = (isLogged ? 2 ** 52 : 0) + batch.at(COLUMN_NUMBER.output, row);
      this.#insert(key, batch.at(COLUMN_NUMBER.keyCheck, row), start + row, completeness);
    }
  }

  /** The fate of every row by its number; undefined when none is a repeat. */
  fates(rows: number): Uint8Array | undefined {
    if (this.#dropped.length === 0) return undefined;
    const fates = new Uint8Array(rows);
    for (const row of this.#dropped) fates[row] = FATE.repeated;
    return fates;
  }

  #insert(key: number, check: number, row: number, completeness: number): void {
    const slot = this.#slotOf(key, check);
    if (this.#keys[slot] === 0) {
      this.#set(slot, key, check, row, completeness);
      if (++this.#size * 2 > this.#keys.length) this.#grow();
    } else if (completeness > this.#completeness[slot]!) {
      this.#dropped.push(this.#rows[slot]!);
      this.#set(slot, key, check, row, completeness);
    } else {
      this.#dropped.push(row);
    }
  }

  #slotOf(key: number, check: number): number {
    const mask = this.#keys.length - 1;
    let slot = check & mask;
    while (this.#keys[slot] !== 0 && (this.#keys[slot] !== key || this.#checks[slot] !== check))
      slot = (slot + 1) & mask;
    return slot;
  }

  #set(slot: number, key: number, check: number, row: number, completeness: number): void {
    this.#keys[slot] = key;
    this.#checks[slot] = check;
    this.#rows[slot] = row;
    this.#completeness[slot] = completeness;
  }

  #grow(): void {
    const [keys, checks, rows, completeness] = [this.#keys, this.#checks, this.#rows, this.#completeness];
    const length = 2 * keys.length;
    this.#keys = new Float64Array(length);
    this.#checks = new Uint32Array(length);
    this.#rows = new Uint32Array(length);
    this.#completeness = new Float64Array(length);
    keys.forEach((key, old) => {
      if (key !== 0)
        this.#set(this.#slotOf(key, checks[old]!), key, checks[old]!, rows[old]!, completeness[old]!);
    });
  }
}
