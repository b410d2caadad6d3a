import type { SegmentFacts } from '../../model/segment.ts';

/** How much of each part of a prompt lossy compression leaves; shares are 0 to 1, where 1 leaves it alone. */
export interface LossyOptions {
  readonly mode: string;
  readonly minTokens: number;
  readonly targetTokens: number;
  readonly contextTokens: number;
  readonly contextKeep: number;
  readonly toolKeep: number;
  readonly historyKeep: number;
}

/** Base tokens that a segment has after lossy compression; its own where it is left alone. */
export type KeptTokens = (facts: SegmentFacts) => number;

/** System prompts above a size; a target in tokens. */
export function keptOfSystem({ mode, minTokens, targetTokens }: LossyOptions): KeptTokens {
  if (mode === 'lossless') return ({ tokens }) => tokens;
  return ({ kind, tokens }) =>
    kind === 'system' && tokens > minTokens && tokens > targetTokens ? targetTokens : tokens;
}

/** Messages: results of tools, the model's earlier answers, and what is long enough in a user's message to be documents. */
export function keptOfMessages(options: LossyOptions): KeptTokens {
  const { contextTokens, contextKeep, toolKeep, historyKeep } = options;
  const share = ({ role, tokens }: SegmentFacts): number => {
    if (role === 'tool' || role === 'function') return toolKeep;
    if (role === 'assistant' || role === 'model') return historyKeep;
    return role === 'user' && tokens > contextTokens ? contextKeep : 1;
  };
  return (facts) => (facts.kind === 'message' ? Math.ceil(facts.tokens * share(facts)) : facts.tokens);
}

export function shortensMessages({ contextKeep, toolKeep, historyKeep }: LossyOptions): boolean {
  return contextKeep < 1 || toolKeep < 1 || historyKeep < 1;
}

export function isLossy(options: LossyOptions): boolean {
  return options.mode !== 'lossless' || shortensMessages(options);
}

type Shares = Pick<LossyOptions, 'targetTokens' | 'contextKeep' | 'toolKeep' | 'historyKeep'>;

/** With `factor` 0.5 half as much goes of messages, with 1.25 a quarter more; what is left alone stays so. */
export function sharesAt(options: LossyOptions, targetTokens: number, factor: number): Shares {
  const keep = (share: number): number => Math.max(0, 1 - (1 - share) * factor);
  return {
    targetTokens,
    contextKeep: keep(options.contextKeep),
    toolKeep: keep(options.toolKeep),
    historyKeep: keep(options.historyKeep),
  };
}
