/** What the stand-in bills for every answered call, whichever API: `cached` is a part of `input`. */
export const BILLED = { input: 1200, cached: 1024, output: 40 };
export const EMBEDDED = { input: 500 };

const TEXT = ['Parcel ', 'for ', 'Harbour'];
const { input, cached, output } = BILLED;
const CHAT_USAGE = {
  prompt_tokens: input,
  completion_tokens: output,
  total_tokens: input + output,
  prompt_tokens_details: { cached_tokens: cached },
};
const RESPONSES_USAGE = {
  input_tokens: input,
  input_tokens_details: { cached_tokens: cached },
  output_tokens: output,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: input + output,
};
const MESSAGE_USAGE = {
  input_tokens: input - cached,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: cached,
  output_tokens: output,
};

/** A request as far as its answer depends on it. */
export interface Asked {
  readonly model: string;
  readonly stream?: boolean;
  readonly stream_options?: { readonly include_usage?: boolean };
}

/** An answer's body: one object, or the events of a stream. */
export type Answer = object | readonly StreamEvent[];
export type StreamEvent = { readonly type?: string };

/** Answers in the shapes that the APIs document, by path; `serial` makes their ids. */
export const ANSWERS: Readonly<Record<string, (asked: Asked, serial: number) => Answer>> = {
  '/v1/chat/completions': (asked, serial) => {
    const own = { id: `chatcmpl-${serial}`, created: 1_790_000_000, model: asked.model };
    if (asked.stream !== true) {
      const message = { role: 'assistant', content: TEXT.join(''), refusal: null };
      const choices = [{ index: 0, message, finish_reason: 'stop', logprobs: null }];
      return { ...own, object: 'chat.completion', choices, usage: CHAT_USAGE };
    }
    const chunk = { ...own, object: 'chat.completion.chunk' };
    const deltas = [{ role: 'assistant', content: '' }, ...TEXT.map((content) => ({ content }))];
    const pieces = deltas.map((delta) => ({ ...chunk, choices: [{ index: 0, delta, finish_reason: null }] }));
    const last = { ...chunk, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };
    const usage =
      asked.stream_options?.include_usage === true ? [{ ...chunk, choices: [], usage: CHAT_USAGE }] : [];
    return [...pieces, last, ...usage];
  },
  '/v1/responses': (asked, serial) => {
    const content = [{ type: 'output_text', text: TEXT.join(''), annotations: [] }];
    const item = { id: `msg_${serial}`, type: 'message', status: 'completed', role: 'assistant', content };
    const begun = { id: `resp_${serial}`, object: 'response', created_at: 1_790_000_000, model: asked.model };
    const response = { ...begun, status: 'completed', output: [item], usage: RESPONSES_USAGE };
    if (asked.stream !== true) return response;
    const place = { item_id: item.id, output_index: 0, content_index: 0 };
    return [
      { type: 'response.created', response: { ...begun, status: 'in_progress', output: [], usage: null } },
      ...TEXT.map((delta) => ({ type: 'response.output_text.delta', ...place, delta })),
      { type: 'response.completed', response },
    ];
  },
  '/v1/embeddings': ({ model }) => ({
    object: 'list',
    data: [{ object: 'embedding', index: 0, embedding: 'AACAPwAAAEA=' }],
    model,
    usage: { prompt_tokens: EMBEDDED.input, total_tokens: EMBEDDED.input },
  }),
  '/v1/messages': ({ model, stream }, serial) => {
    const own = { id: `msg_${serial}`, type: 'message', role: 'assistant', model };
    const content = [{ type: 'text', text: TEXT.join('') }];
    if (stream !== true)
      return { ...own, content, stop_reason: 'end_turn', stop_sequence: null, usage: MESSAGE_USAGE };
    const usage = { ...MESSAGE_USAGE, output_tokens: 1 };
    return [
      {
        type: 'message_start',
        message: { ...own, content: [], stop_reason: null, stop_sequence: null, usage },
      },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      ...TEXT.map((text) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } })),
      { type: 'content_block_stop', index: 0 },
      {
        type: 'message_delta',
        delta: { stop_reason: 'end_turn', stop_sequence: null },
        usage: { output_tokens: output },
      },
      { type: 'message_stop' },
    ];
  },
};

/** Errors as both APIs word them. */
export const ERRORS = {
  429: {
    type: 'error',
    error: { type: 'rate_limit_error', message: 'Slow down', code: 'rate_limit_exceeded' },
  },
  400: { type: 'error', error: { type: 'invalid_request_error', message: 'No such option', code: null } },
};
