import { httpStatusOf, textOf } from '../record/record-access.ts';
import { safeText } from '../record/record-secrets.ts';

/** HTTP statuses of the runtime's errors (Bedrock API reference: InvokeModel, InvokeModelWithResponseStream, Converse). */
const STATUS: Readonly<Record<string, number>> = {
  AccessDeniedException: 403,
  InternalServerException: 500,
  ModelErrorException: 424,
  ModelNotReadyException: 429,
  ModelStreamErrorException: 424,
  ModelTimeoutException: 408,
  ResourceNotFoundException: 404,
  ServiceQuotaExceededException: 400,
  ServiceUnavailableException: 503,
  ThrottlingException: 429,
  ValidationException: 400,
};

/** How a call of Bedrock failed. */
export interface BedrockError {
  readonly status: number | undefined;
  readonly error: string;
}

/** An `errorCode`: a name, also with its namespace (`...#ThrottlingException`, `ThrottlingException: ...`), or a status. */
export function bedrockError(code: unknown): BedrockError | undefined {
  if (typeof code === 'number' || (typeof code === 'string' && /^[45]\d\d$/.test(code))) {
    return { status: httpStatusOf(code), error: String(code) };
  }
  const text = textOf(code);
  if (text === undefined) return undefined;
  const name = /^(?:[\w.]{1,80}#)?([A-Za-z]\w{0,79})(?:$|:)/.exec(text)?.[1];
  if (name === undefined) return { status: undefined, error: 'error' };
  return { status: Object.hasOwn(STATUS, name) ? STATUS[name] : undefined, error: safeText(name) ?? 'error' };
}
