import type { Call } from './call.ts';

/** Counted from a text that holds no answer. */
export function hasUnknownOutput({
  usageBasis,
  usage,
  response,
  answerLength,
}: Pick<Call, 'usageBasis' | 'usage' | 'response' | 'answerLength'>): boolean {
  return usageBasis === 'estimated' && usage.output === 0 && response === 0 && Number.isNaN(answerLength);
}
