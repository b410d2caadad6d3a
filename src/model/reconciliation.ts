import type { Input, ReportFilter, Warning } from './report.ts';
import type { TokenCounts } from './usage.ts';

/** What `reconcile` prints: a log beside what the provider says. Money is unrounded US dollars; null is unknown, never 0. */
export interface Reconciliation {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'llm-cost'; readonly version: string };
  readonly generatedAt: string;
  readonly priceBook: { readonly version: string; readonly overrides: readonly string[] };
  /** Which calls and sums are compared; null: all. */
  readonly filter: ReportFilter | null;
  readonly inputs: readonly Input[];
  readonly ledgers: readonly LedgerInput[];
  /** Days and models that both could know of, the latest last. */
  readonly rows: readonly ReconciledRow[];
  /** Sums over `rows`, each call once. */
  readonly totals: Pick<ReconciledRow, 'log' | 'ledger' | 'difference' | 'status'>;
  /** Calls of the log that no ledger covers: other days, other providers. They are in no row. */
  readonly notCovered: { readonly calls: number; readonly costUsd: number; readonly why: readonly string[] };
  readonly warnings: readonly Warning[];
}

/** One export of totals. `records = read + skipped`, in which empty buckets are read. */
export interface LedgerInput {
  readonly path: string;
  readonly ledger: string;
  readonly why: string;
  readonly records: number;
  readonly entries: number;
  /** Entries that another export, or another part of this one, already has. */
  readonly repeatedEntries: number;
  readonly skipped: number;
  readonly skippedSamples: readonly { readonly line: number; readonly reason: string }[];
}

export interface ReconciledRow {
  /**
   * The UTC day; `2026-11-01..2026-11-30`, the first day and the last, of a longer span; `2026-10-31T16:00`, its beginning in
   * UTC, of a day that the export cuts in another zone.
   */
  readonly day: string;
  readonly provider: string;
  /**
   * null: what no export splits by model. Beside rows of models, its log side repeats theirs where their ledger sides lack
   * the figure (costs beside usage).
   */
  readonly model: string | null;
  readonly log: ReconciledSide | null;
  readonly ledger: ReconciledSide | null;
  /** Ledger less log: what the log lacks. null where either side does not say. */
  readonly difference: {
    readonly requests: number | null;
    readonly tokens: number | null;
    readonly costUsd: number | null;
  };
  readonly status: 'equal' | 'close' | 'differs';
  readonly causes: readonly ReconciledCause[];
}

export interface ReconciledSide {
  readonly requests: number | null;
  readonly tokens: TokenCounts | null;
  /** Of the log: its calls at the price book's rates. Of a ledger: what it says was billed; usage exports say nothing. */
  readonly costUsd: number | null;
  /** Calls of the log without a price, which its cost lacks; 0 for a ledger. */
  readonly unpricedCalls: number;
}

export const CAUSES = [
  'time-zone',
  'model-name',
  'calls-not-logged',
  'calls-not-billed-here',
  'cached-counted-twice',
  'cached-not-told-apart',
  'reasoning-counted-twice',
  'batch-rate',
  'unpriced-model',
  'other-items',
  'another-price',
  'rounding',
] as const;

export interface ReconciledCause {
  readonly code: (typeof CAUSES)[number];
  /** One sentence with the figures that point to it. */
  readonly text: string;
}
