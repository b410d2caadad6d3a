import type { Call } from '../../model/call.ts';
import type { CacheScope } from './cache-scopes.ts';
import type { HeldCause } from './miss-cause.ts';

/** Sizes of parts are scaled from another tokenizer's: a smaller difference to what was read may be its error. Own choice. */
export const UNCERTAIN_SHARE = 0.1;

/** Why a prefix that was there was not read. */
export function heldCause(
  { usage, usageBasis, cacheTtl }: Call,
  { mode }: CacheScope,
  served: number,
): HeldCause {
  if (usageBasis !== 'logged') return 'usage';
  if (mode === 'automatic') return 'missed';
  const cached = usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h;
  if (cached === 0 && cacheTtl === '') return 'not-asked';
  return cached >= (1 - UNCERTAIN_SHARE) * served ? 'missed' : 'breakpoint';
}
