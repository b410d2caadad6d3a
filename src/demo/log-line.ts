import type { Draft } from './tasks.ts';

/** One thing that was planted in a call, and how many of its tokens were avoidable. */
export interface Truth {
  readonly detector: string;
  readonly tokens: number;
}

export interface LogLine {
  readonly id: string;
  readonly trace: string;
  readonly time: number;
  readonly user: string;
  readonly status: number;
  readonly latencyMs: number;
  readonly attempt: number;
  readonly draft: Draft;
  readonly prompt: Prompt;
  /** Undefined where nothing was billed. */
  readonly usage: DemoUsage | undefined;
  readonly truth: readonly Truth[];
}

interface Prompt {
  readonly system: string;
  readonly user: string;
}

export interface DemoUsage {
  readonly input: number;
  readonly output: number;
  readonly reasoning: number;
}

export function promptOf(draft: Draft, padding: readonly string[], question: string): Prompt {
  return { system: draft.system, user: [...draft.documents, ...padding, question].join('\n\n') };
}

const PER_MESSAGE = 3;
const REPLY_PRIMER = 3;

/** What the API would report: OpenAI's published counting rule over the text, and the hidden reasoning in the output. */
export function usageOf({ system, user }: Prompt, draft: Draft, count: (text: string) => number): DemoUsage {
  const message = (role: string, content: string): number => PER_MESSAGE + count(role) + count(content);
  return {
    input: message('system', system) + message('user', user) + REPLY_PRIMER,
    output: count(draft.answer) + draft.reasoningTokens,
    reasoning: draft.reasoningTokens,
  };
}

const SNAPSHOTS: Readonly<Record<string, string>> = {
  'gpt-4.1': 'gpt-4.1-2025-04-14',
  'gpt-4.1-mini': 'gpt-4.1-mini-2025-04-14',
  'gpt-4o': 'gpt-4o-2024-08-06',
  'gpt-5': 'gpt-5-2025-08-07',
};

/** The line as a home-made logger around the OpenAI SDK would write it. */
export function lineOf(line: LogLine): string {
  const { draft, prompt, usage, time, status } = line;
  const request = {
    model: draft.model,
    temperature: draft.task.temperature,
    max_completion_tokens: draft.task.maxTokens,
    messages: [
      { role: 'system', content: prompt.system },
      { role: 'user', content: prompt.user },
    ],
  };
  return JSON.stringify({
    id: line.id,
    timestamp: new Date(time).toISOString(),
    trace_id: line.trace,
    attempt: line.attempt,
    user: line.user,
    metadata: { feature: draft.task.feature, task: draft.task.name },
    status,
    latency_ms: line.latencyMs,
    request,
    response:
      status === 200 ? success(line) : { error: errorOf(status), ...(usage && { usage: usageJson(usage) }) },
  });
}

function success({ id, draft, usage, time }: LogLine) {
  return {
    id: `chatcmpl-${id}`,
    object: 'chat.completion',
    created: Math.floor(time / 1000),
    model: SNAPSHOTS[draft.model] ?? draft.model,
    choices: [{ index: 0, message: { role: 'assistant', content: draft.answer }, finish_reason: 'stop' }],
    usage: usage && usageJson(usage),
    service_tier: 'default',
  };
}

function usageJson({ input, output, reasoning }: DemoUsage) {
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: reasoning },
  };
}

function errorOf(status: number) {
  return status === 429
    ? { type: 'requests', code: 'rate_limit_exceeded', message: 'Rate limit reached' }
    : { type: 'server_error', code: null, message: 'The server had an error while processing the request' };
}
