import { expect, test } from 'vitest';
import { distinctLabels } from '../../../src/engine/check/distinct-labels.ts';
import { madeGroups } from '../../gate/made-measurement.ts';

const RULES = 'You work for a company that sells outdoor equipment.';

test('labels that begin alike are told apart by their keys, others stay', () => {
  const { list } = madeGroups([
    { key: 'prompt:0123456789ab', label: `${RULES} Translate` },
    { key: 'prompt:ba9876543210', label: `${RULES} Summarise` },
    { key: 'prompt:cccccccccccc', label: 'Classify the mail' },
    { key: 'feature:search', label: 'feature:search' },
    { key: '', label: '' },
  ]);
  expect(distinctLabels(list).map(({ label }) => label)).toEqual([
    '',
    'feature:search',
    `012345 ${RULES} Translate`,
    `ba9876 ${RULES} Summarise`,
    'Classify the mail',
  ]);
});

test('names that begin alike are names', () => {
  const { list } = madeGroups([
    { key: 'a-feature-with-a-very-long-name-indeed-1' },
    { key: 'a-feature-with-a-very-long-name-indeed-2' },
  ]);
  expect(distinctLabels(list)).toEqual(list);
});
