import { InputError } from '../contracts/input-error.ts';
import { embeddingsUrl } from '../embeddings/embedding-endpoint.ts';
import type { AuditRequest } from '../engine/audit-request.ts';
import type { Io } from './io.ts';
import type { Settings } from './settings.ts';

/** Whose key OPENAI_API_KEY is; it is sent nowhere else. */
const OPENAI_HOST = 'api.openai.com';

/**
 * What the settings say about vectors. The key comes from the environment, so that it stands in no file and no process
 * list: LLM_COST_EMBEDDINGS_KEY for any endpoint, else OPENAI_API_KEY for OpenAI's own. Throws InputError.
 */
export function embeddingsAsked(
  { embeddings: url, embeddingModel: model }: Settings,
  env: Io['env'],
): AuditRequest['embeddings'] {
  if (url === undefined) return model === undefined ? undefined : { model };
  const { protocol, hostname } = embeddingsUrl(url);
  if (model === undefined)
    throw new InputError('--embeddings needs --embedding-model, such as text-embedding-3-small');
  const key =
    env.LLM_COST_EMBEDDINGS_KEY ||
    (protocol === 'https:' && hostname === OPENAI_HOST ? env.OPENAI_API_KEY : undefined);
  return { model, endpoint: { url, ...(key?.trim() ? { key: key.trim() } : {}) } };
}
