import type { Strategy } from '../contracts/strategy.ts';
import batchApi from './batch-api.ts';
import batchPrompts from './batch-prompts.ts';
import cache from './cache.ts';
import cascade from './cascade.ts';
import compression from './compression.ts';
import modelMap from './model-map.ts';
import outputCap from './output-cap.ts';
import promptCache from './prompt-cache.ts';
import provider from './provider.ts';
import rateLimit from './rate-limit.ts';
import retryPolicy from './retry-policy.ts';
import router from './router.ts';
import tokenBudget from './token-budget.ts';
import truncation from './truncation.ts';

/** In the order in which they are replayed unless the user orders them: what each sees is what the one before leaves. */
export const strategies: readonly Strategy[] = [
  retryPolicy,
  rateLimit,
  tokenBudget,
  cache,
  modelMap,
  provider,
  router,
  cascade,
  compression,
  truncation,
  promptCache,
  outputCap,
  batchPrompts,
  batchApi,
];
