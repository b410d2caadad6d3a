import type { Endpoint } from '../../model/call.ts';
import { firstValue, firstWord } from './attribute-values.ts';
import { CALL_EVENT } from './otlp-spans.ts';
import type { Span } from './span.ts';

/** `gen_ai.operation.name` and OpenLLMetry's `llm.request.type` of what is one call of a model. */
const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map([
  ['chat', 'chat'],
  ['chat.completions', 'chat'],
  ['generate_content', 'chat'],
  ['completion', 'completion'],
  ['text_completion', 'completion'],
  ['embedding', 'embedding'],
  ['embeddings', 'embedding'],
]);
const KINDS: ReadonlyMap<string, Endpoint> = new Map([
  ['LLM', 'unknown'],
  ['EMBEDDING', 'embedding'],
]);

/**
 * The kind of model call that a span says it is, undefined for a step: an agent, a tool, a retriever, a chain, anything else.
 * The Vercel AI SDK's `ai.generateText.doGenerate` is the call, `ai.generateText` above it a step that repeats its sums.
 */
export function modelOperation(span: Span): Endpoint | undefined {
  const { attributes } = span;
  const operation = firstWord(attributes, ['ai.operationId']);
  if (operation !== undefined) {
    const last = /\.do(Generate|Stream|Embed)$/.exec(operation)?.[1];
    return last === undefined ? undefined : last === 'Embed' ? 'embedding' : vercelEndpoint(span);
  }
  const named = firstWord(attributes, ['gen_ai.operation.name', 'llm.request.type']);
  const endpoint = named === undefined ? undefined : ENDPOINTS.get(named.toLowerCase());
  if (endpoint !== undefined) return isResponses(span) ? 'responses' : endpoint;
  const kind = firstWord(attributes, ['openinference.span.kind'])?.toUpperCase();
  if (kind !== undefined) return KINDS.get(kind);
  return span.name === CALL_EVENT ? 'unknown' : undefined;
}

function vercelEndpoint({ attributes }: Span): Endpoint {
  const provider = firstWord(attributes, ['ai.model.provider']) ?? '';
  if (provider.endsWith('.responses')) return 'responses';
  if (provider.endsWith('.completion')) return 'completion';
  return provider.endsWith('.messages') ? 'messages' : 'chat';
}

function isResponses({ attributes }: Span): boolean {
  return firstValue(attributes, ['openai.api.type', 'gen_ai.openai.api.type']) === 'responses';
}
