import type { Billable } from '../../src/model/price.ts';
import type { PriceRow } from '../../src/pricing/table/price-row.ts';

/**
 * What a call at the standard tier costs by the row, written as plainly as possible and from the rules alone: no
 * caches, no cards, no shared code. Counts in tenths of a micro-dollar would overflow nothing here, so plain sums do.
 */
export function referenceCost(row: PriceRow, { usage, time }: Billable): number {
  const prompt = usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h;
  const bands = row.long_context_bands ?? (row.long_context ? [row.long_context] : []);
  let source: Partial<PriceRow> = row;
  for (const band of bands) if (prompt > band.above_tokens) source = band as Partial<PriceRow>;
  if (row.peak !== undefined && peakAt(row, time)) source = row.peak as Partial<PriceRow>;

  const free =
    ['openai', 'google', 'deepseek', 'mistral'].includes(row.provider) &&
    row.cache_write_5m === null &&
    row.cache_write_1h === null;
  let output = source.output;
  if (row.output_reasoning !== undefined && usage.reasoning > 0)
    output = source === row ? row.output_reasoning : null;

  const terms: [number, number | null | undefined][] = [
    [usage.input, source.input],
    [usage.cacheRead, source.cache_read],
    [usage.cacheWrite5m, free ? source.input : source.cache_write_5m],
    [usage.cacheWrite1h, free ? source.input : source.cache_write_1h],
    [usage.output, output],
  ];
  let dollars = 0;
  for (const [tokens, perMillion] of terms) {
    if (tokens === 0) continue;
    if (perMillion === null || perMillion === undefined) return Number.NaN;
    dollars += (tokens / 1e6) * perMillion;
  }
  return dollars;
}

function peakAt(row: PriceRow, time: number): boolean {
  const date = new Date(time);
  const clock = date.toISOString().slice(11, 16);
  const weekend = ['Sat', 'Sun'].includes(date.toUTCString().slice(0, 3));
  if (row.peak!.days !== 'every day' && weekend) return false;
  return row.peak!.windows_utc.some(([start, end]) => clock >= start! && clock < end!);
}
