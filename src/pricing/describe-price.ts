import { SERVICE_TIERS, type ServiceTier } from '../model/call.ts';
import type { Retirement } from '../model/price.ts';
import { BILLED_KINDS } from '../model/usage.ts';
import type { Rates } from './charge.ts';
import type { Found, MissCode } from './lookup/resolution.ts';
import type { PriceBook } from './price-book.ts';
import { cardFor, covers, type Period } from './table/period.ts';
import { CLAIMED, OFFICIAL, type PeakRates, USER } from './table/price-row.ts';

/** One set of rates and when it applies. US dollars per 1M tokens; `null` is unknown. */
export interface DescribedRates {
  readonly tier: ServiceTier;
  /** Prompts longer than this, in tokens; `null` for the short prompt. */
  readonly aboveTokens: number | null;
  readonly peak: boolean;
  readonly rates: { readonly [K in keyof Rates]: number | null };
  /** What was assumed to arrive at a rate that the list does not give. */
  readonly assumed: readonly string[];
}

/** One price period in full, ready to be shown. */
export interface DescribedPeriod {
  readonly provider: string;
  readonly model: string;
  readonly aliases: readonly string[];
  readonly scope: string;
  /** ISO dates as the table has them; `null` is open. */
  readonly from: string | null;
  readonly to: string | null;
  readonly inForce: boolean;
  /** Standard rates first; then every tier, band and hour that has a price of its own. */
  readonly rates: readonly DescribedRates[];
  readonly peakHours: { readonly windowsUtc: PeakRates['windows_utc']; readonly days: string } | null;
  /** The price before a promotion, where one runs. */
  readonly listPrice: { readonly input: number | null; readonly output: number | null } | null;
  readonly contextWindow: number | null;
  readonly maxOutput: number | null;
  readonly cacheMinTokens: number | null;
  readonly cacheStepTokens: number | null;
  readonly tokenizerFamily: string;
  readonly reasoning: boolean;
  readonly kind: string;
  readonly deprecated: boolean;
  readonly sources: readonly string[];
  readonly notes: string;
  /** Names of fields that nobody could confirm. */
  readonly uncertain: readonly string[];
  /** The user's file behind the price or the discount; '' for the built-in table. */
  readonly origin: string;
  /** Share of the list that is paid; 1 without a discount. */
  readonly factor: number;
}

/** A reseller's claim beside the official list price in force on the same day. */
export interface ClaimDifference {
  readonly provider: string;
  readonly field: 'input' | 'output';
  /** US dollars per 1M tokens; `null` when the claim leaves it out. */
  readonly claimed: number | null;
  readonly listed: number | null;
}

/** An announced end of the model, as `retirements.json` has it. */
export interface DescribedRetirement {
  /** UTC date, `YYYY-MM-DD`; `null` where only the deprecation is announced. */
  readonly retires: string | null;
  readonly replacement: string;
  readonly source: string;
}

export interface PriceDescription {
  readonly asked: string;
  /** UTC ms. */
  readonly at: number;
  readonly bookVersion: string;
  readonly match: Pick<Found, 'how' | 'userAlias' | 'routed' | 'caveats'> | null;
  readonly code: 'found' | MissCode;
  /** Why there is no price in force; '' when there is one. */
  readonly reason: string;
  readonly current: DescribedPeriod | null;
  /** `null` when no end is known. */
  readonly retirement: DescribedRetirement | null;
  /** All periods of the same id at the same provider, oldest first. */
  readonly periods: readonly DescribedPeriod[];
  /** What others charge for the same name on that day. */
  readonly elsewhere: readonly DescribedPeriod[];
  readonly claimDifferences: readonly ClaimDifference[];
}

/** All that the book knows about a model (`provider/model` is understood) at `at`, in UTC ms. */
export function describePrice(book: PriceBook, model: string, at: number): PriceDescription {
  const resolution = book.resolve(model, '', at);
  const found = resolution.found ? resolution.period : undefined;
  const named = book.periods.filter((period) => hasName(period, found?.row.model ?? model));
  const anchor = found ?? named.find((period) => period.row.price_scope !== CLAIMED) ?? named[0];
  const same = named.filter(
    (period) =>
      period.row.provider === anchor?.row.provider && period.row.price_scope === anchor.row.price_scope,
  );
  const names = new Set([model, ...(anchor === undefined ? [] : [anchor.row.model, ...anchor.row.aliases])]);
  const others = book.periods.filter(
    (period) =>
      covers(period, at) &&
      !same.includes(period) &&
      [period.row.model, ...period.row.aliases].some((n) => names.has(n)),
  );
  return {
    asked: model,
    at,
    bookVersion: book.version,
    match: resolution.found
      ? {
          how: resolution.how,
          userAlias: resolution.userAlias,
          routed: resolution.routed,
          caveats: resolution.caveats,
        }
      : null,
    code: resolution.found ? 'found' : resolution.code,
    reason: resolution.found ? '' : resolution.reason,
    current: found === undefined ? null : describePeriod(found, at),
    retirement: describeRetirement(book.retirement(model, '')),
    periods: same.toSorted((a, b) => a.from - b.from).map((period) => describePeriod(period, at)),
    elsewhere: others.map((period) => describePeriod(period, at)),
    claimDifferences: claimDifferences([...same, ...others], at),
  };
}

/** Every price in force at `at` (UTC ms), the user's own first, then in the table's order. */
export function listPrices(book: PriceBook, at: number): readonly DescribedPeriod[] {
  const now = book.periods.filter((period) => covers(period, at));
  const own = now.filter((period) => period.row.price_scope === USER);
  return [...own, ...now.filter((period) => period.row.price_scope !== USER)].map((period) =>
    describePeriod(period, at),
  );
}

function describeRetirement(known: Retirement | undefined): DescribedRetirement | null {
  if (known === undefined) return null;
  const { retires, replacement, source } = known;
  return {
    retires: Number.isNaN(retires) ? null : new Date(retires).toISOString().slice(0, 10),
    replacement,
    source,
  };
}

function hasName(period: Period, name: string): boolean {
  return period.row.model === name || period.row.aliases.includes(name);
}

function describePeriod(period: Period, at: number): DescribedPeriod {
  const { row } = period;
  const promoted = row.list_input !== undefined || row.list_output !== undefined;
  return {
    provider: row.provider,
    model: row.model,
    aliases: row.aliases,
    scope: row.price_scope,
    from: row.effective_from,
    to: row.effective_to,
    inForce: covers(period, at),
    rates: allRates(period),
    peakHours: row.peak === undefined ? null : { windowsUtc: row.peak.windows_utc, days: row.peak.days },
    listPrice: promoted ? { input: row.list_input ?? null, output: row.list_output ?? null } : null,
    contextWindow: row.context_window,
    maxOutput: row.kind === 'embedding' ? null : row.max_output,
    cacheMinTokens: row.cache_min_tokens ?? null,
    cacheStepTokens: row.cache_increment_tokens ?? null,
    tokenizerFamily: row.tokenizer_family,
    reasoning: row.reasoning,
    kind: row.kind,
    deprecated: row.deprecated,
    sources: row.sources,
    notes: row.notes ?? '',
    uncertain: row.unverified_fields ?? [],
    origin: period.origin,
    factor: period.factor,
  };
}

function allRates(period: Period): DescribedRates[] {
  const bands = [0, ...period.thresholds.map((_, at) => at + 1)];
  const peaks = period.peak === undefined ? [false] : [false, true];
  return SERVICE_TIERS.flatMap((tier) =>
    bands.flatMap((band) =>
      peaks.flatMap((peak) => {
        const card = cardFor(period, tier, band, peak);
        const isOffered = tier === 'standard' || BILLED_KINDS.some((kind) => !Number.isNaN(card[kind]));
        if (!isOffered) return [];
        return {
          tier,
          aboveTokens: band === 0 ? null : period.thresholds[band - 1]!,
          peak,
          rates: {
            input: orNull(card.input),
            cacheRead: orNull(card.cacheRead),
            cacheWrite5m: orNull(card.cacheWrite5m),
            cacheWrite1h: orNull(card.cacheWrite1h),
            output: orNull(card.output),
            outputThinking: orNull(card.outputThinking),
          },
          assumed: Object.values(card.assumed),
        };
      }),
    ),
  );
}

function claimDifferences(periods: readonly Period[], at: number): ClaimDifference[] {
  const now = periods.filter((period) => covers(period, at));
  const official = now.find((period) => period.row.price_scope === OFFICIAL);
  if (official === undefined) return [];
  return now
    .filter((period) => period.row.price_scope === CLAIMED)
    .flatMap((claim) =>
      (['input', 'output'] as const)
        .filter((field) => claim.row[field] !== official.row[field])
        .map((field) => ({
          provider: claim.row.provider,
          field,
          claimed: claim.row[field],
          listed: official.row[field],
        })),
    );
}

function orNull(rate: number): number | null {
  return Number.isNaN(rate) ? null : rate;
}
