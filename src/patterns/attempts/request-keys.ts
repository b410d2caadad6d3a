import type { Call } from '../../model/call.ts';
import { combine52, hash52 } from '../../model/hash.ts';
import { modelAsked, requestIdentity } from './request-identity.ts';

/** What makes two calls attempts at the same request; a call that shares either key joins. None: nothing to go by. */
export function requestKeys(call: Call): number[] {
  const keys: number[] = [];
  const trace = call.trace === '' ? 0 : hash52(call.trace);
  if (call.prompt >= 0) {
    if (trace !== 0) keys.push(combine52(combine52(trace, 1), call.prompt));
    keys.push(combine52(requestIdentity(call.prompt, call), caller(call)));
  } else if (trace !== 0) {
    const kind = call.attempt > 0 ? 0 : hash52(`${call.endpoint} ${modelAsked(call)}`);
    keys.push(combine52(combine52(trace, 2), kind));
  }
  return keys;
}

/** Prompt and caller: a fallback changes the model and often the parameters. */
export function anyModelKey(call: Call): number {
  return combine52(combine52(call.prompt, 3), caller(call));
}

function caller(call: Call): number {
  return combine52(hash52(call.user), hash52(call.session));
}

/**
 * Without prompt text a trace may hold many requests. A rising attempt number says it is the same one;
 * without numbers only what follows a failure is taken for its retry.
 */
export function continuesRequest(call: Call, lastAttempt: number, hasFailed: boolean): boolean {
  if (call.prompt >= 0) return true;
  return call.attempt > 0 ? call.attempt > lastAttempt : hasFailed;
}
