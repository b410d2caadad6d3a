/** How LiteLLM names a provider, and what it needs to reach it (docs.litellm.ai/docs/providers, a page for each). */
interface LitellmProvider {
  /** In front of the model's own id. */
  readonly prefix: string;
  readonly credentials: Readonly<Record<string, string>>;
}

/** By the price book's name of the provider. */
const PROVIDERS: Readonly<Record<string, LitellmProvider>> = {
  openai: keyed('openai', 'OPENAI_API_KEY'),
  anthropic: keyed('anthropic', 'ANTHROPIC_API_KEY'),
  google: keyed('gemini', 'GEMINI_API_KEY'),
  deepseek: keyed('deepseek', 'DEEPSEEK_API_KEY'),
  xai: keyed('xai', 'XAI_API_KEY'),
  mistral: keyed('mistral', 'MISTRAL_API_KEY'),
  cohere: keyed('cohere', 'COHERE_API_KEY'),
  perplexity: keyed('perplexity', 'PERPLEXITYAI_API_KEY'),
  groq: keyed('groq', 'GROQ_API_KEY'),
  cerebras: keyed('cerebras', 'CEREBRAS_API_KEY'),
  together: keyed('together_ai', 'TOGETHERAI_API_KEY'),
  deepinfra: keyed('deepinfra', 'DEEPINFRA_API_KEY'),
  openrouter: keyed('openrouter', 'OPENROUTER_API_KEY'),
  moonshotai: keyed('moonshot', 'MOONSHOT_API_KEY'),
  alibaba: keyed('dashscope', 'DASHSCOPE_API_KEY'),
  zai: keyed('zai', 'ZAI_API_KEY'),
  minimax: keyed('minimax', 'MINIMAX_API_KEY'),
  meta: keyed('meta_llama', 'LLAMA_API_KEY'),
  'amazon-bedrock': { prefix: 'bedrock', credentials: { aws_region_name: 'os.environ/AWS_REGION_NAME' } },
};

/** How OpenRouter names the makers in front of their models (openrouter.ai/models), by the price book's names. */
const MAKERS: Readonly<Record<string, string>> = {
  ...{ openai: 'openai', anthropic: 'anthropic', google: 'google', deepseek: 'deepseek', xai: 'x-ai' },
  ...{ mistral: 'mistralai', cohere: 'cohere', alibaba: 'qwen', moonshotai: 'moonshotai', zai: 'z-ai' },
};

/** A model's id at OpenRouter, where the price book has only the maker's. */
export function openrouterId(id: string, maker: string): string {
  return id.includes('/') || !Object.hasOwn(MAKERS, maker) ? id : `${MAKERS[maker]}/${id}`;
}

function keyed(prefix: string, variable: string): LitellmProvider {
  return { prefix, credentials: { api_key: `os.environ/${variable}` } };
}

/** Undefined for a provider that LiteLLM has no name for. */
export function litellmProvider(provider: string): LitellmProvider | undefined {
  return Object.hasOwn(PROVIDERS, provider) ? PROVIDERS[provider] : undefined;
}

/** A provider that speaks OpenAI's API at an address of its own (docs.litellm.ai/docs/providers/openai_compatible). */
export function compatibleProvider(provider: string): LitellmProvider {
  const name = provider.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
  return {
    prefix: 'openai',
    credentials: { api_base: `os.environ/${name}_API_BASE`, api_key: `os.environ/${name}_API_KEY` },
  };
}
