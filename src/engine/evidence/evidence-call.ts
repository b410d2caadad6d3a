import type { Call } from '../../model/call.ts';
import type { Difference, EvidenceCall, EvidenceRole, Wasted } from '../../model/evidence.ts';

/** A call with what a person would search the log for. */
export type LoggedCall = Call & { readonly id: string; readonly line: number };

/** What the log does not say of a call. */
interface Beside {
  readonly role: EvidenceRole;
  readonly file: string;
  /** US dollars, NaN when unknown. */
  readonly costUsd: number;
  readonly wasted: Wasted | null;
  readonly difference: Difference | null;
}

/** A call as evidence shows it; the window over the log may move on afterwards. */
export function evidenceCall(
  call: LoggedCall,
  { role, file, costUsd, wasted, difference }: Beside,
): EvidenceCall {
  const { id, line, model, requestedModel, provider, tier, endpoint, status, failed, error } = call;
  const { finishReason, stream, cacheHit, maxOutputTokens, attempt, usage, usageBasis } = call;
  const { user, feature, session, trace, tags } = call;
  return {
    ...{ role, id, file, line, time: isoTime(call.time) },
    ...{ model, requestedModel, provider, tier, endpoint, status, failed, error, finishReason },
    latencyMs: known(call.latencyMs),
    timeToFirstTokenMs: known(call.timeToFirstTokenMs),
    ...{ stream, cacheHit, maxOutputTokens, temperature: known(call.temperature), attempt },
    ...{ user, feature, session, trace, tags },
    toolsCalled: call.toolsCalled === '' ? [] : (JSON.parse(call.toolsCalled) as string[]),
    tokens: usage,
    usageBasis,
    costUsd: known(costUsd),
    loggedCostUsd: known(call.loggedCostUsd),
    wasted,
    difference,
  };
}

/** How a person names a call: its id, else its place. */
export function callName({ id, line }: LoggedCall, file: string): string {
  return id === '' ? `${file}:${line}` : id;
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

/** Null for a time that is unknown or that no calendar has. */
function isoTime(time: number): string | null {
  return Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : null;
}
