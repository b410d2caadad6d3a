import { isObject, type JsonObject, objectOf } from '../record/record-access.ts';

/** What is told of the whole answer; vendors leave some empty in their first chunk (Azure: all of them). */
const TOLD = [
  ...['id', 'created', 'model', 'provider', 'service_tier', 'prompt_filter_results', 'x_groq', 'error'],
  'system_fingerprint',
];

interface Choice {
  role: string;
  content: string;
  reasoning: string;
  refusal: string;
  finish: unknown;
  readonly calls: ToolCall[];
  readonly callAt: Map<unknown, ToolCall>;
}

interface ToolCall {
  readonly id: unknown;
  name: string;
  arguments: string;
}

/** True for a chunk of a chat completion or of a legacy completion's stream. */
export function isChatChunk(event: JsonObject): boolean {
  if (event.object === 'chat.completion.chunk') return true;
  const first: unknown = Array.isArray(event.choices) ? event.choices[0] : undefined;
  return isObject(first) && isObject(first.delta);
}

/**
 * The chat completion that its chunks add up to (OpenAI API reference, "The chat completion chunk object"). Usage counts
 * up, so the last one is taken: from a chunk of its own after the last choice, from the finishing chunk (DeepSeek), from
 * `x_groq` (Groq) or from inside the choice (Moonshot, unverified). Texts and tool calls are joined per choice.
 */
export function chatStream(events: readonly JsonObject[]): JsonObject {
  const body: Record<string, unknown> = { object: 'chat.completion' };
  const choices = new Map<unknown, Choice>();
  for (const event of events) {
    tell(event, body);
    for (const choice of listOf(event.choices)) {
      body.usage = objectOf(choice.usage) ?? body.usage;
      addDelta(choiceAt(choices, choice.index), choice);
    }
    body.usage = objectOf(event.usage) ?? objectOf(objectOf(event.x_groq)?.usage) ?? body.usage;
  }
  return { ...body, choices: [...choices].map(([index, choice]) => ({ index, ...finished(choice) })) };
}

/** The legacy completion that its pieces add up to. They have the shape of a whole one and share one id. */
export function completionStream(events: readonly JsonObject[]): JsonObject {
  const body: Record<string, unknown> = { object: 'text_completion' };
  const choices = new Map<unknown, { text: string; finish_reason: unknown }>();
  for (const event of events) {
    tell(event, body);
    body.usage = objectOf(event.usage) ?? body.usage;
    for (const { index, text, finish_reason } of listOf(event.choices)) {
      const before = choices.get(index);
      choices.set(index, {
        text: `${before?.text ?? ''}${piece(text)}`,
        finish_reason: finish_reason ?? before?.finish_reason,
      });
    }
  }
  return { ...body, choices: [...choices].map(([index, choice]) => ({ index, ...choice })) };
}

function tell(event: JsonObject, body: Record<string, unknown>): void {
  for (const name of TOLD) {
    const value = event[name];
    const isKnown = body[name] !== undefined && name !== 'service_tier';
    if (value !== null && value !== undefined && value !== '' && value !== 0 && !isKnown) body[name] = value;
  }
}

function choiceAt(choices: Map<unknown, Choice>, index: unknown): Choice {
  let choice = choices.get(index);
  if (choice === undefined) {
    const texts = { role: 'assistant', content: '', reasoning: '', refusal: '' };
    choice = { ...texts, finish: undefined, calls: [], callAt: new Map() };
    choices.set(index, choice);
  }
  return choice;
}

function addDelta(choice: Choice, { delta, finish_reason }: JsonObject): void {
  choice.finish = finish_reason ?? choice.finish;
  if (!isObject(delta)) return;
  choice.content += piece(delta.content);
  choice.reasoning += piece(delta.reasoning_content ?? delta.reasoning);
  choice.refusal += piece(delta.refusal);
  for (const call of listOf(delta.tool_calls)) addCall(choice, call, call.index);
  if (isObject(delta.function_call)) addCall(choice, { function: delta.function_call }, 'function_call');
}

/** A call's arguments come in pieces under its index; where vendors number all calls 0, a new id begins a new call. */
function addCall(choice: Choice, delta: JsonObject, index: unknown): void {
  const asked = objectOf(delta.function) ?? objectOf(delta.custom);
  const id = delta.id === '' || delta.id === null ? undefined : delta.id;
  let call = choice.callAt.get(index);
  if (call === undefined || (id !== undefined && call.id !== undefined && call.id !== id)) {
    call = { id, name: '', arguments: '' };
    choice.calls.push(call);
    choice.callAt.set(index, call);
  }
  if (call.name === '') call.name = piece(asked?.name);
  call.arguments += piece(asked?.arguments ?? asked?.input);
}

function finished({ role, content, reasoning, refusal, finish, calls }: Choice): JsonObject {
  const message = {
    role,
    content,
    ...(reasoning !== '' && { reasoning_content: reasoning }),
    ...(refusal !== '' && { refusal }),
    ...(calls.length > 0 && {
      tool_calls: calls.map(({ id, name, arguments: text }) => ({
        id,
        type: 'function',
        function: { name, arguments: text },
      })),
    }),
  };
  return { message, finish_reason: finish };
}

function listOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function piece(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
