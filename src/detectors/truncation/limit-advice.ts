import type { Call } from '../../model/call.ts';

/** What the API calls the limit of the answer (each vendor's API reference). */
export function limitParameter({ endpoint, provider }: Call): string {
  if (/google|gemini|vertex/i.test(provider)) return 'maxOutputTokens';
  if (/bedrock/i.test(provider)) return 'inferenceConfig.maxTokens';
  if (endpoint === 'responses') return 'max_output_tokens';
  if (endpoint === 'messages' || endpoint === 'completion' || /anthropic/i.test(provider))
    return 'max_tokens';
  return /^(?:openai|azure.*|)$/i.test(provider) ? 'max_completion_tokens' : 'max_tokens';
}

/** Whether the answer ended at the model's context window rather than at the request's limit. */
export function isWindowFull(finishReason: string): boolean {
  return /window|context|model_?length/i.test(finishReason);
}

export interface LimitFacts {
  readonly parameter: string;
  readonly isWindowFull: boolean;
  /** Tokens; 0 where requests set none or the log does not say. */
  readonly limit: number;
  /** Tokens that 95% of the complete answers need; NaN where there is none. */
  readonly usual: number;
  /** Tokens of the longest complete answer that took the place of a cut one; 0 where none did. */
  readonly needed: number;
}

/** One sentence: which parameter, from what to what. */
export function limitAdvice({ parameter, isWindowFull, limit, usual, needed }: LimitFacts): string {
  if (isWindowFull) {
    return 'The answer ran into the end of the context window: shorten the prompt, or use a model with a larger window.';
  }
  const from = limit === 0 ? '' : ` from ${limit}`;
  const reasons = [
    ...(needed > 0 ? [`the longest answer that replaced a cut one has ${needed} tokens`] : []),
    ...(Number.isNaN(usual) ? [] : [`95% of the complete answers have at most ${usual}`]),
  ];
  const why = reasons.length === 0 ? '' : ` (${reasons.join('; ')})`;
  const target = Math.max(needed, Number.isNaN(usual) ? 0 : usual);
  const to = target > limit ? ` to at least ${target}` : limit === 0 ? '' : ' to what a whole answer needs';
  return `Raise ${parameter}${from}${to}${why}, or ask for a shorter answer; a higher limit costs nothing until it is used.`;
}
