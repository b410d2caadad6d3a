import type { RatioSums, ReadCounts } from '../store/file-rows.ts';
import { type ParsedChunk, SAMPLES_KEPT } from './parsing/parsed-chunk.ts';

export const NOTHING_READ: ReadCounts = {
  lines: 0,
  records: 0,
  calls: 0,
  skipped: 0,
  other: 0,
  skippedSamples: [],
  usageWarnings: 0,
  usageWarningSamples: [],
  ratios: {},
};

/** What has been counted so far and one chunk more; the chunk's lines follow `firstLine`. */
export function addChunk(counts: ReadCounts, parsed: ParsedChunk, firstLine: number): ReadCounts {
  const inFile = ({ line, reason }: { line: number; reason: string }) => ({ line: line + firstLine, reason });
  const samples = parsed.skippedSamples.map(inFile);
  const usageSamples = parsed.usageWarningSamples.map(inFile);
  return {
    lines: counts.lines + parsed.lines,
    records: counts.records + parsed.records,
    calls: counts.calls + parsed.calls,
    skipped: counts.skipped + parsed.skipped,
    other: counts.other + parsed.other,
    skippedSamples: [...counts.skippedSamples, ...samples].slice(0, SAMPLES_KEPT),
    usageWarnings: counts.usageWarnings + parsed.usageWarnings,
    usageWarningSamples: [...counts.usageWarningSamples, ...usageSamples].slice(0, SAMPLES_KEPT),
    ratios: mergeRatios(counts.ratios, parsed.ratios),
  };
}

/** Records that could not even be cut out of the file; the counts' lines stand after `firstLine`. */
export function addSkipped(counts: ReadCounts, records: number, reason: string, firstLine = 0): ReadCounts {
  if (records === 0) return counts;
  const line = firstLine + counts.lines + 1;
  const samples = Array.from({ length: Math.min(records, SAMPLES_KEPT) }, (_, i) => ({
    line: line + i,
    reason,
  }));
  return {
    ...counts,
    lines: counts.lines + records,
    records: counts.records + records,
    skipped: counts.skipped + records,
    skippedSamples: [...counts.skippedSamples, ...samples].slice(0, SAMPLES_KEPT),
  };
}

export function joinCounts(a: ReadCounts, b: ReadCounts): ReadCounts {
  return {
    lines: a.lines + b.lines,
    records: a.records + b.records,
    calls: a.calls + b.calls,
    skipped: a.skipped + b.skipped,
    other: a.other + b.other,
    skippedSamples: [...a.skippedSamples, ...b.skippedSamples].slice(0, SAMPLES_KEPT),
    usageWarnings: a.usageWarnings + b.usageWarnings,
    usageWarningSamples: [...a.usageWarningSamples, ...b.usageWarningSamples].slice(0, SAMPLES_KEPT),
    ratios: mergeRatios(a.ratios, b.ratios),
  };
}

export function mergeRatios(
  a: Readonly<Record<string, RatioSums>>,
  b: Readonly<Record<string, RatioSums>>,
): Record<string, RatioSums> {
  const merged = new Map(Object.entries(a));
  for (const [model, more] of Object.entries(b)) {
    const sums = merged.get(model);
    merged.set(
      model,
      sums === undefined
        ? more
        : {
            calls: sums.calls + more.calls,
            loggedTokens: sums.loggedTokens + more.loggedTokens,
            baseTokens: sums.baseTokens + more.baseTokens,
            sumRatio: sums.sumRatio + more.sumRatio,
            sumRatioSquared: sums.sumRatioSquared + more.sumRatioSquared,
          },
    );
  }
  return Object.fromEntries(merged);
}
