import type { Cause } from '../../model/check.ts';
import type { Measure } from '../measures/measures.ts';

/** A template that has so much of the largest part says more than the feature around it. Own choice. */
const MOST_OF_IT = 0.8;

/** What `llm-cost show` takes to show the calls behind a figure of all calls: a finding, or where the most of it comes from. */
export function showTarget({ detector }: Measure, causes: readonly Cause[]): string | null {
  if (detector !== undefined) return detector;
  const shown = causes.filter(({ status }) => status !== 'vanished');
  const first = shown[0];
  if (first === undefined) return null;
  const least = MOST_OF_IT * first.share;
  const template = shown.find(({ by, key, share }) => by === 'template' && key !== '' && share >= least);
  const { by, key } = template ?? first;
  return `${by}=${key}`;
}
