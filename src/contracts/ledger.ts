import type { ServiceTier } from '../model/call.ts';
import type { TokenCounts } from '../model/usage.ts';
import type { ReadOptions, Recognition } from './source.ts';

/**
 * What a provider says was used or billed in one span of time: a bucket of a usage or cost export. It is a sum over calls,
 * never a call. Absent means that the export does not say; an export that does not split by model has none.
 */
export interface LedgerEntry extends LedgerSpan {
  /** Who bills, as the price book spells it. */
  readonly provider?: string;
  /** As the export writes it: an id in usage exports, often a display name in cost exports. */
  readonly model?: string;
  readonly requests?: number;
  /** Disjoint, as in a call. A cost export has none. */
  readonly tokens?: TokenCounts;
  /** Parts of `tokens` that the export does not split: `input` may still hold these. */
  readonly unsplit?: readonly ('cacheRead' | 'cacheWrite')[];
  /** US dollars; from exports in cents already divided. */
  readonly costUsd?: number;
  /** The step in which `costUsd` is rounded, e.g. 0.01; 0 or absent when it is exact. */
  readonly costStepUsd?: number;
  readonly tier?: ServiceTier;
  /** What the cost is for where it is not tokens, or only one kind of them: `web_search`, `input_cache_read`, a line item. */
  readonly item?: string;
  /** Project, workspace, key or user: what else the export groups by. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** UTC milliseconds, from inclusive, to exclusive. */
export interface LedgerSpan {
  readonly from: number;
  readonly to: number;
}

/** `spans`: what the record is about; a bucket without entries says that nothing was used then. */
export type LedgerResult =
  | {
      readonly kind: 'entries';
      readonly spans: readonly LedgerSpan[];
      readonly entries: readonly LedgerEntry[];
    }
  | { readonly kind: 'skip'; readonly reason: string };

/** One kind of provider's export that holds totals. Parsing and containers are as for sources. */
export interface Ledger {
  readonly id: string;
  readonly title: string;
  /** One sentence: what it totals, by what, and what it cannot tell. */
  readonly describe: string;
  /** Where users find such a file. */
  readonly where: string;
  readonly recognize?: (record: unknown) => Recognition;
  readonly read?: (record: unknown, options: ReadOptions) => LedgerResult;
  readonly recognizeHeader?: (header: readonly string[]) => Recognition;
  readonly openTable?: (
    header: readonly string[],
    options: ReadOptions,
  ) => (row: readonly string[]) => LedgerResult;
}

/** A definition is a plain value; this only checks its shape. */
export function defineLedger(ledger: Ledger): Ledger {
  return ledger;
}
