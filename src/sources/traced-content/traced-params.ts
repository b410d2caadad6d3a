import { shapingParams } from '../exchange/request-params.ts';
import { decimalOf, firstOf, type JsonObject } from '../record/record-access.ts';

/** What a request asks for besides its prompt. */
export interface TracedParams {
  readonly params: Readonly<Record<string, unknown>> | undefined;
  readonly maxOutputTokens: number | undefined;
  readonly temperature: number | undefined;
}

const LIMITS = [
  'max_completion_tokens',
  'max_output_tokens',
  'max_tokens',
  'maxOutputTokens',
  'maxTokens',
  'max_tokens_to_sample',
];

/** The parameters of a request that a tracing tool keeps as an object. */
export function requestParams(request: JsonObject | undefined): TracedParams {
  const limit = decimalOf(firstOf(request, LIMITS));
  const params = shapingParams(request, false);
  return {
    params: params === undefined || Object.keys(params).length === 0 ? undefined : params,
    maxOutputTokens: limit !== undefined && Number.isSafeInteger(limit) && limit > 0 ? limit : undefined,
    temperature: decimalOf(request?.temperature),
  };
}
