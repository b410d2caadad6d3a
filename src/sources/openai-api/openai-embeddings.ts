import { isObject, type JsonObject } from '../record/record-access.ts';

/**
 * The vectors in an answer of the embeddings API, as logged, in the order of the texts that were asked about, which are the
 * segments of the prompt. Undefined where they cannot be told apart with certainty: token ids, empty texts, missing indexes.
 */
export function openaiEmbeddings(
  request: JsonObject | undefined,
  response: JsonObject | undefined,
): readonly unknown[] | undefined {
  const input = request?.input;
  const texts: readonly unknown[] = Array.isArray(input) ? input : [input];
  const data = response?.data;
  if (!texts.every((text) => typeof text === 'string' && text !== '')) return undefined;
  if (!Array.isArray(data) || data.length !== texts.length) return undefined;
  const vectors = new Array<unknown>(texts.length);
  for (const item of data as readonly unknown[]) {
    if (!isObject(item) || typeof item.index !== 'number' || !(item.index in texts)) return undefined;
    vectors[item.index] = item.embedding;
  }
  return vectors;
}
