/**
 * Open models that hosts sell under names of their own, one group a set of published weights, as `provider/model` of the
 * table. Only where the hosts' model pages name the same release (Qwen/Qwen3-32B, meta-llama/Llama-3.3-70B-Instruct, ...);
 * quantised deployments ("Turbo", "FP8") are other weights and stand apart.
 */
const SAME_WEIGHTS: readonly (readonly string[])[] = [
  ['alibaba/qwen3-32b', 'groq/qwen/qwen3-32b', 'openrouter/qwen/qwen3-32b', 'global-apis/Qwen/Qwen3-32B'],
  ['alibaba/qwen3-8b', 'openrouter/qwen/qwen3-8b', 'global-apis/Qwen/Qwen3-8B'],
  ['cerebras/gpt-oss-120b', 'groq/openai/gpt-oss-120b'],
  [
    'groq/llama-3.3-70b-versatile',
    'cerebras/llama-3.3-70b',
    'amazon-bedrock/meta.llama3-3-70b-instruct-v1:0',
  ],
  ['groq/llama-3.1-8b-instant', 'amazon-bedrock/meta.llama3-1-8b-instruct-v1:0'],
  [
    'groq/meta-llama/llama-4-scout-17b-16e-instruct',
    'deepinfra/meta-llama/Llama-4-Scout-17B-16E-Instruct',
    'amazon-bedrock/meta.llama4-scout-17b-instruct-v1:0',
  ],
];

const GROUPS = new Map(SAME_WEIGHTS.flatMap((group) => group.map((key) => [key, group] as const)));

/** `provider/model` of the same weights at all hosts that have them under another name, its own among them. */
export function sameWeights(provider: string, model: string): readonly string[] {
  return GROUPS.get(`${provider}/${model}`) ?? [];
}
