import { mergeRatios } from '../../ingest/read-counts.ts';
import type { RatioSums, ReadCounts } from '../../store/file-rows.ts';
import { familyOf, resolveFamily } from '../../tokens/families.ts';

/** Calls with both text and logged usage before a family's ratio is taken from the log. */
const CALLS_NEEDED = 20;

/** What ratios are relative to. */
const BASE_FAMILY = 'o200k_base';

/** How a tokenizer family's tokens relate to o200k_base over the same text. */
export interface FamilyRatio {
  readonly family: string;
  readonly ratio: number;
  /** Standard deviation over calls; NaN when the ratio is the table's. */
  readonly spread: number;
  readonly calls: number;
  readonly isMeasured: boolean;
  /** Its estimates are counted in its own public vocabulary, so no ratio scales them. */
  readonly isCounted: boolean;
}

/** Ratios by family, measured from the log where it has enough calls with text and usage, else the table's. */
export class TokenRatios {
  readonly #families: ReadonlyMap<string, string>;
  /** One a family, so that equal families are the same value. */
  readonly #byFamily = new Map<string, FamilyRatio>();
  readonly #byModel = new Map<string, FamilyRatio>();

  constructor(families: ReadonlyMap<string, string>, counts: readonly ReadCounts[]) {
    this.#families = families;
    const byFamily: Record<string, RatioSums> = {};
    for (const { ratios } of counts) {
      for (const [model, sums] of Object.entries(ratios)) {
        const family = resolveFamily(model, families);
        if (family === undefined) continue;
        Object.assign(
          byFamily,
          mergeRatios({ ...(byFamily[family] && { [family]: byFamily[family] }) }, { [family]: sums }),
        );
      }
    }
    for (const [family, sums] of Object.entries(byFamily)) {
      // The base is itself; a log in which it seems not to be shows what its text leaves out (images, files).
      if (sums.calls < CALLS_NEEDED || sums.baseTokens === 0 || family === BASE_FAMILY) continue;
      const mean = sums.sumRatio / sums.calls;
      const spread = Math.sqrt(Math.max(0, sums.sumRatioSquared / sums.calls - mean * mean));
      this.#byFamily.set(family, {
        ...tableRatio(family),
        ratio: sums.loggedTokens / sums.baseTokens,
        spread,
        calls: sums.calls,
        isMeasured: true,
      });
    }
  }

  /** The family's tokens per o200k_base token. */
  of(model: string): FamilyRatio {
    let ratio = this.#byModel.get(model);
    if (ratio === undefined) {
      const family = resolveFamily(model, this.#families) ?? '';
      ratio = this.#byFamily.get(family) ?? tableRatio(family);
      this.#byFamily.set(family, ratio);
      this.#byModel.set(model, ratio);
    }
    return ratio;
  }

  /**
   * Factor for an estimate that was counted from text. A family with a public vocabulary was counted in it exactly;
   * every other was counted in o200k_base.
   */
  ofEstimate(model: string): number {
    const { isCounted, ratio } = this.of(model);
    return isCounted ? 1 : ratio;
  }
}

function tableRatio(family: string): FamilyRatio {
  const { ratio, basis } = familyOf(family);
  const isCounted = basis === 'measured';
  return { family, ratio, spread: Number.NaN, calls: 0, isMeasured: false, isCounted };
}
