/** Events that only come first or last: of Anthropic's Messages API and of OpenAI's Responses API. */
const FIRST_EVENTS = new Set(['message_start', 'response.created']);
const LAST_EVENTS = new Set(['message_stop', 'response.completed', 'response.incomplete', 'response.failed']);
/** Keeps a connection open. */
const IDLE_EVENT = 'ping';

/** Most APIs write `id` or `type` first; only what does not begin so is parsed. */
const FIRST_FIELD = /^\{\s*"(id|type)"\s*:\s*"([^"\\]*)"/;
const ROLE = /"role"\s*:/;
const FINISH = /"(?:finish_reason|finishReason)"\s*:\s*"/;
const NO_CHOICES = /"choices"\s*:\s*\[\s*\]/;

/** What one server-sent event tells of the stream that it is in. */
export interface ToldByEvent {
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** It may come before the first event: a ping, or what Azure's filter says of the prompt, in a chunk without id and choices. */
  readonly isIdle: boolean;
  /** Of the answer that it is a chunk of; '' where it names none. */
  readonly id: string;
  readonly hasRole: boolean;
  /** The model says why it stopped; OpenAI's usage may follow. */
  readonly isFinish: boolean;
  /** It is more than usage. */
  readonly hasContent: boolean;
}

/** `name` is what the event's own field says, '' where there is none; `data` is mostly JSON. */
export function tellOf(name: string, data: string): ToldByEvent {
  const { type, id } = typeAndId(data);
  const hasContent = !NO_CHOICES.test(data);
  return {
    isFirst: FIRST_EVENTS.has(type) || FIRST_EVENTS.has(name),
    isLast: LAST_EVENTS.has(type) || LAST_EVENTS.has(name),
    isIdle: type === IDLE_EVENT || name === IDLE_EVENT || (id === '' && !hasContent),
    id,
    hasRole: ROLE.test(data),
    isFinish: FINISH.test(data),
    hasContent,
  };
}

function typeAndId(data: string): { readonly type: string; readonly id: string } {
  const first = FIRST_FIELD.exec(data);
  if (first !== null) return first[1] === 'id' ? { type: '', id: first[2]! } : { type: first[2]!, id: '' };
  let event: unknown;
  try {
    event = JSON.parse(data);
  } catch {
    return { type: '', id: '' };
  }
  const { type, id, responseId } = (event ?? {}) as Readonly<Record<string, unknown>>;
  const name = [id, responseId].find((it): it is string => typeof it === 'string' && it !== '');
  return { type: typeof type === 'string' ? type : '', id: name ?? '' };
}
