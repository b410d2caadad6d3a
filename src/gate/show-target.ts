import type { Cause } from '../model/check.ts';
import type { Measure } from './measures.ts';

/** What `llm-cost show` takes to show the calls behind a figure of all calls: a finding, or where the most of it comes from. */
export function showTarget({ detector }: Measure, causes: readonly Cause[]): string | null {
  if (detector !== undefined) return detector;
  const first = causes.find(({ status }) => status !== 'vanished');
  return first === undefined ? null : `${first.by}=${first.key}`;
}
