import { batchablePlant } from './batchable.ts';
import { budgetAndRatePlant } from './budget-and-rate.ts';
import { cacheWritesWastedPlant } from './cache-writes-wasted.ts';
import { failedCallsPlant } from './failed-calls.ts';
import { historyResentPlant } from './history-resent.ts';
import { overpoweredModelPlant } from './overpowered-model.ts';
import type { Plant } from './plant.ts';
import { priceChangesPlant } from './price-changes.ts';
import { promptCacheMissesPlant } from './prompt-cache-misses.ts';
import { retiredModelsPlant } from './retired-models.ts';
import { truncatedOutputPlant } from './truncated-output.ts';
import { unusedToolsPlant } from './unused-tools.ts';
import { verboseOutputPlant } from './verbose-output.ts';

/** One for each detector that the week of the demo does not exercise by itself. */
export const plants: readonly Plant[] = [
  verboseOutputPlant,
  overpoweredModelPlant,
  truncatedOutputPlant,
  failedCallsPlant,
  batchablePlant,
  cacheWritesWastedPlant,
  promptCacheMissesPlant,
  historyResentPlant,
  unusedToolsPlant,
  budgetAndRatePlant,
  retiredModelsPlant,
  priceChangesPlant,
];
