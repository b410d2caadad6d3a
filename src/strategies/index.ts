import type { Strategy } from '../contracts/strategy.ts';
import cache from './cache.ts';
import compression from './compression.ts';
import router from './router.ts';

/** In the order in which they are replayed unless the user orders them: what each sees is what the one before leaves. */
export const strategies: readonly Strategy[] = [compression, cache, router];
