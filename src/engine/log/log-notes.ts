import type { Warning } from '../../model/report.ts';
import type { ReadCounts } from '../../store/file-rows.ts';
import type { FamilyRatio } from '../facts/token-ratios.ts';
import type { LogNotes } from './call-log.ts';

/** What a reader of the report should know about the files and how their records became calls, as warnings. */
export function logWarnings(counts: readonly ReadCounts[], notes: LogNotes): Warning[] {
  const warnings: Warning[] = [];
  const usage = counts.reduce((sum, { usageWarnings }) => sum + usageWarnings, 0);
  if (usage > 0) {
    const sample = counts.flatMap(({ usageWarningSamples }) => usageWarningSamples)[0];
    const text = `calls whose logged token counts do not add up${sample === undefined ? '' : `, e.g. line ${sample.line}: ${sample.reason}`}`;
    warnings.push({ code: 'usage-arithmetic', text, count: usage });
  }
  const skipped = counts.reduce((sum, read) => sum + read.skipped, 0);
  if (skipped > 0)
    warnings.push({
      code: 'skipped-records',
      text: 'records could not be read and are left out',
      count: skipped,
    });
  return [...warnings, ...NOTE_TEXTS.flatMap(({ note, code, text }) => warningOf(code, text, notes[note]))];
}

const NOTE_TEXTS: readonly { note: keyof LogNotes; code: string; text: string }[] = [
  {
    note: 'nested',
    code: 'nested-calls',
    text: 'steps of traces repeat what calls above or below them used and are not counted again',
  },
  {
    note: 'ambiguousParts',
    code: 'ambiguous-parts',
    text: 'parts of calls fit several calls and were not joined',
  },
  {
    note: 'unanswered',
    code: 'unanswered-requests',
    text: 'requests without a logged answer are not calls; their cost is unknown',
  },
];

function warningOf(code: string, text: string, count: number): Warning[] {
  return count > 0 ? [{ code, text, count }] : [];
}

/** How estimates were scaled; `estimated` is the number of estimated calls by model family. */
export function ratioWarnings(estimated: ReadonlyMap<FamilyRatio, number>): Warning[] {
  return [...estimated].map(([ratio, count]) => {
    const name = ratio.family === '' ? 'a model of unknown tokenizer' : `the ${ratio.family} tokenizer`;
    const text = `calls without usage counted for ${name}: ${howCounted(ratio)}`;
    return { code: 'estimated-tokens', text, count };
  });
}

function howCounted({ ratio, spread, calls, isMeasured, isCounted }: FamilyRatio): string {
  if (isCounted) return 'their text in its own vocabulary, by the published counting rule';
  const scaled = `${rounded(ratio)} tokens per o200k_base token`;
  return isMeasured
    ? `${scaled}, measured on ${calls} calls of this log (standard deviation ${rounded(spread)})`
    : `${scaled}, the table's default: this log has too few calls with text and usage to measure it`;
}

/** Three places: the ratio itself is no better known. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
