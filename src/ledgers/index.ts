import type { Ledger } from '../contracts/ledger.ts';
import { anthropicCosts } from './anthropic-costs.ts';
import { anthropicUsage } from './anthropic-usage.ts';
import { deepseekPlatform } from './deepseek-platform.ts';
import { litellmDaily } from './litellm-daily.ts';
import { openaiActivity } from './openai-activity.ts';
import { openaiCosts } from './openai-costs.ts';
import { openaiUsage } from './openai-usage.ts';
import { openrouterDaily } from './openrouter-daily.ts';

/** Every export of totals, in the order in which equal scores are settled. */
export const ledgers: readonly Ledger[] = [
  openaiUsage,
  openaiCosts,
  openaiActivity,
  anthropicUsage,
  anthropicCosts,
  openrouterDaily,
  litellmDaily,
  deepseekPlatform,
];
