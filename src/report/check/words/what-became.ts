import type { GroupChange, GroupStatus } from '../../../model/check.ts';
import { percent } from '../../format.ts';
import { difference } from './figure-text.ts';

/** What became of a group since the baseline; '' where it is there as before. */
export const STATUS_WORDS = {
  same: '',
  changed: 'prompt changed',
  appeared: 'new',
  vanished: 'gone',
} as const satisfies Record<GroupStatus, string>;

/** What became of a group; of a prompt that changed, how much of it is the same and how many tokens it gained or lost. */
export function whatBecame({ status, similarity, inputTokensPerCall }: GroupChange): string {
  const { baseline, current } = inputTokensPerCall;
  if (status !== 'changed') return STATUS_WORDS[status];
  const same = similarity === null ? '' : `, ${percent(similarity)} the same`;
  const tokens =
    baseline === null || current === null || Math.round(current - baseline) === 0
      ? ''
      : `, ${difference(Math.round(current - baseline), 'tokens')} input tokens a call`;
  return `${STATUS_WORDS[status]}${same}${tokens}`;
}
