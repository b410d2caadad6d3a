import type { LedgerEntry, LedgerSpan } from '../../contracts/ledger.ts';
import { billedTokens } from '../../model/usage.ts';
import type { PriceBook } from '../../pricing/price-book.ts';
import { modelKey } from './model-key.ts';
import { addSum, emptySum, type UseSum } from './use-sum.ts';

const DAY_MS = 86_400_000;

/** One export as read: which ledger it is, what it covers and what it says. */
export interface LedgerSums {
  readonly ledger: string;
  readonly spans: readonly LedgerSpan[];
  readonly entries: readonly LedgerEntry[];
}

/** What the exports say of one span and model; `model` null where they do not split. */
export interface SpanUse extends LedgerSpan {
  readonly provider: string;
  readonly model: string | null;
  readonly sum: UseSum;
}

export interface LedgerUse {
  readonly uses: readonly SpanUse[];
  /** Whole UTC days, or longer, that the exports are about, by provider. */
  readonly covered: ReadonlyMap<string, readonly LedgerSpan[]>;
  /** Entries left out because they say what another already said, by export. */
  readonly repeated: readonly number[];
}

/**
 * Joins exports into sums by day (or the longer span of a bucket) and model. The same bucket exported twice counts once
 * (FORMATS 0.5: bucket start and all columns that are grouped by); so does a day that one ledger has in hours and as a whole.
 */
export function ledgerUse(exports: readonly LedgerSums[], book: PriceBook): LedgerUse {
  const coarsest = coarsestSpans(exports);
  const covered = new Map<string, Map<string, LedgerSpan>>();
  const kept = new Map<string, { entry: LedgerEntry; from: number }>();
  const repeated = exports.map(() => 0);
  exports.forEach(({ ledger, spans, entries }, i) => {
    const providers = new Set(entries.map(({ provider = '' }) => provider));
    for (const provider of providers.size === 0 ? [providerOf(ledger)] : providers) {
      for (const span of spans) cover(covered, provider, daysOf(span));
    }
    for (const entry of entries) {
      const isFiner = entry.to - entry.from < (coarsest.get(`${ledger} ${dayStart(entry.from)}`) ?? 0);
      const identity = identityOf(ledger, entry);
      const before = kept.get(identity);
      // A day that was exported before it was over says less than the same day later.
      const isBetter = before === undefined || sizeOf(entry) > sizeOf(before.entry);
      if (isFiner || !isBetter) repeated[i]!++;
      else if (before !== undefined) repeated[before.from]!++;
      if (!isFiner && isBetter) kept.set(identity, { entry, from: i });
    }
  });
  const uses = new Map<string, SpanUse>();
  for (const { entry } of kept.values()) add(uses, entry, book);
  return {
    uses: [...uses.values()],
    covered: new Map([...covered].map(([provider, spans]) => [provider, [...spans.values()]])),
    repeated,
  };
}

function sizeOf({ requests = 0, tokens, costUsd = 0 }: LedgerEntry): number {
  return requests + (tokens === undefined ? 0 : billedTokens(tokens)) + costUsd;
}

/** The longest bucket of each ledger that begins on each day. */
function coarsestSpans(exports: readonly LedgerSums[]): Map<string, number> {
  const longest = new Map<string, number>();
  for (const { ledger, entries } of exports) {
    for (const { from, to } of entries) {
      const key = `${ledger} ${dayStart(from)}`;
      longest.set(key, Math.max(longest.get(key) ?? 0, to - from));
    }
  }
  return longest;
}

function identityOf(ledger: string, entry: LedgerEntry): string {
  const { from, to, provider, model, tier, item, tags = {} } = entry;
  const kind = [entry.requests, entry.tokens, entry.costUsd].map((value) => value !== undefined);
  return JSON.stringify([
    ...[ledger, from, to, provider, model, tier, item, kind],
    Object.entries(tags).sort(([a], [b]) => (a < b ? -1 : 1)),
    // DeepSeek has a row per kind of token under one name.
    entry.tokens === undefined
      ? []
      : Object.entries(entry.tokens).flatMap(([name, n]) => (n > 0 ? [name] : [])),
  ]);
}

function add(uses: Map<string, SpanUse>, entry: LedgerEntry, book: PriceBook): void {
  const span = daysOf(entry);
  const known =
    entry.model === undefined
      ? { provider: entry.provider ?? '', model: null }
      : modelKey(book, entry.model, entry.provider ?? '', entry.from);
  const key = `${span.from} ${span.to} ${known.provider} ${known.model}`;
  let use = uses.get(key);
  if (use === undefined) {
    use = { ...span, ...known, sum: emptySum() };
    uses.set(key, use);
  }
  addSum(use.sum, sumOf(entry, book));
}

function sumOf(entry: LedgerEntry, book: PriceBook): UseSum {
  const { requests, tokens, costUsd, costStepUsd = 0, tier, item, unsplit = [] } = entry;
  const sum = emptySum();
  sum.requests = requests ?? null;
  sum.tokens = tokens ?? null;
  sum.isUnsplit = unsplit.length > 0;
  if (tokens !== undefined && tier === 'batch') sum.batchTokens = billedTokens(tokens);
  if (costUsd === undefined) return sum;
  sum.costUsd = costUsd;
  sum.roundingUsd = costStepUsd / 2;
  // A line item that names a model, or a kind of token, is for tokens.
  if (entry.model === undefined && item !== undefined && book.info(item, '', entry.from) === undefined)
    sum.items.set(item, costUsd);
  return sum;
}

/** The whole days that a bucket lies in. */
function daysOf({ from, to }: LedgerSpan): LedgerSpan {
  return { from: dayStart(from), to: Math.ceil(to / DAY_MS) * DAY_MS };
}

function dayStart(time: number): number {
  return Math.floor(time / DAY_MS) * DAY_MS;
}

function cover(covered: Map<string, Map<string, LedgerSpan>>, provider: string, span: LedgerSpan): void {
  let spans = covered.get(provider);
  if (spans === undefined) {
    spans = new Map();
    covered.set(provider, spans);
  }
  spans.set(`${span.from} ${span.to}`, span);
}

/** Whose ledger it is by its name, for one without a single entry. */
function providerOf(ledger: string): string {
  return ledger.startsWith('litellm') ? '' : ledger.slice(0, ledger.indexOf('-'));
}
