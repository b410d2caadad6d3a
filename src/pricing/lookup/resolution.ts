import type { Period } from '../table/period.ts';

/** How a name was matched: the book's own id, an alias of it, or either after its date suffix was taken off. */
export type MatchKind = 'id' | 'alias' | 'date-suffix';

export interface Found {
  readonly found: true;
  readonly period: Period;
  readonly how: MatchKind;
  /** The user's own alias that stood for the name, '' when none did. */
  readonly userAlias: string;
  /** Whether the name was read as `provider/model`. */
  readonly routed: boolean;
  /** Things that hold for every call matched like this: a cloud's surcharge, a host that was not named. */
  readonly caveats: readonly string[];
}

export type MissCode = 'unknown-model' | 'unknown-provider' | 'no-price-at-date' | 'ambiguous-host';

export interface Missed {
  readonly found: false;
  readonly code: MissCode;
  /** One line: what is missing and, where there is one, the way out. */
  readonly reason: string;
  /** Providers that the reason names. */
  readonly providers: readonly string[];
}

/** What the book makes of a model, a provider and a time. */
export type Resolution = Found | Missed;
