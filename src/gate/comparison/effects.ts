import type { Comparison, Effects } from '../../model/check.ts';
import type { Figures, MeasuredGroups } from '../../model/measurement.ts';
import type { GroupMatch } from './match-groups.ts';
import { pricedCalls } from './priced.ts';
import { withoutRounding } from './rounding.ts';

/** Calls with a price, and what they come to at the prices of one day. */
interface Priced {
  readonly calls: number;
  readonly usd: number;
}

const NOTHING: Priced = { calls: 0, usd: 0 };

/**
 * What of the difference between two logs comes from more calls, from dearer calls, and from templates that came or went. `total`
 * is the baseline's: what its list of templates lacks is compared as one with `unlisted`, templates of the log that it may hold.
 */
export function effectsOf(
  matches: readonly GroupMatch[],
  unlisted: readonly GroupMatch[],
  total: Figures,
  listed: MeasuredGroups,
): Effects {
  const pairs = matches.flatMap(({ baseline, current }) =>
    baseline === undefined || current === undefined ? [] : [[pricedOf(baseline), pricedOf(current)] as const],
  );
  if (listed.leftOut > 0) pairs.push([rest(total, listed), sumOf(unlisted.map(currentOf))]);
  const changes = pairs.map(([before, now]) => changeOf(before, now));
  const appeared = sumOf(matches.filter(({ status }) => status === 'appeared').map(currentOf));
  const vanished = sumOf(
    matches.map(({ status, baseline }) => (status === 'vanished' ? pricedOf(baseline!) : NOTHING)),
  );
  const size = total.money.nowUsd;
  return {
    volumeUsd: withoutRounding(
      changes.reduce((sum, { volumeUsd }) => sum + volumeUsd, 0),
      size,
    ),
    perCallUsd: withoutRounding(
      changes.reduce((sum, { perCallUsd }) => sum + perCallUsd, 0),
      size,
    ),
    appearedUsd: appeared.usd,
    vanishedUsd: 0 - vanished.usd,
  };
}

/**
 * The calls of templates that both logs have a price of, as many as the log has: at the baseline's cost per call, and at its own.
 * Null where there are none, or a price is not known.
 */
export function likeForLike(matches: readonly GroupMatch[]): Comparison['likeForLike'] {
  let [baselineUsd, currentUsd, pairs] = [0, 0, 0];
  for (const { baseline, current } of matches) {
    if (baseline === undefined || current === undefined) continue;
    const [before, now] = [pricedOf(baseline), pricedOf(current)];
    if (before.calls === 0 || now.calls === 0) continue;
    baselineUsd += now.calls * (before.usd / before.calls);
    currentUsd += now.usd;
    pairs++;
  }
  if (pairs === 0 || Number.isNaN(baselineUsd + currentUsd)) return { baselineUsd: null, currentUsd: null };
  return { baselineUsd, currentUsd: baselineUsd + withoutRounding(currentUsd - baselineUsd, baselineUsd) };
}

/** Their sum is what the money changed by, whatever is not known of a cost per call. */
function changeOf(before: Priced, now: Priced): Pick<Effects, 'volumeUsd' | 'perCallUsd'> {
  const perCall = before.calls > 0 ? before.usd / before.calls : now.calls > 0 ? now.usd / now.calls : 0;
  const volumeUsd = (now.calls - before.calls) * perCall;
  return { volumeUsd, perCallUsd: now.usd - before.usd - volumeUsd };
}

function currentOf({ current }: GroupMatch): Priced {
  return current === undefined ? NOTHING : pricedOf(current);
}

function pricedOf(figures: Figures): Priced {
  return { calls: pricedCalls(figures), usd: figures.money.nowUsd };
}

function sumOf(all: readonly Priced[]): Priced {
  return all.reduce((sum, { calls, usd }) => ({ calls: sum.calls + calls, usd: sum.usd + usd }), NOTHING);
}

function rest(total: Figures, { list }: MeasuredGroups): Priced {
  const [all, listed] = [pricedOf(total), sumOf(list.map(pricedOf))];
  return { calls: all.calls - listed.calls, usd: all.usd - listed.usd };
}
