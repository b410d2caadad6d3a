import { answerEnding } from '../../model/answer-ending.ts';
import type { Call } from '../../model/call.ts';

/** Characters; the third article's check. */
const SHORTEST = 10;
const LONG = 500;

/**
 * How good the third article's check finds an answer, from 0 to 1: 0 under 10 characters, 0.3 for a refusal (told by the
 * reason it ended, since the text is not kept), 0.9 over 500 characters, else 0.7. NaN where the log has no answer's
 * length, or where the answer calls tools and its length says nothing.
 */
export function answerScore({ answerLength, finishReason, toolsCalled }: Call): number {
  if (Number.isNaN(answerLength) || toolsCalled !== '') return Number.NaN;
  if (answerEnding(finishReason) === 'filtered') return 0.3;
  if (answerLength < SHORTEST) return 0;
  return answerLength > LONG ? 0.9 : 0.7;
}
