import type { ReadOptions } from '../../contracts/source.ts';
import type { CallRecord } from '../../model/call-record.ts';
import { isObject, type JsonObject, objectOf, textOf } from '../record/record-access.ts';
import { safeText } from '../record/record-secrets.ts';
import { bedrockCall } from './bedrock-call.ts';
import { bedrockError } from './bedrock-error.ts';
import { isConverseRequest, isConverseResponse } from './converse-content.ts';

/** Bodies that a gateway or a capture kept of one request, parsed or as text; the URL without its query. */
export interface KeptExchange {
  readonly url?: string | undefined;
  readonly request?: unknown;
  readonly response?: unknown;
  readonly status?: number | undefined;
}

/** The runtime's paths (Bedrock API reference: InvokeModel, Converse and their streams). */
const PATH =
  /\/model\/([^/?#]{1,400})\/(invoke|invoke-with-response-stream|converse|converse-stream)\/?(?:[?#]|$)/;

/** The call in the bodies, if Bedrock's runtime was called: by the URL, or by the bodies of Converse, which no other API has. */
export function keptBedrockCall(kept: KeptExchange, options: ReadOptions): CallRecord | undefined {
  const path = PATH.exec(kept.url?.slice(0, 2000) ?? '');
  const request = bodyOf(kept.request, path !== null);
  const response = bodyOf(kept.response, path !== null);
  if (path === null && !isConverse(request, response)) return undefined;
  const { status } = kept;
  const failed = status !== undefined && status >= 400;
  const modelId = path === null ? textOf(objectOf(request)?.modelId) : decoded(path[1]!);
  const parts = bedrockCall({ modelId, request, response, failed }, options);
  const isUnread = kept.response !== undefined && response === undefined && !failed;
  const id = textOf(objectOf(response)?.id);
  return {
    ...parts,
    id: safeText(id),
    key: id?.startsWith('msg_') === true ? `anthropic:${safeText(id)}` : undefined,
    status,
    failed,
    error: failed ? errorOf(objectOf(response)) : undefined,
    stream: path === null ? undefined : path[2]!.endsWith('stream'),
    usageWarning:
      parts.usageWarning ?? (isUnread ? 'the answer is a binary event stream: not read' : undefined),
  };
}

function isConverse(request: unknown, response: unknown): boolean {
  if (isObject(response) && isConverseResponse(response)) return true;
  return isObject(request) && isConverseRequest(request) && request.model === undefined;
}

/** Text is only parsed where it is known to be Bedrock's, or speaks as Converse does. */
function bodyOf(body: unknown, isBedrock: boolean): unknown {
  if (typeof body !== 'string') return body ?? undefined;
  const isLikely = isBedrock || /"(?:stopReason|inferenceConfig|toolConfig)"/.test(body);
  if (!isLikely || !/^\s{0,20}[{[]/.test(body)) return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function errorOf(response: JsonObject | undefined): string | undefined {
  return bedrockError(response?.__type ?? response?.code)?.error;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
