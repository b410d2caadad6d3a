import type { TokenCounts, UsageBasis } from './usage.ts';

export const ENDPOINTS = ['unknown', 'chat', 'responses', 'completion', 'embedding', 'messages'] as const;
export type Endpoint = (typeof ENDPOINTS)[number];

/** The tier that was billed: what the response says, not what the request asked for. */
export const SERVICE_TIERS = ['standard', 'batch', 'flex', 'priority', 'fast'] as const;
export type ServiceTier = (typeof SERVICE_TIERS)[number];

export const CACHE_TTLS = ['', '5m', '1h', '24h'] as const;
export type CacheTtl = (typeof CACHE_TTLS)[number];

/**
 * One attempt at one LLM API request. Unknown text is '', unknown numbers are NaN unless a field says otherwise.
 * Calls are views that are valid while they are being visited: keep `index`, never the call.
 */
export interface Call {
  /** Position in time order within one analysis, from 0. */
  readonly index: number;
  /** UTC milliseconds; NaN when the log has no time. */
  readonly time: number;
  /** The model that answered, as logged (the response's snapshot, else the request's name). */
  readonly model: string;
  /** The model the request named. */
  readonly requestedModel: string;
  readonly provider: string;
  readonly endpoint: Endpoint;
  /** HTTP status; 0 when the log has none. */
  readonly status: number;
  /** True when the attempt failed, by its status or by what the log says. */
  readonly failed: boolean;
  /** Short machine-readable error (type or code), '' when none. */
  readonly error: string;
  readonly finishReason: string;
  readonly latencyMs: number;
  readonly timeToFirstTokenMs: number;
  readonly usage: TokenCounts;
  readonly usageBasis: UsageBasis;
  /** What the log says the call cost, in US dollars; NaN when it says nothing. */
  readonly loggedCostUsd: number;
  readonly tier: ServiceTier;
  /** 0 when the request set no limit. */
  readonly maxOutputTokens: number;
  readonly temperature: number;
  readonly stream: boolean;
  /** Identity of the parameters that shape the output (temperature, top_p, response_format, seed, ...): equal means equal. */
  readonly params: number;
  readonly user: string;
  readonly feature: string;
  readonly session: string;
  readonly trace: string;
  /** Attempt number as logged, from 1; 0 when the log has none. */
  readonly attempt: number;
  /** Further tags as compact JSON, '' when none. */
  readonly tags: string;
  /** Node of the prompt trie; -1 when the log has no prompt text. */
  readonly prompt: number;
  /** Identity of the response text (a 52-bit hash); 0 when the log has none. */
  readonly response: number;
  /** Answered by the caller's own cache: it cost nothing. */
  readonly cacheHit: boolean;
  /** Names of the tools the answer calls, each once, in alphabetical order, as compact JSON; '' when it calls none or is not logged. */
  readonly toolsCalled: string;
  /** Whether a parameter of the request demands an answer in JSON. */
  readonly asksJson: boolean;
  /** UTF-16 units of the answer's text; NaN when the log has none. */
  readonly answerLength: number;
  /** How many of them are one JSON value; 0 for prose, NaN when the log has no answer. */
  readonly answerJsonLength: number;
  /** Lifetime of the prompt cache that the request asks for with breakpoints or a retention; '' when it asks for none or is not logged. */
  readonly cacheTtl: CacheTtl;
}
