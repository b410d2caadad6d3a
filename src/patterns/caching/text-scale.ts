import type { CacheMode } from './cache-scopes.ts';

/**
 * No known vocabulary writes a text in half again as many tokens as o200k_base (BILLING 8). What was billed beyond that does not
 * show in the text (images, searched pages, earlier turns kept by the provider), and where it stands cannot be told.
 */
const LARGEST_SCALE = 1.5;
/** Claude adds some hundred tokens to a prompt with tools (BILLING 9), in front of all else: so much more may be that. Own choice. */
const LARGEST_WITH_TOOLS = 2;

/** Sizes of parts are scaled from another tokenizer's: a smaller difference to what was read may be its error. Own choice. */
export const UNCERTAIN_SHARE = 0.1;

/** Tokens of a call per o200k_base token of its text; 1 where the text is not all that was billed, so that little is claimed. */
export function textScale(billed: number, base: number, mode: CacheMode): number {
  const scale = billed / base;
  if (mode === 'explicit' && scale <= LARGEST_WITH_TOOLS) return Math.min(scale, LARGEST_SCALE);
  return scale > LARGEST_SCALE ? 1 : scale;
}
