import type { Prompts } from '../../contracts/prompts.ts';
import { NumberColumn } from '../../patterns/columns/number-column.ts';
import type { Breakpoints } from './breakpoints.ts';
import type { PrefixWatcher } from './seen-prefixes.ts';

const PLACES = 3;

/**
 * Learns, call by call, at which breakpoints of a template writing to the cache pays, from what had been read so far if all had
 * always been written. It knows nothing of later calls: the first calls of a template are not written.
 */
export class WriteLearner implements PrefixWatcher {
  readonly #prompts: Prompts;
  /** By template and breakpoint: tokens that would have been written, and read again. */
  readonly #written = new NumberColumn();
  readonly #read = new NumberColumn();
  /** By slot: the template and breakpoint that last began it, and the tokens it would have written. */
  readonly #places = new NumberColumn(-1);
  readonly #tokens = new NumberColumn();
  #breakpoints: Breakpoints = { head: -1, front: -1, tail: -1 };
  #template = 0;
  readonly #sent: { slot: number; node: number; place: number; isFirst: boolean }[] = [];

  constructor(prompts: Prompts) {
    this.#prompts = prompts;
  }

  /** Call before the use of the prompt. `template`: a dense number, from 0. */
  watch(breakpoints: Breakpoints, template: number): void {
    this.#breakpoints = breakpoints;
    this.#template = template * PLACES;
    this.#sent.length = 0;
  }

  read(slot: number): void {
    const place = this.#places.get(slot);
    if (place >= 0) this.#read.add(place, this.#tokens.get(slot));
  }

  fresh(slot: number, node: number): void {
    const place = this.#placeOf(node);
    if (place >= 0) this.#sent.push({ slot, node, place: this.#template + place, isFirst: true });
    else this.#places.set(slot, -1);
  }

  /** Calls at the same time all pay for writing; what is read later is read once. */
  pending(slot: number, node: number): void {
    const place = this.#placeOf(node);
    if (place >= 0) this.#sent.push({ slot, node, place: this.#template + place, isFirst: false });
  }

  /**
   * Call after the use of the prompt. Ends what should be written; -1 for nothing. `worth` is how often a token must be read for
   * each time it is written, `found` ends the prefix that could be read.
   */
  decide(worth: number, found: number): number {
    for (const { slot, node, place, isFirst } of this.#sent) {
      const tokens = this.#prompts.tokens(node) - this.#prompts.tokens(found);
      this.#written.add(place, tokens);
      if (!isFirst) continue;
      this.#places.set(slot, place);
      this.#tokens.set(slot, tokens);
    }
    const { head, front, tail } = this.#breakpoints;
    if (tail >= 0 && this.#pays(2, worth)) return tail;
    if (front >= 0 && this.#pays(1, worth)) return front;
    return head >= 0 && this.#pays(0, worth) ? head : -1;
  }

  /** Which breakpoint ends with this node; -1 when none does. */
  #placeOf(node: number): number {
    const { head, front, tail } = this.#breakpoints;
    return node === tail ? 2 : node === front ? 1 : node === head ? 0 : -1;
  }

  #pays(place: number, worth: number): boolean {
    const read = this.#read.get(this.#template + place);
    return read > 0 && read >= worth * this.#written.get(this.#template + place);
  }
}
