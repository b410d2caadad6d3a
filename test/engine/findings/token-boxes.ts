import { CLAIM_KINDS } from '../../../src/engine/findings/claims.ts';
import { PROMPT_ZONES, type Span } from '../../../src/model/prompt-zones.ts';

/**
 * The slow and obvious way to count each token of a call once: a box for every token, and a mark on every token of the prompt
 * that a claim has named. A claim that names no place gets any boxes left of the kind.
 */
export class TokenBoxes {
  /** By CLAIM_KINDS. */
  readonly #boxes: readonly Uint8Array[];
  /** The kind that each token of the prompt was billed as, front to back, and whether somebody has named it. */
  readonly #kinds: readonly number[];
  readonly #named: Uint8Array;

  constructor(has: readonly number[]) {
    this.#boxes = has.map((tokens) => new Uint8Array(tokens));
    this.#kinds = PROMPT_ZONES.flatMap((zone) => {
      const kind = CLAIM_KINDS.indexOf(zone);
      return new Array<number>(has[kind]!).fill(kind);
    });
    this.#named = new Uint8Array(this.#kinds.length);
  }

  /** How many of the wanted tokens the claim gets, by CLAIM_KINDS. */
  take(wanted: readonly number[], spans: readonly Span[] = []): number[] {
    const free = spans.length === 0 ? wanted : this.#freeIn(spans, wanted);
    return this.#boxes.map((boxes, kind) => mark(boxes, Math.min(wanted[kind]!, free[kind]!)));
  }

  /** Tokens at these places that nobody has named before; names those of kinds that are wanted. Output has no place. */
  #freeIn(spans: readonly Span[], wanted: readonly number[]): number[] {
    const free = CLAIM_KINDS.map((kind, k) => (kind === 'output' ? wanted[k]! : 0));
    this.#kinds.forEach((kind, at) => {
      if (this.#named[at] === 1 || !spans.some(({ from, to }) => at >= from && at < to)) return;
      free[kind]!++;
      if (wanted[kind]! > 0) this.#named[at] = 1;
    });
    return free;
  }
}

/** Marks up to so many boxes that nobody has marked; how many it found. */
function mark(boxes: Uint8Array, wanted: number): number {
  let found = 0;
  for (let at = boxes.indexOf(0); found < wanted && at >= 0; at = boxes.indexOf(0, at)) {
    boxes[at] = 1;
    found++;
  }
  return found;
}
