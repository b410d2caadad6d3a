import type { FailureCause } from '../../patterns/attempts/failure-cause.ts';

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
