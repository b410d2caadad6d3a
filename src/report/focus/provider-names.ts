/** Who sells, and what the offering is called. */
export interface ProviderNames {
  readonly provider: string;
  readonly service: string;
}

/** By the price book's spelling, where a name cannot be told from it. */
const NAMES: Readonly<Record<string, ProviderNames>> = {
  alibaba: { provider: 'Alibaba Cloud', service: 'Model Studio' },
  'amazon-bedrock': { provider: 'AWS', service: 'Amazon Bedrock' },
  anthropic: { provider: 'Anthropic', service: 'Claude API' },
  azure: { provider: 'Microsoft', service: 'Azure OpenAI' },
  cerebras: { provider: 'Cerebras', service: 'Cerebras Inference' },
  cohere: { provider: 'Cohere', service: 'Cohere API' },
  deepinfra: { provider: 'DeepInfra', service: 'DeepInfra API' },
  deepseek: { provider: 'DeepSeek', service: 'DeepSeek API' },
  google: { provider: 'Google', service: 'Gemini API' },
  groq: { provider: 'Groq', service: 'GroqCloud' },
  meta: { provider: 'Meta', service: 'Llama API' },
  minimax: { provider: 'MiniMax', service: 'MiniMax API' },
  mistral: { provider: 'Mistral AI', service: 'Mistral AI API' },
  moonshotai: { provider: 'Moonshot AI', service: 'Kimi API' },
  openai: { provider: 'OpenAI', service: 'OpenAI API' },
  openrouter: { provider: 'OpenRouter', service: 'OpenRouter API' },
  perplexity: { provider: 'Perplexity', service: 'Perplexity API' },
  together: { provider: 'Together AI', service: 'Together AI API' },
  'vertex-ai': { provider: 'Google Cloud', service: 'Vertex AI' },
  xai: { provider: 'xAI', service: 'xAI API' },
  zai: { provider: 'Z.ai', service: 'Z.ai API' },
};

/** Of a provider that has no entry, the name as it is; a row must have one even where the log has none. */
export function providerNames(provider: string): ProviderNames {
  if (Object.hasOwn(NAMES, provider)) return NAMES[provider]!;
  return provider.trim() === ''
    ? { provider: 'unknown', service: 'unknown' }
    : { provider, service: `${provider} API` };
}
