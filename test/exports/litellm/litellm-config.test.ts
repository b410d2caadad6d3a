import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { AnyOptionValues } from '../../../src/contracts/option.ts';
import { optionsOf } from '../../../src/engine/options-of.ts';
import { type LitellmScenario, litellmConfig } from '../../../src/exports/litellm/litellm-config.ts';
import type { BookModels } from '../../../src/exports/litellm/litellm-draft.ts';
import { loadPriceBook } from '../../../src/pricing/price-book.ts';
import { strategies } from '../../../src/strategies/index.ts';

const book = loadPriceBook();
const models: BookModels = {
  find(name) {
    const info = book.info(name, '', Number.NaN);
    return info === undefined ? undefined : { id: info.id, provider: info.provider };
  },
  elsewhere(name, provider) {
    const [offer] = book.elsewhere(name, '', Number.NaN, provider);
    return offer === undefined ? undefined : { id: offer.model, provider: offer.provider };
  },
};

/** Keys that docs.litellm.ai documents: /docs/proxy/config_settings, /proxy/auto_routing, /proxy/caching, /proxy/users, /tutorials/prompt_caching. */
const DOCUMENTED = {
  top: ['model_list', 'router_settings', 'litellm_settings', 'general_settings'],
  deployment: ['model_name', 'litellm_params', 'model_info'],
  params: [
    ...['model', 'api_key', 'api_base', 'aws_region_name', 'rpm', 'tpm', 'max_tokens'],
    ...['cache_control_injection_points', 'complexity_router_config', 'complexity_router_default_model'],
  ],
  router: [
    ...['model_group_alias', 'fallbacks', 'num_retries', 'retry_policy', 'allowed_fails', 'cooldown_time'],
    'optional_pre_call_checks',
  ],
  litellm: ['cache', 'cache_params', 'max_budget', 'budget_duration'],
  cache: [
    ...['type', 'host', 'port', 'password', 'ttl', 'supported_call_types', 'similarity_threshold'],
    'redis_semantic_cache_embedding_model',
  ],
};

interface Config {
  readonly model_list: readonly {
    readonly model_name: string;
    readonly litellm_params: Readonly<Record<string, unknown>>;
  }[];
  readonly router_settings?: Readonly<Record<string, unknown>>;
  readonly litellm_settings?: { readonly cache_params?: object } & Readonly<Record<string, unknown>>;
}

function exported(
  steps: Readonly<Record<string, AnyOptionValues>>,
  logged: readonly string[] = [],
): { readonly text: string; readonly config: Config } {
  const scenario: LitellmScenario = {
    name: 'mine',
    describe: '',
    steps: Object.entries(steps).map(([strategy, set]) => ({
      strategy,
      options: optionsOf(strategies.find(({ id }) => id === strategy)!, { [strategy]: set }),
    })),
  };
  const text = litellmConfig(scenario, logged, models);
  return { text, config: parse(text) as Config };
}

const paramsOf = (config: Config, name: string) =>
  config.model_list.find(({ model_name }) => model_name === name)?.litellm_params;

describe('routing', () => {
  test('tiers are a complexity router, the candidates behind the first are fallbacks', () => {
    const { config } = exported({ router: { trivial: 'gpt-4.1-nano, gpt-4o-mini', expert: 'keep' } }, [
      'gpt-5',
    ]);
    expect(paramsOf(config, 'smart-router')).toEqual({
      model: 'auto_router/complexity_router',
      complexity_router_config: {
        tiers: {
          SIMPLE: 'gpt-4.1-nano',
          MEDIUM: 'gemini-3.8-flash',
          COMPLEX: 'gpt-6.1-terra',
          REASONING: 'gpt-5',
        },
      },
      complexity_router_default_model: 'gpt-5',
    });
    expect(config.router_settings?.fallbacks).toContainEqual({ 'gpt-4.1-nano': ['gpt-4o-mini'] });
    expect(paramsOf(config, 'gemini-3.8-flash')).toEqual({
      model: 'gemini/gemini-3.8-flash',
      api_key: 'os.environ/GEMINI_API_KEY',
    });
  });

  test('a tier that keeps its model needs a log to know which', () => {
    const { config, text } = exported({ router: {} });
    expect(
      Object.keys((paramsOf(config, 'smart-router')!.complexity_router_config as { tiers: object }).tiers),
    ).toEqual(['SIMPLE', 'MEDIUM', 'COMPLEX']);
    expect(text).toContain('# - router: a tier keeps the model that a call has; name the logs');
  });

  test('a map of models is aliases; a pattern those of the log that it fits', () => {
    const { config } = exported(
      { 'model-map': { map: 'gpt-4o -> deepseek-v4-flash, gpt-4* = gpt-4.1-nano' } },
      ['gpt-4.1', 'gpt-5'],
    );
    expect(config.router_settings?.model_group_alias).toEqual({
      'gpt-4o': 'deepseek-v4-flash',
      'gpt-4.1': 'gpt-4.1-nano',
    });
  });

  test('another provider serves the models of the log under their names', () => {
    const { config } = exported({ provider: { to: 'openrouter' } }, ['gpt-4.1']);
    // Its ids have the maker in front, as docs.litellm.ai/docs/providers/openrouter shows.
    expect(paramsOf(config, 'gpt-4.1')!.model).toBe('openrouter/openai/gpt-4.1');
    expect(config.model_list).toHaveLength(1);
  });

  test('a reseller is an OpenAI-compatible endpoint', () => {
    const { config } = exported({ provider: { to: 'holysheep', claims: true } }, ['gpt-4.1']);
    expect(paramsOf(config, 'gpt-4.1')).toEqual({
      model: 'openai/gpt-4.1',
      api_base: 'os.environ/HOLYSHEEP_API_BASE',
      api_key: 'os.environ/HOLYSHEEP_API_KEY',
    });
  });
});

describe('settings', () => {
  test('an exact cache: seconds; a semantic one: threshold and its embedding model', () => {
    expect(exported({ cache: { ttl: '7d' } }).config.litellm_settings).toMatchObject({
      cache: true,
      cache_params: { type: 'redis', ttl: 604_800 },
    });
    const { config } = exported({ cache: { mode: 'semantic', threshold: 0.9 } });
    expect(config.litellm_settings?.cache_params).toMatchObject({
      type: 'redis-semantic',
      similarity_threshold: 0.9,
      redis_semantic_cache_embedding_model: 'text-embedding-3-small',
    });
    expect(paramsOf(config, 'text-embedding-3-small')?.model).toBe('openai/text-embedding-3-small');
  });

  test('a model of one’s own: an endpoint from the environment, for a tier and for embeddings', () => {
    const { config } = exported({
      router: { trivial: 'local:mistral' },
      cache: { mode: 'semantic', embeddingModel: 'none' },
      'output-cap': { tokens: 500 },
    });
    const own = { api_base: 'os.environ/LOCAL_API_BASE', api_key: 'os.environ/LOCAL_API_KEY' };
    expect(paramsOf(config, 'local:mistral')).toEqual({ model: 'openai/mistral', ...own, max_tokens: 500 });
    expect(paramsOf(config, 'embedding')).toEqual({ model: 'openai/embedding', ...own });
    expect(config.litellm_settings?.cache_params).toMatchObject({
      redis_semantic_cache_embedding_model: 'embedding',
    });
  });

  test('retries, breaker, limits, budget', () => {
    const { config } = exported(
      {
        'retry-policy': { maxAttempts: 4, breakerOpen: '2m' },
        'rate-limit': { requestsPerMinute: 600, tokensPerMinute: 90_000 },
        'token-budget': { dailyUsd: 25 },
        'output-cap': { tokens: 800 },
      },
      ['claude-sonnet-4-5'],
    );
    expect(config.router_settings).toMatchObject({
      num_retries: 3,
      retry_policy: { RateLimitErrorRetries: 3, AuthenticationErrorRetries: 0 },
      allowed_fails: 4,
      cooldown_time: 120,
      optional_pre_call_checks: ['enforce_model_rate_limits'],
    });
    expect(paramsOf(config, 'claude-sonnet-4-5')).toMatchObject({ rpm: 600, tpm: 90_000, max_tokens: 800 });
    expect(config.litellm_settings).toEqual({ max_budget: 25, budget_duration: '1d' });
  });

  test('prompt caching marks Anthropic’s models, also those that the router adds', () => {
    const { config } = exported({ 'prompt-cache': {}, router: { trivial: 'claude-haiku-4-5' } }, ['gpt-4.1']);
    const points = [{ location: 'message', role: 'system' }];
    expect(paramsOf(config, 'claude-haiku-4-5')).toMatchObject({ cache_control_injection_points: points });
    expect(paramsOf(config, 'gpt-4.1')).not.toHaveProperty('cache_control_injection_points');
  });
});

test.each(strategies.map(({ id }) => id))(
  '%s alone: only documented keys, no secret, and something is said or set',
  (id) => {
    const { text, config } = exported({ [id]: {} }, ['gpt-4.1', 'claude-sonnet-4-5', 'my-own-deployment']);
    expect(DOCUMENTED.top).toEqual(expect.arrayContaining(Object.keys(config)));
    for (const deployment of config.model_list) {
      expect(DOCUMENTED.deployment).toEqual(expect.arrayContaining(Object.keys(deployment)));
      expect(DOCUMENTED.params).toEqual(expect.arrayContaining(Object.keys(deployment.litellm_params)));
      for (const [key, value] of Object.entries(deployment.litellm_params))
        if (/key|base|region/.test(key)) expect(value).toMatch(/^os\.environ\/[A-Z0-9_]+$/);
    }
    expect(DOCUMENTED.router).toEqual(expect.arrayContaining(Object.keys(config.router_settings ?? {})));
    expect(DOCUMENTED.litellm).toEqual(expect.arrayContaining(Object.keys(config.litellm_settings ?? {})));
    expect(DOCUMENTED.cache).toEqual(
      expect.arrayContaining(Object.keys(config.litellm_settings?.cache_params ?? {})),
    );
    expect(text).toMatch(new RegExp(`^# - ${id}: `, 'm'));
  },
);

test('names from a log stay names', () => {
  const hostile = [
    'a: b\n- model_name: evil',
    '# no comment',
    '\'quotes"',
    '\u001b[31mred',
    '*',
    '&a',
    'null',
    '1e3',
    '',
  ];
  const { config } = exported({ 'prompt-cache': {} }, hostile);
  expect(config.model_list.map(({ model_name }) => model_name)).toEqual(hostile);
  expect(Object.keys(config)).toEqual(['model_list', 'general_settings']);
});
