import type { Prompts } from '../../contracts/prompts.ts';
import type { PlannedCall } from '../../contracts/strategy.ts';
import type { ModelInfo } from '../../model/price.ts';
import { textScale } from '../../patterns/caching/text-scale.ts';

/** Tokens in o200k_base up to a node of the call's prompt, as the strategies before left it. */
export function sentTokens(
  prompts: Prompts,
  { sentTokens: sent }: Pick<PlannedCall, 'sentTokens'>,
  node: number,
): number {
  return sent === undefined || node < 0 ? prompts.tokens(node) : sent(node);
}

/**
 * Billed tokens per token of the text. What was billed beyond the text (images, turns that the provider keeps) is in no message,
 * so that no message may be taken for larger than its text.
 */
export function billedScale(billed: number, base: number, info: ModelInfo | undefined): number {
  if (!(base > 0)) return 0;
  return textScale(
    billed,
    base,
    info?.tokenizerFamily.startsWith('claude') === true ? 'explicit' : 'automatic',
  );
}
