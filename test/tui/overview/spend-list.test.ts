import { expect, test } from 'vitest';
import { groupingsOf, spendCells } from '../../../src/tui/overview/spend-list.ts';
import { sampleReport } from '../../report/sample-reports.ts';

const report = sampleReport('typical');

test('groupings of one group say nothing and are left out; tags are there when they were asked for', () => {
  expect(groupingsOf(report)).toEqual(['model', 'feature', 'user', 'status', 'day']);
  const tagged = { ...report, groups: { ...report.groups, 'tag:team': report.groups.feature } };
  expect(groupingsOf(tagged)).toEqual(['model', 'feature', 'user', 'status', 'tag:team', 'day']);
  expect(groupingsOf(sampleReport('empty'))).toEqual([]);
});

test('a price that is not known is unknown money and no share', () => {
  const group = report.groups.model.find(({ key }) => key === 'acme-internal-7b')!;
  expect(spendCells(report, 'model', group).slice(0, 4)).toEqual(['acme-internal-7b', 'unknown', '-', '']);
});
