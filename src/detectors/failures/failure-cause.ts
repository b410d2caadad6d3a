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

/** What to change, in one sentence each. */
export const ADVICE: Readonly<Record<FailureCause, string>> = {
  'content filter':
    'Check prompts with a moderation endpoint before they are sent, reword what trips the filter, and do not send the same prompt again.',
  'context too long':
    'Count the tokens of the prompt before it is sent, and trim or summarise what exceeds the limit.',
  disconnected:
    'Cancel on purpose only, and early: what was generated until then is billed; stream answers, so that what has arrived can be used.',
  timeout:
    'Raise the timeout of the client above the time a whole answer takes, or stream it, and lower the output limit where answers run on.',
  quota: 'Add credit or raise the spending limit, and alert before it is reached.',
  'rate limit':
    'Stay below the limit with a queue, retry with exponential backoff, honour Retry-After, or ask for a higher limit.',
  authentication: 'Replace the key or grant it the model, and stop sending until then: no retry can succeed.',
  'not found': 'Correct the name of the model or deployment, and check it when the service starts.',
  'invalid request':
    'Validate parameters and schemas before sending, and do not retry a request that was refused as invalid.',
  overloaded: 'Retry with exponential backoff and jitter, and fall back to another model or region.',
  'server error':
    'Retry a few times with exponential backoff and jitter, and fall back to another model or region.',
  'invalid tool call':
    'Simplify the tool schemas, or ask for strict ones, so that the model calls only tools that exist with arguments that parse.',
  other: 'Log the status and the code of the error, so that its cause can be told.',
};
