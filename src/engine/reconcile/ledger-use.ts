import type { LedgerEntry, LedgerSpan } from '../../contracts/ledger.ts';
import { billedTokens } from '../../model/usage.ts';
import type { PriceBook } from '../../pricing/price-book.ts';
import { countOnce, type LedgerSums } from './count-once.ts';
import { modelKey } from './model-key.ts';
import { addSum, emptySum, type UseSum } from './use-sum.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** A day on which clocks are put forward. */
const SHORTEST_DAY_MS = DAY_MS - HOUR_MS;

/** What the exports say of one span and model; `model` null where they do not split. */
export interface SpanUse extends LedgerSpan {
  readonly provider: string;
  readonly model: string | null;
  readonly sum: UseSum;
}

export interface LedgerUse {
  readonly uses: readonly SpanUse[];
  /** Whole days, or longer, that the exports are about, by provider: sorted, and none overlaps another. */
  readonly covered: ReadonlyMap<string, readonly LedgerSpan[]>;
  /** Entries left out because they say what another already said, by export. */
  readonly repeated: readonly number[];
}

/** Joins exports into sums by day, or the longer span of a bucket, and model. */
export function ledgerUse(exports: readonly LedgerSums[], book: PriceBook): LedgerUse {
  const { entries, repeated } = countOnce(exports);
  const keyOf = entryKeys(book);
  const spans = coveredSpans(exports, keyOf);
  const uses = new Map<string, SpanUse>();
  for (const entry of entries) {
    const known = keyOf(entry);
    const span = spans.get(known.provider)!.find(({ from, to }) => entry.from >= from && entry.from < to)!;
    const key = `${span.from} ${known.provider} ${known.model}`;
    let use = uses.get(key);
    if (use === undefined) {
      use = { ...span, ...known, sum: emptySum() };
      uses.set(key, use);
    }
    addSum(use.sum, sumOf(entry, known.model));
  }
  return { uses: [...uses.values()], covered: spans, repeated };
}

type EntryKey = Pick<SpanUse, 'provider' | 'model'>;

/** Whose and which model an entry is about. A line item may be nothing but a model's name. */
export function entryKeys(book: PriceBook): (entry: LedgerEntry) => EntryKey {
  const known = new Map<string, EntryKey>();
  return ({ model, item = '', provider = '', from }) => {
    const text = JSON.stringify([provider, model, item]);
    let key = known.get(text);
    if (key === undefined) {
      const name = model ?? (book.info(item, provider, from) === undefined ? undefined : item);
      key = name === undefined ? { provider, model: null } : modelKey(book, name, provider, from);
      known.set(text, key);
    }
    return key;
  };
}

/** Days of all exports; those that overlap, as a month and its days do, become one. */
function coveredSpans(
  exports: readonly LedgerSums[],
  keyOf: (entry: LedgerEntry) => EntryKey,
): Map<string, LedgerSpan[]> {
  const all = new Map<string, Map<string, LedgerSpan>>();
  for (const { ledger, spans, parts } of exports) {
    const entries = parts.flat();
    const providers = new Set(entries.map((entry) => keyOf(entry).provider));
    for (const provider of providers.size === 0 ? [providerOf(ledger)] : providers) {
      const days = all.get(provider) ?? new Map<string, LedgerSpan>();
      all.set(provider, days);
      for (const span of [...spans, ...entries]) {
        const { from, to } = daysOf(span);
        days.set(`${from} ${to}`, { from, to });
      }
    }
  }
  return new Map([...all].map(([provider, days]) => [provider, merged([...days.values()])]));
}

function merged(spans: LedgerSpan[]): LedgerSpan[] {
  const found: { from: number; to: number }[] = [];
  for (const { from, to } of spans.sort((a, b) => a.from - b.from)) {
    const last = found.at(-1);
    if (last !== undefined && from < last.to) last.to = Math.max(last.to, to);
    else found.push({ from, to });
  }
  return found;
}

function sumOf(entry: LedgerEntry, model: string | null): UseSum {
  const { requests, tokens, costUsd, costStepUsd = 0, tier, item, unsplit = [] } = entry;
  const sum = emptySum();
  sum.requests = requests ?? null;
  sum.tokens = tokens ?? null;
  sum.isUnsplit = unsplit.length > 0;
  if (tokens !== undefined && tier === 'batch') sum.batchTokens = billedTokens(tokens);
  if (costUsd === undefined) return sum;
  sum.costUsd = costUsd;
  sum.roundingUsd = costStepUsd / 2;
  if (model === null && item !== undefined) sum.items.set(item, costUsd);
  return sum;
}

/**
 * The whole UTC days that a bucket lies in. A bucket that is itself a day or longer stays as it is, whatever zone cut it;
 * logs are summed by the hour, so one cut at half past counts from the hour.
 */
function daysOf({ from, to }: LedgerSpan): LedgerSpan {
  if (to - from >= SHORTEST_DAY_MS) return { from: floor(from, HOUR_MS), to: floor(to, HOUR_MS) };
  return { from: floor(from, DAY_MS), to: Math.ceil(to / DAY_MS) * DAY_MS };
}

function floor(time: number, step: number): number {
  return Math.floor(time / step) * step;
}

/** Whose ledger it is by its name, for one without a single entry. */
function providerOf(ledger: string): string {
  return ledger.startsWith('litellm') ? '' : ledger.slice(0, ledger.indexOf('-'));
}
