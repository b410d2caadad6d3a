import { durationMs } from '../../../model/duration.ts';
import { LOCAL, lookUpModel } from '../../../strategies/caching/embeddings.ts';
import type { LitellmPart } from '../litellm-part.ts';

const SECOND_MS = 1000;

/** docs.litellm.ai/docs/proxy/caching and /docs/proxy/caching_semantic. */
export const cachePart: LitellmPart = (options, draft) => {
  const isSemantic = options.mode === 'near' || options.mode === 'semantic';
  const shared = {
    host: 'os.environ/REDIS_HOST',
    port: 'os.environ/REDIS_PORT',
    password: 'os.environ/REDIS_PASSWORD',
    ttl: Math.max(1, Math.round(durationMs(String(options.ttl)) / SECOND_MS)),
    supported_call_types: ['acompletion', 'atext_completion'],
  };
  const embedding = lookUpModel(String(options.embeddingModel));
  draft.litellmSettings.cache = true;
  draft.litellmSettings.cache_params = isSemantic
    ? {
        type: 'redis-semantic',
        ...shared,
        similarity_threshold: Number(options.threshold),
        redis_semantic_cache_embedding_model:
          embedding === LOCAL
            ? draft.serve('embedding', { id: 'embedding', provider: 'local' })
            : draft.serve(embedding),
      }
    : { type: 'redis', ...shared };
  if (options.mode === 'near')
    draft.remark(
      'cache: LiteLLM compares embeddings where similar wording was replayed; it will hit other prompts',
    );
  if (options.mode === 'normalized')
    draft.remark('cache: LiteLLM compares prompts byte for byte; normalise them before they are sent');
  if (options.scope !== 'global')
    draft.remark(
      `cache: one cache for each ${String(options.scope)} is asked for by the request: "cache": {"namespace": "<${String(options.scope)}>"}`,
    );
  else draft.remark('cache: answers are shared by all users');
  if (Number(options.capacity) > 0)
    draft.remark(
      `cache: at most ${Number(options.capacity)} answers is a setting of Redis (maxmemory, maxmemory-policy allkeys-lru)`,
    );
  if (options.deterministicOnly === true)
    draft.remark(
      'cache: only calls at temperature 0: set mode: default_off and ask for the cache in those requests',
    );
};

/** Prefixes of providers whose prompt cache is asked for with marks; the others cache by themselves. */
const MARKED = /^(anthropic|bedrock)\//;

/** docs.litellm.ai/docs/tutorials/prompt_caching. Called last: it marks every deployment that the others made. */
export const promptCachePart: LitellmPart = (options, draft) => {
  const marked = draft.deployments.filter(({ litellm_params }) => MARKED.test(String(litellm_params.model)));
  for (const { litellm_params } of marked) {
    litellm_params.cache_control_injection_points = [{ location: 'message', role: 'system' }];
  }
  draft.remark(
    marked.length === 0
      ? 'prompt-cache: the providers of these models cache by themselves; keep what repeats at the beginning of the prompt'
      : "prompt-cache: system messages are marked for Anthropic's cache; the other providers cache by themselves",
  );
  if (options.ttl === '1h')
    draft.remark(
      'prompt-cache: marks that LiteLLM injects live 5 minutes; those of 1h are set in the request',
    );
};
