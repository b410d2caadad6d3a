import type { ModelInfo } from '../../model/price.ts';
import { covers, type Period } from './period.ts';

/** What a provider sells at a time: models with a price then, one entry each; retired names and embeddings left out. */
export function offeredBy(periods: readonly Period[], provider: string, time: number): readonly ModelInfo[] {
  const offered = new Map<string, ModelInfo>();
  for (const period of periods) {
    const { row, info } = period;
    const isSold = info.provider === provider && covers(period, time) && !row.deprecated;
    if (isSold && row.kind !== 'embedding' && !offered.has(info.id)) offered.set(info.id, info);
  }
  return [...offered.values()];
}
