import { isObject, type JsonObject } from '../record/record-access.ts';
import { isGeminiAnswer, isGeminiBatchLine, isGeminiRequest, isGeminiUsage } from './gemini-shape.ts';

const RESPONSE_OBJECTS = new Set(['chat.completion', 'chat.completion.chunk', 'text_completion', 'response']);
const ERROR_NAMES = new Set(['error', 'message', 'request_id', 'status', 'code', 'usage']);
const COUNT_NAMES = ['prompt_tokens', 'completion_tokens', 'input_tokens', 'output_tokens'];

/**
 * Lines of the batch files of OpenAI and those that copy it, of Anthropic and of Google: they are priced differently and
 * join across files. Azure's answers have no id of their own; Mistral's and Together's requests no method.
 */
export function isBatchLine(record: JsonObject): boolean {
  if (typeof record.custom_id !== 'string') return isGeminiBatchLine(record);
  if (record.request !== undefined) return isVertexClaudeLine(record);
  if (record.params !== undefined || record.result !== undefined) return true;
  const { response } = record;
  if (response === undefined) return isObject(record.body);
  if (typeof record.id === 'string' && record.id.startsWith('batch_req_')) return true;
  if (response === null) return isObject(record.error);
  return isObject(response) && response.body !== undefined && response.status_code !== undefined;
}

/** A line of Claude's batch prediction on Vertex AI: the request's body as it is, its answer beside it. */
export function isVertexClaudeLine({ custom_id, request }: JsonObject): boolean {
  return typeof custom_id === 'string' && isObject(request) && typeof request.anthropic_version === 'string';
}

/** A list of chat messages, told by its first element. */
export function isMessageList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && isObject(value[0]) && typeof value[0].role === 'string';
}

/** A request body: messages, Gemini's contents, or a model with an input or a prompt. */
export function isRequest(body: JsonObject): boolean {
  if (isMessageList(body.messages) || isGeminiRequest(body)) return true;
  if (typeof body.model !== 'string') return false;
  return Array.isArray(body.messages) || isPromptValue(body.input) || isPromptValue(body.prompt);
}

/** What is left of a request body where no text is logged: its parameters, the model among them. */
export function isBareRequest(body: JsonObject): boolean {
  return typeof body.model === 'string' && body.model !== '' && !isResponse(body);
}

function isPromptValue(value: unknown): boolean {
  return typeof value === 'string' || Array.isArray(value);
}

/** A response body of any vendor, errors included. */
export function isResponse(body: JsonObject): boolean {
  if (typeof body.object === 'string' && RESPONSE_OBJECTS.has(body.object)) return true;
  return (
    isEmbeddingList(body) ||
    isChoices(body.choices) ||
    isMessage(body) ||
    isErrorBody(body) ||
    isItems(body) ||
    isGeminiAnswer(body)
  );
}

export function isEmbeddingList(body: JsonObject): boolean {
  if (body.object !== 'list' || !Array.isArray(body.data)) return false;
  return isObject(body.data[0]) && body.data[0].object === 'embedding';
}

/** Chat or completion choices. */
export function isChoices(value: unknown): boolean {
  if (!Array.isArray(value) || !isObject(value[0])) return false;
  const first = value[0];
  return isObject(first.message) || isObject(first.delta) || typeof first.text === 'string';
}

/** An Anthropic message; loggers that keep no text leave its content out. */
export function isMessage(body: JsonObject): boolean {
  if (body.type === 'message' && body.role === 'assistant')
    return Array.isArray(body.content) || isUsage(body.usage);
  return typeof body.id === 'string' && body.id.startsWith('msg_') && isUsage(body.usage);
}

/** `{error: {...}}`, with nothing of a logger around it. */
function isErrorBody(body: JsonObject): boolean {
  if (typeof body.error === 'string') return Object.keys(body).every((name) => ERROR_NAMES.has(name));
  if (!isObject(body.error)) return false;
  if (body.type === 'error') return true;
  const { type, code, message } = body.error;
  if (typeof type !== 'string' && typeof code !== 'string' && typeof message !== 'string') return false;
  return Object.keys(body).every((name) => ERROR_NAMES.has(name));
}

/** The output items of a Responses answer. */
function isItems(body: JsonObject): boolean {
  if (!Array.isArray(body.output) || !isObject(body.output[0])) return false;
  return typeof body.output[0].type === 'string' && (isUsage(body.usage) || typeof body.status === 'string');
}

/** An object with token counts under the names of either vendor; whether they are sound is decided later. */
function isUsage(value: unknown): value is JsonObject {
  if (!isObject(value)) return false;
  for (const name of COUNT_NAMES) {
    const count = value[name];
    if (typeof count === 'number' || typeof count === 'string') return true;
  }
  return false;
}

/** Token counts under the names of any vendor. */
export function isCounted(value: unknown): value is JsonObject {
  return isUsage(value) || isGeminiUsage(value);
}
