import { addressedProvider, loggedProviderName, makerOf } from '../record/record-provider.ts';

/**
 * Providers by what tracing tools call them: OpenTelemetry's `gen_ai.provider.name` and the older `gen_ai.system`, the Vercel AI
 * SDK's `vendor.api`, LangSmith's `ls_provider`.
 */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/^(?:azure|az)[._-]|^azure$/, 'azure'],
  [/^(?:aws|bedrock|amazon)(?:[._-]|$)/, 'amazon-bedrock'],
  [/^(?:gcp|google|vertex|vertexai|gemini)(?:[._-]|$)/, 'google'],
  [/^openai[._]/, 'openai'],
  [/^anthropic[._]/, 'anthropic'],
  [/^(?:xai|x_ai)(?:[._]|$)/, 'xai'],
  [/^mistral(?:_?ai)?(?:[._]|$)/, 'mistral'],
  [/^(?:deepseek|groq|cohere|perplexity|cerebras|deepinfra|fireworks)[._]/, ''],
  [/^together(?:ai)?[._]/, 'together'],
];

/** Frameworks that put their own name where a provider's belongs. */
const FRAMEWORKS = new Set(
  'langchain langgraph llamaindex llama_index crewai litellm agno strands-agents pydantic_ai pydantic-ai autogen haystack gateway unknown _other custom'.split(
    ' ',
  ),
);

/**
 * Who bills: the known host that was called, since a vendor's client library is used against others' hosts too; then the first
 * name that is a provider's; then the maker by the model's name.
 */
export function tracedProvider(
  names: readonly unknown[],
  address: string | undefined,
  model: string | undefined,
): string | undefined {
  const addressed = addressedProvider(address);
  if (addressed !== undefined) return addressed;
  for (const name of names) {
    if (typeof name !== 'string' || name.length > 100) continue;
    const plain = name.trim().toLowerCase();
    if (plain === '' || FRAMEWORKS.has(plain)) continue;
    const known = NAMES.find(([pattern]) => pattern.test(plain));
    if (known === undefined) return loggedProviderName(name);
    return known[1] === '' ? plain.split(/[._]/)[0] : known[1];
  }
  return makerOf(model);
}
