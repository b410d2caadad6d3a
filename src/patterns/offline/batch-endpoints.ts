/** How each provider takes work at its batch rate (their API references); by what a provider's name holds. */
const ENDPOINTS: readonly (readonly [RegExp, string])[] = [
  [/azure/i, 'a Global Batch deployment and POST /batches'],
  [/bedrock/i, 'CreateModelInvocationJob (Bedrock batch inference)'],
  [/anthropic/i, 'POST /v1/messages/batches'],
  [/google|gemini|vertex/i, 'batchGenerateContent (Gemini batch mode; a batch prediction job on Vertex AI)'],
  [/mistral/i, 'POST /v1/batch/jobs'],
  [/openai/i, 'POST /v1/batches with completion_window "24h"'],
];
const BY_MODEL: readonly (readonly [RegExp, string])[] = [
  [/claude/i, 'anthropic'],
  [/gemini/i, 'google'],
  [/mistral|ministral|codestral|magistral/i, 'mistral'],
  [/^(?:gpt|o\d|text-embedding|chatgpt)/i, 'openai'],
];

/** Where to send these calls instead. */
export function batchEndpoint(provider: string, model: string): string {
  const name = provider === '' ? (BY_MODEL.find(([pattern]) => pattern.test(model))?.[1] ?? '') : provider;
  return ENDPOINTS.find(([pattern]) => pattern.test(name))?.[1] ?? "the provider's batch API";
}
