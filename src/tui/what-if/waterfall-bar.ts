import { bar } from '../../report/table/bar.ts';

/**
 * What a step leaves of the money as a bar, and lighter behind it what it takes off; darker, what it adds. `most` is the
 * amount that fills `width` columns.
 */
export function waterfallBar(beforeUsd: number, afterUsd: number, most: number, width: number): string {
  if (!(most > 0)) return '';
  const least = bar(Math.min(beforeUsd, afterUsd) / most, width);
  const end = Math.round((Math.max(beforeUsd, afterUsd) / most) * width);
  return least + (afterUsd > beforeUsd ? '▓' : '░').repeat(Math.max(0, end - least.length));
}
