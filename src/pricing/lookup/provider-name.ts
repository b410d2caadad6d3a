/** How a provider named in a log is looked up in the book. */
export interface ProviderReading {
  /** The book's own spelling; '' when the log names no provider. */
  readonly name: string;
  /** Providers whose lists are searched, in this order. */
  readonly lists: readonly string[];
  /** Whether any other provider's list may be searched afterwards. */
  readonly any: boolean;
  /** Whether `name` itself sends the bill, so that terms agreed with another provider do not apply. */
  readonly billsItself: boolean;
}

/** Other spellings of the book's providers: router prefixes, SDK names, OpenTelemetry's `gen_ai.provider.name` values. */
const SPELLINGS: Readonly<Record<string, string>> = {
  'open-ai': 'openai',
  claude: 'anthropic',
  gemini: 'google',
  googleai: 'google',
  'google-ai': 'google',
  'google-ai-studio': 'google',
  'google-genai': 'google',
  'google-gemini': 'google',
  'google-generative-ai': 'google',
  'gcp-gemini': 'google',
  'gcp-gen-ai': 'google',
  'x-ai': 'xai',
  'deepseek-ai': 'deepseek',
  mistralai: 'mistral',
  'mistral-ai': 'mistral',
  moonshot: 'moonshotai',
  'moonshot-ai': 'moonshotai',
  kimi: 'moonshotai',
  'mini-max': 'minimax',
  'z-ai': 'zai',
  zhipu: 'zai',
  zhipuai: 'zai',
  dashscope: 'alibaba',
  qwen: 'alibaba',
  'alibaba-cloud': 'alibaba',
  'cohere-chat': 'cohere',
  bedrock: 'amazon-bedrock',
  'bedrock-converse': 'amazon-bedrock',
  'aws-bedrock': 'amazon-bedrock',
  amazon: 'amazon-bedrock',
  aws: 'amazon-bedrock',
  'meta-llama': 'meta',
  'together-ai': 'together',
  togetherai: 'together',
  'perplexity-ai': 'perplexity',
  'global-api': 'global-apis',
  azureopenai: 'azure',
  'azure-openai': 'azure',
  'azure-ai': 'azure',
  'azure-ai-openai': 'azure',
  vertex: 'vertex-ai',
  vertexai: 'vertex-ai',
  'google-vertex': 'vertex-ai',
  'google-vertex-ai': 'vertex-ai',
  'google-vertexai': 'vertex-ai',
  'gcp-vertex-ai': 'vertex-ai',
  unknown: '',
  none: '',
  null: '',
  undefined: '',
};

/** Clouds that sell other makers' models at the makers' list prices; regional deployments can cost 10% more. */
const CLOUDS: Readonly<Record<string, readonly string[]>> = {
  azure: ['openai'],
  // Its own list goes first; Claude is sold at Anthropic's.
  'amazon-bedrock': ['anthropic'],
  'vertex-ai': ['google', 'anthropic'],
  // Vertex AI under its owner's name: hosts and many SDKs say no more than that.
  google: ['google', 'anthropic'],
};

/** Routers that send the bill themselves and pass list prices on. */
const ROUTERS: ReadonlySet<string> = new Set(['openrouter', 'vercel', 'vercel-ai-gateway']);

/** Proxies and loggers: the maker of the model sends the bill. */
const PROXIES: ReadonlySet<string> = new Set([
  'litellm',
  'litellm-proxy',
  'helicone',
  'portkey',
  'cloudflare',
  'cloudflare-ai-gateway',
  'kong',
  'openai-compatible',
  'custom',
]);

/** A provider's name in the book's spelling. Letter case, white space, dots and underscores make no difference. */
export function providerName(logged: string): string {
  const plain = logged
    .trim()
    .toLowerCase()
    .replace(/[\s._]/g, '-');
  return Object.hasOwn(SPELLINGS, plain) ? SPELLINGS[plain]! : plain;
}

export function readProvider(logged: string): ProviderReading {
  const name = providerName(logged);
  if (name === '' || PROXIES.has(name)) return { name, lists: [], any: true, billsItself: false };
  if (ROUTERS.has(name)) return { name, lists: [name], any: true, billsItself: true };
  if (Object.hasOwn(CLOUDS, name)) return { name, lists: CLOUDS[name]!, any: false, billsItself: true };
  return { name, lists: [name], any: false, billsItself: true };
}

/** Whether the book can make anything of the name, given the providers that it has prices of. */
export function isKnownProvider(name: string, priced: ReadonlySet<string>): boolean {
  return priced.has(name) || ROUTERS.has(name) || PROXIES.has(name) || Object.hasOwn(CLOUDS, name);
}
