import type { ReadOptions } from '../../contracts/source.ts';
import type { CallRecord } from '../../model/call-record.ts';
import type { Segment } from '../../model/segment.ts';
import { cellValue } from '../columns/record-table.ts';
import { providerCall } from '../exchange/provider-call.ts';
import { isObject, type JsonObject, textOf } from '../record/record-access.ts';
import { keptBody } from './gateway-call.ts';
import { objectIn } from './gateway-tags.ts';

/** What stands in a text's place where message logging is off (LiteLLM docs, "Redact messages"). */
const REDACTED = /^redacted[- ]by[- ]litellm/i;
/** What stands in a text where the middle of a long string was left out of the database. */
const TRUNCATED = /\(litellm_truncated /;

/**
 * The request and answer that LiteLLM kept, as the call they show. `messages` is `{}` or a note where prompts are not
 * stored; the proxy's rows may have the whole request in `proxy_server_request` instead. A prompt that was
 * redacted or cut is left out as a whole: prompts that differ would look the same.
 */
export function litellmCall(
  row: JsonObject,
  response: unknown,
  isEmbedding: boolean,
  options: ReadOptions,
): CallRecord | undefined {
  const request = requestOf(row, isEmbedding);
  const call = providerCall({ request: keptBody(request), response: keptBody(response) }, options);
  if (call === undefined) return undefined;
  const isHidden = call.prompt === undefined || call.prompt.some((segment) => isMarked(segment));
  const answer = call.response;
  const isAnswerHidden =
    answer === undefined || REDACTED.test(answer.text) || [answer.text, ...answer.toolCalls].some(isCut);
  return {
    ...call,
    prompt: isHidden ? undefined : call.prompt,
    response: isAnswerHidden ? undefined : answer,
  };
}

function requestOf(row: JsonObject, isEmbedding: boolean): JsonObject | undefined {
  const messages = typeof row.messages === 'string' ? cellValue(row.messages) : row.messages;
  const isText = typeof messages === 'string' && messages !== '' && !REDACTED.test(messages);
  if (Array.isArray(messages) ? messages.length > 0 : isText) {
    const isChat = Array.isArray(messages) && isObject(messages[0]) && !isEmbedding;
    const parameters = objectIn(row.model_parameters);
    return { ...parameters, model: textOf(row.model), [isChat ? 'messages' : 'input']: messages };
  }
  const whole =
    typeof row.proxy_server_request === 'string'
      ? cellValue(row.proxy_server_request)
      : row.proxy_server_request;
  return isObject(whole) ? (isObject(whole.body) ? whole.body : whole) : undefined;
}

function isMarked({ strings }: Segment): boolean {
  return strings.some((text) => REDACTED.test(text) || isCut(text));
}

function isCut(text: string): boolean {
  return TRUNCATED.test(text);
}
