import type { Endpoint, ServiceTier } from './call.ts';
import type { Segment } from './segment.ts';
import type { TokenCounts } from './usage.ts';

/** The text of an answer, as far as the log has it: what is counted when there is no usage. */
export interface ResponseText {
  readonly text: string;
  /** Names and arguments of the tool calls, in order. */
  readonly toolCalls: readonly string[];
}

/** What a source makes of one record: one attempt at one request. Absent means the log does not say. */
export interface CallRecord {
  /** What a person would search the log for: the provider's response id, else the logger's id. */
  readonly id?: string;
  /**
   * Natural key: two records with one key are one call logged twice. Only set where the log has an identity of its own
   * (response id, request id); equal content alone is two calls.
   */
  readonly key?: string;
  readonly time?: number;
  readonly model?: string;
  readonly requestedModel?: string;
  readonly provider?: string;
  readonly endpoint?: Endpoint;
  readonly status?: number;
  readonly failed?: boolean;
  readonly error?: string;
  readonly finishReason?: string;
  readonly latencyMs?: number;
  readonly timeToFirstTokenMs?: number;
  readonly usage?: TokenCounts;
  /** Set when the logged numbers do not add up under the source's own rule; the text says how. */
  readonly usageWarning?: string;
  readonly loggedCostUsd?: number;
  readonly tier?: ServiceTier;
  readonly maxOutputTokens?: number;
  readonly temperature?: number;
  readonly stream?: boolean;
  /** Output-shaping parameters other than the model, as given; hashed, never stored. */
  readonly params?: Readonly<Record<string, unknown>>;
  readonly user?: string;
  readonly feature?: string;
  readonly session?: string;
  readonly trace?: string;
  readonly attempt?: number;
  readonly tags?: Readonly<Record<string, string>>;
  readonly prompt?: readonly Segment[];
  readonly response?: ResponseText;
  readonly cacheHit?: boolean;
}
