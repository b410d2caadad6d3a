import type { Billable } from '../model/price.ts';
import { BILLED_KINDS, type BilledKind, type TokenCounts } from '../model/usage.ts';
import { charge, isBillable, type PriceLine, priceLines } from './charge.ts';
import type { Found, Resolution } from './lookup/resolution.ts';
import type { PricedCall } from './priced-call.ts';
import { atPeak, bandFor, cardFor, type Period } from './table/period.ts';
import { USER } from './table/price-row.ts';
import type { RateCard } from './table/rate-card.ts';
import { uncertainties } from './uncertainties.ts';

/**
 * The full breakdown of one call's price. `time` is UTC ms and decides about peak hours; `tableEnd` is the UTC ms after
 * which the built-in table knows only what was announced before.
 */
export function breakDown(
  resolution: Resolution,
  billable: Billable,
  time: number,
  tableEnd: number,
): PricedCall {
  const { tier, usage } = billable;
  const nothing = { usd: Number.NaN, lines: [], tier, longContextAbove: null, peak: false, caveats: [] };
  if (!resolution.found) {
    const { code, reason } = resolution;
    return {
      ...nothing,
      code,
      reason,
      row: undefined,
      how: '',
      userAlias: '',
      routed: false,
      origin: '',
      factor: 1,
    };
  }
  const { period, how, userAlias, routed } = resolution;
  const match = { row: period.row, how, userAlias, routed, origin: period.origin, factor: period.factor };
  if (!isBillable(usage)) {
    return {
      ...nothing,
      ...match,
      code: 'invalid-usage',
      reason: `not token counts: ${invalidCounts(usage)}`,
    };
  }
  const band = bandFor(period, usage);
  const peak = atPeak(period, time);
  const card = cardFor(period, tier, band, peak);
  const lines = priceLines(card, usage);
  const missing = lines.filter((line) => Number.isNaN(line.usd));
  return {
    ...match,
    usd: charge(card, usage),
    code: missing.length === 0 ? 'priced' : 'missing-rate',
    reason: missing.length === 0 ? '' : missingRates(period, billable, band, missing),
    lines,
    tier,
    longContextAbove: band === 0 ? null : period.thresholds[band - 1]!,
    peak,
    caveats: caveatsOf(resolution, card, lines, billable, peak, time >= tableEnd),
  };
}

const KIND_NAMES: Readonly<Record<BilledKind, string>> = {
  input: 'input',
  cacheRead: 'cached input',
  cacheWrite5m: 'cache writes',
  cacheWrite1h: '1-hour cache writes',
  output: 'output',
};

function missingRates(
  period: Period,
  billable: Billable,
  band: number,
  missing: readonly PriceLine[],
): string {
  const { row, origin } = period;
  const thinking = row.output_reasoning !== undefined && billable.usage.reasoning > 0;
  const names = missing.map((line) =>
    line.kind === 'output' && thinking ? 'thinking output' : KIND_NAMES[line.kind],
  );
  const tier = billable.tier === 'standard' ? '' : `${billable.tier} `;
  const above = band === 0 ? '' : ` above ${period.thresholds[band - 1]} tokens`;
  const where =
    origin === '' ? `${row.provider}'s price of ${row.model}` : `the price of ${row.model} in ${origin}`;
  return `${where} has no ${tier}rate for ${names.join(', ')}${above}`;
}

function caveatsOf(
  resolution: Found,
  card: RateCard,
  lines: readonly PriceLine[],
  billable: Billable,
  peak: boolean,
  isNewer: boolean,
): string[] {
  const { period } = resolution;
  const caveats = [...resolution.caveats];
  for (const line of lines) {
    const assumed = card.assumed[line.kind];
    if (assumed !== undefined) caveats.push(assumed);
  }
  if (period.peak !== undefined && Number.isNaN(billable.time)) {
    caveats.push('the call has no time: off-peak rates are taken');
  }
  if (peak && period.peak?.weekdaysOnly === true) {
    caveats.push('peak rates: Chinese public holidays, which are off-peak, are not known here');
  }
  if (period.row.provider === 'google' && lines.some((line) => line.kind.startsWith('cacheWrite'))) {
    caveats.push('the hourly storage of explicit caches is not included');
  }
  if (isNewer && period.row.price_scope !== USER) {
    caveats.push('the call is later than the price table: changes announced since are not in it');
  }
  caveats.push(...uncertainties(period.row, billable.tier, lines));
  return caveats;
}

function invalidCounts(usage: TokenCounts): string {
  return BILLED_KINDS.filter((kind) => !(usage[kind] >= 0 && usage[kind] < Number.POSITIVE_INFINITY))
    .map((kind) => `${kind} ${usage[kind]}`)
    .join(', ');
}
