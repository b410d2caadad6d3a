import type { AnyOptionValues } from '../contracts/option.ts';
import type { Sweep } from '../contracts/strategy.ts';
import type { AuditRequest } from './audit-request.ts';

/** One what-if: strategies with their options, other prices, another volume. Everything is checked and complete. */
export interface Scenario {
  readonly name: string;
  /** One line for the report; '' for none. */
  readonly describe: string;
  /** Ids in the order they are replayed; each at most once. */
  readonly strategies: readonly string[];
  /** `auto` replays other orders of the same strategies too and takes the one that saves most. */
  readonly order: 'given' | 'auto';
  /** Options by strategy id, over the defaults; `preset` names a preset that they stand on. */
  readonly settings: Readonly<Record<string, AnyOptionValues>>;
  /** Values to try beside the chosen one, by strategy id; undefined tries the strategies' own. */
  readonly sweeps?: Readonly<Record<string, readonly Sweep[]>>;
  /** UTC milliseconds that everything is priced at; undefined prices each call at its own time. */
  readonly pricesAt?: number;
  /** Prices that change, over the request's own; as `--prices` takes them. */
  readonly prices: AuditRequest['prices'];
  /** Calls per month as a multiple of the log's. */
  readonly volume: number;
  /** Growth from month to month as a share. */
  readonly growthPerMonth: number;
}
