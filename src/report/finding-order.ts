import type { Finding } from '../model/report.ts';
import { billedTokens } from '../model/usage.ts';

/** Found with groups that are certain; of others only what is for review speaks. */
export function isCounted({ status, groupsTotal, review, calls }: Finding): boolean {
  return status === 'found' && (calls > 0 || groupsTotal > review.groups);
}

/** What a finding is about could have been spared; without, it is only worth knowing. */
export function isWaste({ wastedUsd, wastedTokens }: Finding): boolean {
  return wastedUsd > 0 || billedTokens(wastedTokens) > 0;
}

/** Most counted money first; equal money in order of what was found alone, then of names. */
export function byMoney(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (a, b) => b.countedUsd - a.countedUsd || b.wastedUsd - a.wastedUsd || (a.detector < b.detector ? -1 : 1),
  );
}
