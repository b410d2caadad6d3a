import type { Detector } from '../contracts/detector.ts';
import { batchable } from './batchable.ts';
import { budgetAndRate } from './budget-and-rate.ts';
import { cacheWritesWasted } from './cache-writes-wasted.ts';
import { duplicates } from './duplicates.ts';
import { failedCalls } from './failed-calls.ts';
import { historyResent } from './history-resent.ts';
import { nearDuplicates } from './near-duplicates.ts';
import { overpoweredModel } from './overpowered-model.ts';
import { oversizedContext } from './oversized-context.ts';
import { priceChanges } from './price-changes.ts';
import { promptCacheMisses } from './prompt-cache-misses.ts';
import { retiredModels } from './retired-models.ts';
import { retryStorms } from './retry-storms.ts';
import { truncatedOutput } from './truncated-output.ts';
import { unusedTools } from './unused-tools.ts';
import { verboseOutput } from './verbose-output.ts';

/**
 * The order in which tokens that several detectors found are given away: the first one keeps them.
 * From the most to the least specific cause, so that a dollar stands beside the fix that would have saved it:
 * - retry storms: failed attempts are theirs alone, and a call sent three times within minutes is a loop to be stopped
 *   before it is a prompt to be cached;
 * - truncated output and failed calls next: an answer that was thrown away, or never came, is none that a cache could have kept;
 * - duplicates, then near-duplicates: whole calls that need not have been made, the certain before the probable;
 * - unused tools, then oversized context: tokens that need not have been sent in calls that were worth making; a tool that
 *   nobody calls is the reason why a prompt is large;
 * - prompt cache misses, then wasted cache writes and history sent again: tokens that were needed and billed at too high a
 *   rate. A date before the prefix is why a write is never read, and moving it saves more than not writing;
 * - verbose output: what the answer did not need;
 * - overpowered model, then batchable: a lower rate for all that is left;
 * - budgets and rates, retired models and price changes claim no tokens.
 */
export const detectors: readonly Detector[] = [
  retryStorms,
  truncatedOutput,
  failedCalls,
  duplicates,
  nearDuplicates,
  unusedTools,
  oversizedContext,
  promptCacheMisses,
  cacheWritesWasted,
  historyResent,
  verboseOutput,
  overpoweredModel,
  batchable,
  budgetAndRate,
  retiredModels,
  priceChanges,
];
