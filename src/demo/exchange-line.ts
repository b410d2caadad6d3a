import type { TokenCounts } from '../model/usage.ts';

export interface ExchangeMessage {
  readonly role: 'user' | 'assistant' | 'tool';
  readonly content: string;
  /** Tools that an assistant's message calls. */
  readonly toolCalls?: readonly { readonly name: string; readonly arguments: string }[];
}

/** One call as a home-made logger would write it. Absent means that the log does not say. */
export interface ExchangeLine {
  readonly api: 'openai' | 'anthropic';
  readonly id: string;
  /** UTC milliseconds. */
  readonly time: number;
  readonly model: string;
  readonly system?: string;
  readonly tools?: readonly {
    readonly name: string;
    readonly description: string;
    readonly parameters: object;
  }[];
  readonly messages: readonly ExchangeMessage[];
  readonly answer?: Omit<ExchangeMessage, 'role'>;
  readonly usage?: Partial<TokenCounts>;
  readonly status?: number;
  readonly error?: string;
  readonly finish?: string;
  readonly user?: string;
  readonly feature?: string;
  readonly session?: string;
  readonly trace?: string;
  readonly attempt?: number;
  readonly latencyMs?: number;
  readonly maxTokens?: number;
  /** Further fields of the request: temperature, response_format, cache_control, service_tier, ... */
  readonly request?: Readonly<Record<string, unknown>>;
}

const PER_MESSAGE = 3;
const REPLY_PRIMER = 3;

/** Prompt tokens as the API would count them: OpenAI's published rule over roles and contents, and compact JSON for tools. */
export function promptSize(
  { system, tools, messages }: Pick<ExchangeLine, 'system' | 'tools' | 'messages'>,
  count: (text: string) => number,
): number {
  const texts = messages.map(({ role, content, toolCalls = [] }) =>
    [role, content, ...toolCalls.flatMap((call) => [call.name, call.arguments])].reduce(
      (sum, text) => sum + count(text),
      PER_MESSAGE,
    ),
  );
  const systemSize = system === undefined ? 0 : PER_MESSAGE + count('system') + count(system);
  const toolSize = tools === undefined ? 0 : count(JSON.stringify(tools.map(openaiTool)));
  return texts.reduce((sum, size) => sum + size, systemSize + toolSize + REPLY_PRIMER);
}

export function lineOfExchange(line: ExchangeLine): string {
  const { id, time, trace, session, attempt, user, feature, status = 200, latencyMs } = line;
  const [request, response] =
    line.api === 'openai'
      ? [openaiRequest(line), openaiResponse(line)]
      : [anthropicRequest(line), anthropicResponse(line)];
  return JSON.stringify({
    id,
    timestamp: new Date(time).toISOString(),
    trace_id: trace,
    session_id: session,
    attempt,
    user,
    metadata: feature === undefined ? undefined : { feature },
    status,
    latency_ms: latencyMs,
    request,
    response:
      status < 400 ? response : { error: { type: line.error ?? 'server_error' }, usage: response?.usage },
  });
}

function openaiTool({ name, description, parameters }: NonNullable<ExchangeLine['tools']>[number]) {
  return { type: 'function', function: { name, description, parameters } };
}

function openaiRequest({ model, system, tools, messages, maxTokens, request }: ExchangeLine) {
  const own = messages.map(openaiMessage);
  return {
    model,
    ...request,
    max_completion_tokens: maxTokens,
    tools: tools?.map(openaiTool),
    messages: system === undefined ? own : [{ role: 'system', content: system }, ...own],
  };
}

function openaiMessage({ role, content, toolCalls }: ExchangeMessage, i: number) {
  const calls = toolCalls?.map((call, c) => ({
    id: `call_${i}_${c}`,
    type: 'function',
    function: { name: call.name, arguments: call.arguments },
  }));
  return { role, content, tool_calls: calls, tool_call_id: role === 'tool' ? `call_${i - 1}_0` : undefined };
}

function openaiResponse({ id, model, time, answer, usage, finish, request }: ExchangeLine) {
  if (answer === undefined && usage === undefined) return undefined;
  const { input = 0, cacheRead = 0, cacheWrite5m = 0, output = 0, reasoning = 0 } = usage ?? {};
  const prompt = input + cacheRead + cacheWrite5m;
  return {
    id: `chatcmpl-${id}`,
    object: 'chat.completion',
    created: Math.floor(time / 1000),
    model,
    choices: [
      {
        index: 0,
        message: answer && openaiMessage({ role: 'assistant', ...answer }, 0),
        finish_reason: finish ?? (answer?.toolCalls === undefined ? 'stop' : 'tool_calls'),
      },
    ],
    usage: usage && {
      prompt_tokens: prompt,
      completion_tokens: output,
      total_tokens: prompt + output,
      prompt_tokens_details: {
        cached_tokens: cacheRead,
        ...(cacheWrite5m > 0 && { cache_write_tokens: cacheWrite5m }),
      },
      completion_tokens_details: { reasoning_tokens: reasoning },
    },
    service_tier: request?.service_tier ?? 'default',
  };
}

function anthropicRequest({ model, system, tools, messages, maxTokens = 1024, request }: ExchangeLine) {
  return {
    model,
    max_tokens: maxTokens,
    ...request,
    tools: tools?.map(({ name, description, parameters }) => ({
      name,
      description,
      input_schema: parameters,
    })),
    system,
    messages: messages.map(({ role, content, toolCalls }) => ({
      role: role === 'tool' ? 'user' : role,
      content:
        toolCalls === undefined ? content : [{ type: 'text', text: content }, ...toolCalls.map(toolUse)],
    })),
  };
}

function toolUse(call: { readonly name: string; readonly arguments: string }, i: number) {
  return {
    type: 'tool_use',
    id: `toolu_${i}`,
    name: call.name,
    input: JSON.parse(call.arguments) as unknown,
  };
}

function anthropicResponse({ id, model, answer, usage, finish }: ExchangeLine) {
  if (answer === undefined && usage === undefined) return undefined;
  const { input = 0, cacheRead = 0, cacheWrite5m = 0, cacheWrite1h = 0, output = 0 } = usage ?? {};
  return {
    id: `msg_${id}`,
    type: 'message',
    role: 'assistant',
    model,
    content: answer && [{ type: 'text', text: answer.content }, ...(answer.toolCalls ?? []).map(toolUse)],
    stop_reason: finish ?? (answer?.toolCalls === undefined ? 'end_turn' : 'tool_use'),
    usage: usage && {
      input_tokens: input,
      cache_read_input_tokens: cacheRead,
      cache_creation_input_tokens: cacheWrite5m + cacheWrite1h,
      cache_creation: { ephemeral_5m_input_tokens: cacheWrite5m, ephemeral_1h_input_tokens: cacheWrite1h },
      output_tokens: output,
    },
  };
}
