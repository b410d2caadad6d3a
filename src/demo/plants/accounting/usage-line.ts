import type { Truth } from '../../log-line.ts';
import type { PlantedLine } from '../plant.ts';

/** A call as a gateway logs it that keeps counts and names and no text. */
export interface UsageLine {
  readonly id: string;
  /** UTC ms. */
  readonly time: number;
  readonly model: string;
  readonly user: string;
  readonly session: string;
  readonly feature: string;
  /** Tokens. */
  readonly input: number;
  readonly output: number;
  readonly truth: readonly Truth[];
}

export function usageLine(call: UsageLine): PlantedLine {
  const { id, time, model, user, session, feature, input, output, truth } = call;
  const line = JSON.stringify({
    id,
    timestamp: new Date(time).toISOString(),
    session_id: session,
    user,
    metadata: { feature },
    status: 200,
    latency_ms: 400 + 11 * output,
    request: { model, stream: true },
    response: {
      id: `chatcmpl-${id}`,
      object: 'chat.completion',
      created: Math.floor(time / 1000),
      model,
      choices: [{ index: 0, finish_reason: 'stop' }],
      usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
    },
  });
  return { id, time, line, truth };
}
