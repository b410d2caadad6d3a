import { isObject, type JsonObject } from '../record/record-access.ts';
import { isShallow, unpacked } from '../traced-content/nesting.ts';
import { requestParams, type TracedParams } from '../traced-content/traced-params.ts';
import type { Attributes } from './attribute-values.ts';

const REQUEST = 'gen_ai.request.';
const SETTINGS = 'ai.settings.';
/** What stands among the request's attributes and is no parameter of it. */
const NOT_PARAMS = new Set(['model', 'maxRetries', 'is_stream', 'user', 'type']);

/** The request's parameters, whatever convention they are logged in, under their own names without the prefix. */
export function spanParams(attributes: Attributes): TracedParams {
  const invocation = unpacked(attributes.get('llm.invocation_parameters'));
  const named: [string, unknown][] = [];
  for (const [name, value] of attributes) {
    const prefix = name.startsWith(REQUEST) ? REQUEST : name.startsWith(SETTINGS) ? SETTINGS : undefined;
    if (prefix === undefined) continue;
    const rest = name.slice(prefix.length);
    // Nested values stand as a whole under their own name too.
    if (!NOT_PARAMS.has(rest) && !rest.includes('.')) named.push([rest, value]);
  }
  const request: JsonObject = {
    ...(isObject(invocation) && isShallow(invocation) ? invocation : {}),
    ...Object.fromEntries(named),
  };
  return requestParams(request);
}
