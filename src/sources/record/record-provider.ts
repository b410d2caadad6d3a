import { type FieldScan, fieldOf, namesOf } from '../logger/logged-fields.ts';
import { safeText } from './record-secrets.ts';

/** Host endings of the APIs and the name each provider has in the price book. */
const HOSTS: readonly (readonly [string, string])[] = [
  ['openai.azure.com', 'azure'],
  ['cognitiveservices.azure.com', 'azure'],
  ['services.ai.azure.com', 'azure'],
  ['openai.com', 'openai'],
  ['anthropic.com', 'anthropic'],
  ['amazonaws.com', 'amazon-bedrock'],
  ['googleapis.com', 'google'],
  ['deepseek.com', 'deepseek'],
  ['x.ai', 'xai'],
  ['mistral.ai', 'mistral'],
  ['moonshot.ai', 'moonshotai'],
  ['moonshot.cn', 'moonshotai'],
  ['groq.com', 'groq'],
  ['together.ai', 'together'],
  ['together.xyz', 'together'],
  ['fireworks.ai', 'fireworks'],
  ['openrouter.ai', 'openrouter'],
  ['perplexity.ai', 'perplexity'],
  ['cerebras.ai', 'cerebras'],
  ['deepinfra.com', 'deepinfra'],
  ['aliyuncs.com', 'alibaba'],
  ['z.ai', 'zai'],
  ['bigmodel.cn', 'zai'],
  ['minimax.io', 'minimax'],
  ['minimaxi.com', 'minimax'],
  ['cohere.com', 'cohere'],
  ['cohere.ai', 'cohere'],
  ['holysheep.ai', 'holysheep'],
];

/** Other spellings that loggers use, squeezed to letters and digits. */
const SPELLINGS: Readonly<Record<string, string>> = {
  azureopenai: 'azure',
  azureai: 'azure',
  xai: 'xai',
  moonshot: 'moonshotai',
  kimi: 'moonshotai',
  togetherai: 'together',
  mistralai: 'mistral',
  bedrock: 'amazon-bedrock',
  awsbedrock: 'amazon-bedrock',
  amazonbedrock: 'amazon-bedrock',
  vertexai: 'google',
  googlevertex: 'google',
  gemini: 'google',
  zhipu: 'zai',
  zhipuai: 'zai',
  dashscope: 'alibaba',
  fireworksai: 'fireworks',
  zai: 'zai',
  deepinfra: 'deepinfra',
};

/**
 * Model names that only their maker's API uses; open models that many hosts serve are not here, and names with a
 * vendor prefix (`vendor/model`) come from routers, whose prices are their own.
 */
const MAKERS: readonly (readonly [RegExp, string])[] = [
  [/^(?:ft:)?(?:gpt-(?!oss)|chatgpt-|o[1-9](?:-|$)|text-embedding-|davinci|babbage|codex-|omni-)/i, 'openai'],
  [/^claude/i, 'anthropic'],
  [/^gemini-|(?:^|publishers\/google\/)models\/gemini-/i, 'google'],
  [/^(?:[a-z-]{2,6}\.)?(?:anthropic\.claude|amazon\.(?:nova|titan)|meta\.llama)/, 'amazon-bedrock'],
  [/^grok-/i, 'xai'],
  [/^deepseek-(?:chat|reasoner)$/i, 'deepseek'],
  [/^(?:mistral-(?:large|medium|small)|magistral-|ministral-|codestral-|devstral-|pixtral-)/i, 'mistral'],
  [/^(?:moonshot-|kimi-)/i, 'moonshotai'],
  [/^(?:qwen-(?:max|plus|turbo|flash)|qwen\d-max)/i, 'alibaba'],
  [/^(?:command-|embed-(?:english|multilingual|v))/i, 'cohere'],
  [/^sonar/i, 'perplexity'],
];

/** The provider a logger names, in the price book's spelling; a name that is not known stays as it is. */
export function loggedProvider(...scans: (FieldScan | undefined)[]): string | undefined {
  for (const scan of scans) {
    const value = fieldOf(scan, 'provider');
    if (typeof value === 'string') return spelling(value);
  }
  return undefined;
}

/** A provider's name in a field of its own, in the price book's spelling; undefined when it says nothing. */
export function loggedProviderName(name: unknown): string | undefined {
  return typeof name === 'string' && name.trim() !== '' ? spelling(name) : undefined;
}

/** The provider by the host that was called: the URL, or a base URL or host that the logger noted. */
export function addressedProvider(
  url: string | undefined,
  ...scans: (FieldScan | undefined)[]
): string | undefined {
  const found = url === undefined ? undefined : providerOfAddress(url);
  if (found !== undefined) return found;
  for (const scan of scans) {
    for (const name of namesOf(scan, 'address')) {
      const value = scan?.holder[name];
      const provider = typeof value === 'string' ? providerOfAddress(value) : undefined;
      if (provider !== undefined) return provider;
    }
  }
  return undefined;
}

/** The provider by the model's name, where the name says it. */
export function makerOf(model: string | undefined): string | undefined {
  if (model === undefined) return undefined;
  return MAKERS.find(([pattern]) => pattern.test(model))?.[1];
}

function spelling(name: string): string | undefined {
  const squeezed = name.toLowerCase().replace(/[^a-z0-9]+/g, '');
  const known = Object.hasOwn(SPELLINGS, squeezed) ? SPELLINGS[squeezed] : undefined;
  return known ?? safeText(name.trim().toLowerCase().replace(/\s+/g, '-'));
}

function providerOfAddress(address: string): string | undefined {
  const host = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^/@?#\s]*@)?([^/:?#\s]+)/i.exec(address.slice(0, 500))?.[1];
  if (host === undefined) return undefined;
  const name = host.toLowerCase();
  return HOSTS.find(([ending]) => name === ending || name.endsWith(`.${ending}`))?.[1];
}
