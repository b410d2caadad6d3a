import type { Call } from '../../model/call.ts';
import type { CacheScope } from '../../patterns/caching/cache-scopes.ts';
import { UNCERTAIN_SHARE } from '../../patterns/caching/text-scale.ts';
import type { HeldCause } from './miss-cause.ts';

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
