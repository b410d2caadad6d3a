import type { Wasted } from '../../model/evidence.ts';
import { CLAIM_KINDS } from '../findings/claims.ts';

const STRIDE = CLAIM_KINDS.length + 6;

/** Settled claims of a subject in the order of their calls: numbers side by side, for there may be a million. */
export class SettledClaims {
  #rows = new Float64Array(STRIDE * 64);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(
    call: number,
    { detector, group }: { readonly detector: number; readonly group: number },
    tokens: readonly number[],
    saved: number,
    usd: number,
    countedUsd: number,
  ): void {
    if (STRIDE * this.#size === this.#rows.length) {
      const wider = new Float64Array(2 * this.#rows.length);
      wider.set(this.#rows);
      this.#rows = wider;
    }
    const at = STRIDE * this.#size++;
    this.#rows.set([call, detector, group, saved, usd, countedUsd], at);
    for (let k = 0; k < CLAIM_KINDS.length; k++) this.#rows[at + 6 + k] = tokens[k]!;
  }

  callAt(row: number): number {
    return this.#rows[STRIDE * row]!;
  }

  detectorAt(row: number): number {
    return this.#rows[STRIDE * row + 1]!;
  }

  groupAt(row: number): number {
    return this.#rows[STRIDE * row + 2]!;
  }

  usdAt(row: number): number {
    return this.#rows[STRIDE * row + 4]!;
  }

  wastedAt(row: number): Wasted {
    const at = STRIDE * row;
    const [, , , saved, usd, countedUsd, input, cacheRead, cacheWrite5m, cacheWrite1h, output] = [
      ...this.#rows.subarray(at, at + STRIDE),
    ] as [number, number, number, number, number, number, number, number, number, number, number];
    const tokens = { input, cacheRead, cacheWrite5m, cacheWrite1h, output, reasoning: 0 };
    return { tokens, saved, usd, countedUsd };
  }
}
