import { expect, test } from 'vitest';
import { showTarget } from '../../../src/gate/causes/show-target.ts';
import { measureOf } from '../../../src/gate/measures/measures.ts';
import type { Cause } from '../../../src/model/check.ts';

const cause = (by: Cause['by'], key: string, share: number): Cause => ({
  ...{ by, key, share, label: key, status: 'same' },
  calls: { baseline: 1, current: 1 },
  value: { baseline: 1, current: 2 },
});

const shown = (...causes: Cause[]): string | null => showTarget(measureOf('costPerCall')!, causes);

test('a template that has nearly all of it is shown rather than the feature around it', () => {
  expect(shown(cause('feature', 'f', 1), cause('template', 'prompt:a', 0.9))).toBe('template=prompt:a');
  expect(shown(cause('feature', 'f', 0.5), cause('template', 'prompt:a', 0.4))).toBe('template=prompt:a');
});

test('a feature that has clearly more than any template is shown, and what has no template is none', () => {
  expect(shown(cause('feature', 'f', 0.9), cause('template', 'prompt:a', 0.5))).toBe('feature=f');
  expect(shown(cause('feature', 'f', 0.9), cause('template', '', 0.9))).toBe('feature=f');
});
