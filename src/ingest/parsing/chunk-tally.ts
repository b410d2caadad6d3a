import type { CallRecord } from '../../model/call-record.ts';
import { promptTokens } from '../../model/usage.ts';
import type { RatioSums } from '../../store/file-rows.ts';
import { SAMPLES_KEPT } from './parsed-chunk.ts';

/** A logged prompt outside this range of its visible text holds something the log does not show (images, earlier turns). */
const PLAUSIBLE_RATIO = { min: 0.5, max: 2.5 };

/** Counts what happens in one chunk. */
export class ChunkTally {
  lines = 0;
  records = 0;
  calls = 0;
  other = 0;
  #skipped = 0;
  readonly #skippedSamples: { line: number; reason: string }[] = [];
  #usageWarnings = 0;
  readonly #usageWarningSamples: { line: number; reason: string }[] = [];
  readonly #ratios = new Map<string, { -readonly [K in keyof RatioSums]: RatioSums[K] }>();

  /** `isRecord`: the text had to be counted as a record here because it never became one. */
  skip(line: number, reason: string, isRecord = true): void {
    if (isRecord) this.records++;
    this.#skipped++;
    if (this.#skippedSamples.length < SAMPLES_KEPT) this.#skippedSamples.push({ line, reason });
  }

  warnUsage(line: number, reason: string): void {
    this.#usageWarnings++;
    if (this.#usageWarningSamples.length < SAMPLES_KEPT) this.#usageWarningSamples.push({ line, reason });
  }

  /** Notes how the logged prompt of a call compares with the base tokens of its text. */
  compare(record: CallRecord, baseTokens: number): void {
    const logged = record.usage === undefined ? 0 : promptTokens(record.usage);
    const ratio = logged / baseTokens;
    if (!(ratio >= PLAUSIBLE_RATIO.min && ratio <= PLAUSIBLE_RATIO.max)) return;
    const model = record.model ?? '';
    let sums = this.#ratios.get(model);
    if (sums === undefined) {
      sums = { calls: 0, loggedTokens: 0, baseTokens: 0, sumRatio: 0, sumRatioSquared: 0 };
      this.#ratios.set(model, sums);
    }
    sums.calls++;
    sums.loggedTokens += logged;
    sums.baseTokens += baseTokens;
    sums.sumRatio += ratio;
    sums.sumRatioSquared += ratio * ratio;
  }

  result() {
    return {
      lines: this.lines,
      records: this.records,
      calls: this.calls,
      skipped: this.#skipped,
      other: this.other,
      skippedSamples: this.#skippedSamples,
      usageWarnings: this.#usageWarnings,
      usageWarningSamples: this.#usageWarningSamples,
      ratios: Object.fromEntries(this.#ratios),
    };
  }
}
