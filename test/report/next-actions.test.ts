import { expect, test } from 'vitest';
import { nextActions } from '../../src/report/next-actions.ts';
import { sampleReport } from './sample-reports.ts';

test('the most valuable first, findings by what is counted of them', () => {
  expect(nextActions(sampleReport('typical')).map(({ title, savesUsd }) => [title, savesUsd])).toEqual([
    ['Model router', 301.125],
    ['History sent again', 171.25],
    ['Exact response cache', 150],
  ]);
});

test('what saves nothing is not an action', () => {
  const titles = nextActions(sampleReport('typical'), 99).map(({ title }) => title);
  expect(titles).not.toContain('Prompt compression');
  expect(titles).not.toContain('Batch tier');
  expect(nextActions(sampleReport('all-unpriced'))).toEqual([]);
});
