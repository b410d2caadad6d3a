import type { FrontDifference } from './front-difference.ts';
import type { Front, FrontUnits } from './front-units.ts';

/** A unit belongs to the template when at least this share of its prompts have it. Own choice: what only some share is content. */
const STABLE_SHARE = 0.75;
/** Messages of two prompts may share content by chance; from this many on what most share is the template's. Own choice. */
const LEAST_MESSAGES = 5;
/** So many prompts tell a template; of later ones every sixteenth is counted, for templates change. Own choices. */
const ALL_COUNTED = 64;
const COUNTED_EVERY = 16;
/** Beyond it, units that few prompts have are forgotten. */
const UNITS_KEPT = 4096;

/** How often units occur in the different texts of one place of a template. */
class UnitCounts {
  texts = 0;
  /** Whether any unit is the template's. */
  hasStable = false;
  #met = 0;
  #times = new Map<number, number>();
  readonly #least: number;

  constructor(least: number) {
    this.#least = least;
  }

  /** Whether the next text should be counted. */
  wants(): boolean {
    return this.#met++ < ALL_COUNTED || this.#met % COUNTED_EVERY === 0;
  }

  count(keys: readonly number[]): void {
    this.texts++;
    for (const key of new Set(keys)) this.#times.set(key, (this.#times.get(key) ?? 0) + 1);
    if (this.#times.size > UNITS_KEPT) {
      const kept = [...this.#times].filter(([, times]) => times >= (STABLE_SHARE / 2) * this.texts);
      this.#times = new Map(kept.slice(0, UNITS_KEPT / 2));
    }
    this.hasStable = false;
    if (this.texts < this.#least) return;
    for (const times of this.#times.values()) {
      if (times < STABLE_SHARE * this.texts) continue;
      this.hasStable = true;
      break;
    }
  }

  isStable(key: number): boolean {
    return this.texts >= this.#least && (this.#times.get(key) ?? 0) >= STABLE_SHARE * this.texts;
  }
}

/** Prompts that begin alike but for what varies. */
export class Family {
  readonly number: number;
  /** The first of them, which names the family. */
  readonly front: Front;
  readonly heads = new UnitCounts(2);
  readonly messages = new UnitCounts(LEAST_MESSAGES);
  /** Node that ends the head of the prompt before; segment of the first message before, -1 until there is one. */
  lastHead: number;
  /** Of the head before; kept only once there are two. */
  lastUnits: FrontUnits | undefined;
  lastMessage = -1;
  /** Where first messages part, in tokens from their start. */
  messageDifference: FrontDifference | undefined;

  constructor(number: number, front: Front) {
    this.number = number;
    this.front = front;
    this.lastHead = front.head;
  }

  /** Whether system prompts or tools differ. */
  get hasHeads(): boolean {
    return this.heads.texts > 1;
  }
}
