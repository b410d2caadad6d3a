import { SERVICE_TIERS } from '../../model/call.ts';
import { BILLED_KINDS } from '../../model/usage.ts';
import type { PriceRow } from './price-row.ts';
import { bandsOf, rateCard } from './rate-card.ts';

/** Whether two rows charge the same for every request, so that it does not matter which of them is billed. */
export function sameRates(a: PriceRow, b: PriceRow): boolean {
  const bandsA = bandsOf(a);
  const bandsB = bandsOf(b);
  if (a.peak !== undefined || b.peak !== undefined || bandsA.length !== bandsB.length) return false;
  if (bandsA.some((band, at) => band.above_tokens !== bandsB[at]!.above_tokens)) return false;
  return SERVICE_TIERS.every((tier) =>
    [0, ...bandsA.map((_, at) => at + 1)].every((band) => {
      const left = rateCard(a, tier, band, false);
      const right = rateCard(b, tier, band, false);
      return (
        Object.is(left.outputThinking, right.outputThinking) &&
        BILLED_KINDS.every((kind) => Object.is(left[kind], right[kind]))
      );
    }),
  );
}
