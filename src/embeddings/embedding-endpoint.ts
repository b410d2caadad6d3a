import { InputError } from '../contracts/input-error.ts';
import { type Embedded, embeddingAnswer } from './embedding-answer.ts';
import { type Failure, failureOf, unreachable } from './endpoint-failure.ts';

/** An OpenAI-compatible endpoint: a provider's, a gateway's, or a server on this machine. */
export interface EmbeddingEndpoint {
  /** What `/embeddings` is below of, as OpenAI's clients take it: `https://api.openai.com/v1`. */
  readonly url: string;
  readonly model: string;
  /** Sent as a bearer token, to this address only; never shown. */
  readonly key?: string;
}

/** The network, as this layer may use it. */
export interface Wire {
  fetch(url: string, init: RequestInit): Promise<Response>;
  sleep(ms: number): Promise<void>;
  /** UTC milliseconds. */
  now(): number;
}

/** Tries of one request, and the longest pause between them that is worth waiting for. Own choice. */
const TRIES = 5;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 120_000;
const TIMEOUT_MS = 120_000;
/** No answer to a batch is this long; what is longer is not read to its end. */
const MOST_BYTES = 256 << 20;

/** The endpoint will not have these texts, whenever they are sent: one of them is too long, or of a kind it does not take. */
export class RefusedTextsError extends Error {
  override readonly name = 'RefusedTextsError';
}

/** Where texts are sent to: the named address with `/embeddings` below it, its query kept. Throws InputError. */
export function embeddingsUrl(base: string): URL {
  const url = URL.canParse(base) ? new URL(base) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol))
    throw new InputError(`--embeddings: needs an address such as http://localhost:11434/v1, not "${base}"`);
  if (url.username !== '' || url.password !== '')
    throw new InputError(
      '--embeddings: no credentials in the address; LLM_COST_EMBEDDINGS_KEY takes the key',
    );
  const path = url.pathname.replace(/\/+$/, '');
  url.pathname = path.endsWith('/embeddings') ? path : `${path}/embeddings`;
  url.hash = '';
  return url;
}

/**
 * The vectors of some texts. Waits and tries again when the endpoint is busy or broken. Throws RefusedTextsError when it
 * will not have the texts, else InputError, with one line that says why and never the key.
 */
export async function embed(
  endpoint: EmbeddingEndpoint,
  texts: readonly string[],
  wire: Wire,
): Promise<Embedded> {
  const url = embeddingsUrl(endpoint.url);
  for (let attempt = 1; ; attempt++) {
    const failure = await tryOnce(endpoint, url, texts, wire);
    if (!('why' in failure)) return failure;
    const why = endpoint.key === undefined ? failure.why : failure.why.replaceAll(endpoint.key, '[key]');
    if (failure.isRefusal) throw new RefusedTextsError(why);
    const pause = failure.retryAfterMs ?? FIRST_PAUSE_MS * 2 ** (attempt - 1);
    const isHopeless = !failure.mayPass || attempt === TRIES || pause > LONGEST_PAUSE_MS;
    if (isHopeless) {
      const tries = attempt > 1 ? `, ${attempt} times` : '';
      throw new InputError(`embeddings: ${url.host} ${why}${tries}`);
    }
    await wire.sleep(pause);
  }
}

async function tryOnce(
  { model, key }: EmbeddingEndpoint,
  url: URL,
  texts: readonly string[],
  wire: Wire,
): Promise<Embedded | Failure> {
  try {
    const response = await wire.fetch(url.href, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify({ model, input: texts }),
      // A redirect would take the texts and the key where nobody sent them.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const body = await textOf(response);
    return response.ok ? embeddingAnswer(body, texts.length) : failureOf(response, body, wire.now());
  } catch (error) {
    return unreachable(error);
  }
}

async function textOf(response: Response): Promise<string> {
  if (response.body === null) return '';
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body) {
    bytes += part.length;
    if (bytes > MOST_BYTES) return '';
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
