import { answerEnding } from '../../model/answer-ending.ts';
import type { Call } from '../../model/call.ts';

/** Why a call was no use to its caller, in the order of `CAUSES`. */
export type FailureCause =
  | 'content filter'
  | 'context too long'
  | 'disconnected'
  | 'timeout'
  | 'quota'
  | 'rate limit'
  | 'authentication'
  | 'not found'
  | 'invalid request'
  | 'overloaded'
  | 'server error'
  | 'invalid tool call'
  | 'other';

/**
 * The vendors' error codes and exception names, squeezed to lower-case letters; of several that fit the first is meant (OpenAI,
 * Anthropic, Gemini and Azure OpenAI API references, "Errors").
 */
const BY_ERROR: readonly (readonly [RegExp, FailureCause])[] = [
  [
    /content(?:filter|policy|management|moderation)|responsibleai|safety|guardrail|refusal|jailbreak|moderat/,
    'content filter',
  ],
  [
    /context(?:length|window)|toolarge|toolong|toomanytokens|maxcontext|requestsize|stringabovemax/,
    'context too long',
  ],
  [
    /cancel|abort|disconnect|connectionreset|econnreset|closedbyclient|clientclosed|brokenpipe/,
    'disconnected',
  ],
  [/time(?:d)?out|deadlineexceeded/, 'timeout'],
  [/insufficientquota|billing|paymentrequired|creditbalance/, 'quota'],
  [/ratelimit|toomanyrequests|throttl|resourceexhausted|quotaexceeded/, 'rate limit'],
  [/authenticat|apikey|unauthorized|permission|forbidden|accessdenied/, 'authentication'],
  [/notfound/, 'not found'],
  [/overloaded|unavailable|capacity/, 'overloaded'],
  [/invalid|badrequest|unprocessable|validation|failedprecondition|unsupported/, 'invalid request'],
  [/server|internal|api(?:connection)?error|badgateway|connection/, 'server error'],
];

const BY_STATUS: Readonly<Record<number, FailureCause>> = {
  401: 'authentication',
  402: 'quota',
  403: 'authentication',
  404: 'not found',
  408: 'timeout',
  413: 'context too long',
  429: 'rate limit',
  // nginx: the client closed the connection.
  499: 'disconnected',
  503: 'overloaded',
  504: 'timeout',
  // Anthropic: overloaded_error.
  529: 'overloaded',
};

/** Undefined for a call that answered, be its answer cut off at a limit or not. */
export function failureCause(call: Call): FailureCause | undefined {
  if (!call.failed) {
    switch (answerEnding(call.finishReason)) {
      case 'filtered':
        return 'content filter';
      case 'malformed':
        return 'invalid tool call';
      case 'broken':
        return /time/i.test(call.finishReason) ? 'timeout' : brokenCause(call.finishReason);
      default:
        return undefined;
    }
  }
  const { status } = call;
  // What a status says for certain its error's name may only refine: 400 and 500 stand for many causes.
  const certain = BY_STATUS[status];
  if (certain !== undefined && certain !== 'rate limit') return certain;
  const named = byName(call.error);
  if (certain === 'rate limit') return named === 'quota' ? 'quota' : certain;
  if (named !== undefined) return named;
  if (answerEnding(call.finishReason) === 'filtered') return 'content filter';
  return status >= 500 ? 'server error' : status >= 400 ? 'invalid request' : 'other';
}

function brokenCause(reason: string): FailureCause {
  return byName(reason) ?? 'other';
}

function byName(error: string): FailureCause | undefined {
  if (error === '') return undefined;
  const squeezed = error
    .slice(0, 100)
    .toLowerCase()
    .replace(/[^a-z]+/g, '');
  return BY_ERROR.find(([pattern]) => pattern.test(squeezed))?.[1];
}
