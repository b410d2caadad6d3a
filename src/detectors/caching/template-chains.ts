import { combine52 } from '../../model/hash.ts';
import { NumberColumn } from '../../patterns/columns/number-column.ts';

/** One use of a template on one model. */
export interface ChainUse {
  readonly family: number;
  readonly scope: number;
  readonly index: number;
  readonly time: number;
  readonly availableAt: number;
  readonly lifetimeMs: number;
  /** Whether the call's own bill holds a write of about what could be cached. */
  readonly isPaid: boolean;
}

/** What a template's cache would be when a call comes, were its fixed part one prefix. */
export interface ChainState {
  readonly slot: number;
  /** Whether an earlier call could have left it there. */
  readonly isHeld: boolean;
  /** Whether nobody has paid for writing it yet; said once. */
  readonly isUnpaid: boolean;
  /** Index of the call before; -1 for the first. */
  readonly previous: number;
}

/** Runs of calls of one template on one model, each within a lifetime of the one before. */
export class TemplateChains {
  readonly #slots = new Map<number, number>();
  readonly #since = new NumberColumn();
  readonly #until = new NumberColumn();
  readonly #paid = new NumberColumn();
  readonly #last = new NumberColumn(-1);
  readonly #owed = new NumberColumn();

  use({ family, scope, index, time, availableAt, lifetimeMs, isPaid }: ChainUse): ChainState {
    const key = combine52(family, scope);
    let slot = this.#slots.get(key);
    if (slot === undefined) {
      slot = this.#last.push(-1);
      this.#until.set(slot, Number.NEGATIVE_INFINITY);
      this.#slots.set(key, slot);
    }
    const isAlive = time < this.#until.get(slot);
    const isHeld = isAlive && time >= this.#since.get(slot);
    const isUnpaid = isHeld && this.#paid.get(slot) === 0;
    const previous = this.#last.get(slot);
    if (!isAlive) this.#paid.set(slot, isPaid ? 1 : 0);
    else if (isUnpaid) this.#paid.set(slot, 1);
    if (!isHeld) {
      const since = isAlive ? Math.min(this.#since.get(slot), availableAt) : availableAt;
      this.#since.set(slot, since);
    }
    this.#until.set(slot, Math.max(this.#until.get(slot), time + lifetimeMs));
    this.#last.set(slot, index);
    return { slot, isHeld, isUnpaid, previous };
  }

  /**
   * Sets what a call would have saved against the writes that come before it: what is left for the call, in the unit of
   * both, and 0 while the writes have cost more. NaN changes nothing.
   */
  settle(slot: number, gain: number, debt: number): number {
    const net = gain - debt - this.#owed.get(slot);
    if (Number.isNaN(net)) return Number.NaN;
    this.#owed.set(slot, net < 0 ? -net : 0);
    return Math.max(0, net);
  }
}
