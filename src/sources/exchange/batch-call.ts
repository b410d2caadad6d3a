import type { ReadOptions, ReadResult } from '../../contracts/source.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { type KeptBodies, providerCall } from './provider-call.ts';

/** One line of a batch's results. */
export interface BatchAnswer {
  /** Absent where the line has its request beside it. */
  readonly join?: string | undefined;
  /** Natural key; absent where the line has nothing of its own that tells it apart. */
  readonly key?: string | undefined;
  readonly id: string | undefined;
  /** The answer, where there is one. */
  readonly bodies?: KeptBodies;
  /** Code or type of the error that stands in the answer's place. */
  readonly error?: string | undefined;
  /** When the line itself says it. */
  readonly time?: number | undefined;
}

/** A line of a batch's input: no call yet, but prompt, model and parameters of the one with the same `join`. */
export function batchPart(join: string, bodies: KeptBodies, options: ReadOptions): ReadResult {
  const asked = providerCall(bodies, options);
  if (asked === undefined) return { kind: 'other' };
  const { key: _, failed: __, ...known } = asked;
  return { kind: 'calls', calls: [{ ...known, join, isPart: true, tier: 'batch' }] };
}

/**
 * A line of a batch's results as a call. Batches are billed by their own rates, whatever tier an answer names, and what
 * failed, expired or was cancelled is not billed (FORMATS 2 and 4b).
 */
export function batchCall(answer: BatchAnswer, options: ReadOptions): ReadResult {
  const { join, key, id, bodies, error, time } = answer;
  const read = bodies === undefined ? undefined : providerCall(bodies, options);
  const status = read?.status ?? bodies?.status;
  const failed = read?.failed === true || error !== undefined || (status !== undefined && status >= 400);
  if (read === undefined && !failed) {
    return { kind: 'skip', reason: 'an answer of a batch that holds no usage and no text' };
  }
  const call: CallRecord = {
    ...read,
    join,
    key,
    id,
    time: time ?? read?.time,
    status,
    failed,
    error: read?.error ?? error,
    tier: 'batch',
  };
  return { kind: 'calls', calls: [failed ? { ...call, usage: undefined, usageWarning: undefined } : call] };
}
