import type { Call } from '../../model/call.ts';

/** Whether asking again may give another answer: providers sample at temperature 1 when a request sets none; embeddings are never sampled. */
export function isSampled(call: Call): boolean {
  return call.endpoint !== 'embedding' && !(call.temperature <= 0);
}
