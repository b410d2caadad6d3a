import { NumberColumn } from '../../patterns/columns/number-column.ts';

const NONE = -1;
const ABSENT = -2;

/** Slots (whole numbers from 0) in an order, each at most once: a doubly linked list without an object per slot. */
export class SlotOrder {
  readonly #before = new NumberColumn(ABSENT);
  readonly #after = new NumberColumn(NONE);
  #first = NONE;
  #last = NONE;

  /** -1 when there is none. */
  get first(): number {
    return this.#first;
  }

  /** Puts the slot last, wherever it was before. */
  append(slot: number): void {
    this.remove(slot);
    this.#before.set(slot, this.#last);
    this.#after.set(slot, NONE);
    if (this.#last === NONE) this.#first = slot;
    else this.#after.set(this.#last, slot);
    this.#last = slot;
  }

  /** Leaves out a slot; one that is not there stays out. */
  remove(slot: number): void {
    const before = this.#before.get(slot);
    if (before === ABSENT) return;
    const after = this.#after.get(slot);
    if (before === NONE) this.#first = after;
    else this.#after.set(before, after);
    if (after === NONE) this.#last = before;
    else this.#before.set(after, before);
    this.#before.set(slot, ABSENT);
  }
}
