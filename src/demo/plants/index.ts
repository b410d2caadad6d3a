import type { Plant } from './plant.ts';

/** One for each detector that the week of the demo does not exercise by itself. */
export const plants: readonly Plant[] = [];
