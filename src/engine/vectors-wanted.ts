import type { AuditHooks, AuditRequest } from './audit-request.ts';
import { endOptions } from './replay/replay-entry.ts';
import type { Scenario } from './scenario.ts';
import { chosenStrategies } from './what-if.ts';

/** What is replayed at once. */
type Replayed = Pick<Scenario, 'strategies' | 'settings' | 'sweeps'>;

/**
 * The request as far as vectors go. Where nothing that is replayed looks at them, be it at a value of a sweep or at an end
 * of a range, no endpoint is named: nothing is sent, and no whole texts are kept for it.
 */
export function askedForVectors(
  request: AuditRequest,
  replays: readonly Replayed[],
  { notice }: Pick<AuditHooks, 'notice'>,
): AuditRequest {
  const { embeddings } = request;
  if (embeddings?.endpoint === undefined) return request;
  if (replays.some(looksAtVectors)) return { ...request, keepText: true };
  notice('embeddings: nothing to send, no strategy compares by vectors here; cache.mode=semantic does');
  return { ...request, embeddings: { model: embeddings.model } };
}

function looksAtVectors(replayed: Replayed): boolean {
  return chosenStrategies(replayed, true, replayed).some((choice) => {
    const { strategy, options, sweeps = [] } = choice;
    const ends = endOptions(choice);
    const others = [
      {},
      ...sweeps.flatMap(({ option, values }) => values.map((value) => ({ [option]: value }))),
      ...(ends === undefined ? [] : [ends.pessimistic, ends.optimistic]),
    ];
    return others.some((other) => strategy.looksAtVectors?.({ ...options, ...other }) === true);
  });
}
