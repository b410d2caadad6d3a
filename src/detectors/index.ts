import type { Detector } from '../contracts/detector.ts';
import { duplicates } from './duplicates.ts';
import { nearDuplicates } from './near-duplicates.ts';
import { oversizedContext } from './oversized-context.ts';
import { retryStorms } from './retry-storms.ts';

/**
 * The order in which tokens that several detectors found are given away: the first one keeps them.
 * From the most to the least specific cause, so that a dollar stands beside the fix that would have saved it:
 * - retry storms: failed attempts are theirs alone, and a call sent three times within minutes is a loop to be stopped
 *   before it is a prompt to be cached;
 * - duplicates, then near-duplicates: whole calls that need not have been made, the certain before the probable;
 * - oversized context last: it trims calls that were worth making, and a call that should not have been made needs no trimming.
 */
export const detectors: readonly Detector[] = [retryStorms, duplicates, nearDuplicates, oversizedContext];
