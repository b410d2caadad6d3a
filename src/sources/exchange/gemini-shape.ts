import { firstOf, isObject, type JsonObject, objectOf } from '../record/record-access.ts';

/** Counts that only Gemini's usage has, in the API's spelling and in that of the Python SDK. */
const OWN_COUNTS = [
  ...['promptTokenCount', 'candidatesTokenCount', 'thoughtsTokenCount', 'cachedContentTokenCount'],
  ...['candidates_token_count', 'thoughts_token_count', 'cached_content_token_count'],
];

/** `usageMetadata` of a Gemini answer; other APIs also say `prompt_token_count`, beside their own name for the output. */
export function isGeminiUsage(value: unknown): boolean {
  if (!isObject(value)) return false;
  for (const name of OWN_COUNTS) {
    const count = value[name];
    if (typeof count === 'number' || typeof count === 'string') return true;
  }
  return (
    typeof value.prompt_token_count === 'number' &&
    value.total_token_count !== undefined &&
    value.completion_token_count === undefined &&
    value.generation_token_count === undefined
  );
}

/** The usage inside an answer's body, whichever spelling. */
export function geminiUsageIn(body: JsonObject | undefined): JsonObject | undefined {
  return objectOf(firstOf(body, ['usageMetadata', 'usage_metadata']));
}

/** An answer of generateContent or of an embedding method. */
export function isGeminiAnswer(body: JsonObject): boolean {
  if (isGeminiUsage(body.usageMetadata) || isGeminiUsage(body.usage_metadata)) return true;
  if (isCandidates(body.candidates)) return true;
  const feedback = objectOf(firstOf(body, ['promptFeedback', 'prompt_feedback']));
  return firstOf(feedback, ['blockReason', 'block_reason']) !== undefined || isGeminiEmbedding(body);
}

export function isGeminiEmbedding(body: JsonObject): boolean {
  const first = Array.isArray(body.embeddings) ? body.embeddings[0] : body.embedding;
  return isObject(first) && Array.isArray(first.values);
}

/** A request to generateContent, or to an embedding method. */
export function isGeminiRequest(body: JsonObject): boolean {
  const { contents, content, requests } = body;
  if (typeof contents === 'string') return typeof body.model === 'string';
  if (Array.isArray(contents)) {
    const first: unknown = contents[0];
    return isObject(first) ? isContent(first) || typeof first.text === 'string' : typeof first === 'string';
  }
  if (isObject(contents) || isObject(content)) return isContent(objectOf(contents) ?? objectOf(content)!);
  const first: unknown = Array.isArray(requests) ? requests[0] : undefined;
  return isObject(first) && isObject(first.content) && isContent(first.content);
}

/**
 * A line of a batch's file: the Gemini API's `{key, request}`, `{key, response}` or `{key, error}` and nothing beside it
 * (Gemini API docs, "Batch API"), or Vertex AI's, which has request and answer and says when it was processed.
 */
export function isGeminiBatchLine(record: JsonObject): boolean {
  const { key, request, response, error } = record;
  if (typeof record.processed_time === 'string') return isObject(request) && isGeminiRequest(request);
  if (typeof key !== 'string' || Object.keys(record).length !== 2) return false;
  if (isObject(request)) return isGeminiRequest(request);
  return isObject(response) ? isGeminiAnswer(response) : isObject(error) && typeof error.message === 'string';
}

function isContent(value: JsonObject): boolean {
  return Array.isArray(value.parts) || (isObject(value.parts) && typeof value.role === 'string');
}

function isCandidates(value: unknown): boolean {
  const first: unknown = Array.isArray(value) ? value[0] : undefined;
  if (!isObject(first)) return false;
  const isSpoken =
    isObject(first.content) && (Array.isArray(first.content.parts) || first.content.role === 'model');
  return isSpoken || typeof firstOf(first, ['finishReason', 'finish_reason']) === 'string';
}
