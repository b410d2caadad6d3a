import type { CacheTtl, Endpoint, ServiceTier } from './call.ts';
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
  /**
   * Joins what a log tells of one call in several records: a batch's request and its answer, the two halves of a run. Of the
   * records with one `join`, the parts lend the call what it does not say itself.
   */
  readonly join?: string;
  /** True for a record that is no call by itself and only tells part of the one with the same `join`. */
  readonly isPart?: boolean;
  /** The call's own place in a trace, unique beyond its file (`trace/span`), and that of the step above it. */
  readonly span?: string;
  /** Of two calls of which one is above the other, only the lower one counts: a parent repeats its children's sums. */
  readonly parentSpan?: string;
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
  /** True where `usage` counts the prompt but not the output (a stream cut before its end): that is estimated from `response`. */
  readonly isOutputUncounted?: boolean;
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
  /** Vectors of the embedding model that the user names, as logged, one for each segment of the prompt. */
  readonly embeddings?: readonly unknown[];
  readonly cacheHit?: boolean;
  /** The longest lifetime of the prompt cache that the request asks for. */
  readonly cacheTtl?: CacheTtl;
}
