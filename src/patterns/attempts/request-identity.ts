import type { Call } from '../../model/call.ts';
import { combine52, hash52 } from '../../model/hash.ts';

/** The model that was asked for; the one that answered where the log does not name the former. */
export function modelAsked(call: Call): string {
  return call.requestedModel === '' ? call.model : call.requestedModel;
}

/** One number for a prompt sent to a model with certain output-shaping parameters. `prompt` identifies the prompt. */
export function requestIdentity(prompt: number, call: Call): number {
  return combine52(combine52(prompt, hash52(modelAsked(call))), call.params);
}
