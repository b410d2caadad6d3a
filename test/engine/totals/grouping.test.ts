import { expect, test } from 'vitest';
import { Grouping } from '../../../src/engine/totals/grouping.ts';
import type { Call } from '../../../src/model/call.ts';
import { GROUP_KINDS } from '../../../src/model/report.ts';
import { NO_TOKENS } from '../../../src/model/usage.ts';

const naming = {
  timezone: 'UTC',
  templates: { of: () => -1, id: () => '', label: () => '' },
  modelName: ({ model }: Call) => model,
};

const call = (tags: string): Call =>
  ({ tags, model: 'm', user: '', feature: '', time: 0, status: 200, usage: NO_TOKENS, prompt: -1 }) as Call;

const TAGS = ['{"team":"a"}', '{"team":"b","env":"x"}', '{"team":"a"}', '', 'no tags', '{"team":""}'];

test('tags are grouped by where they are asked for, and every grouping sums to the whole', () => {
  const grouping = new Grouping(naming, ['tag:team', 'day', 'tag:__proto__']);
  for (const tags of TAGS) grouping.add(call(tags), 1);
  const { groups, groupTotals } = grouping.groups(10, TAGS.length);
  expect(groups['tag:team']!.map(({ key, calls, share }) => [key, calls, share])).toEqual([
    ['', 3, 0.5],
    ['a', 2, 2 / 6],
    ['b', 1, 1 / 6],
  ]);
  expect(groupTotals['tag:team']).toBe(3);
  expect(groups['tag:__proto__']!.map(({ key, calls }) => [key, calls])).toEqual([['', 6]]);
  expect(Object.keys(groups)).toEqual([...GROUP_KINDS, 'tag:team', 'tag:__proto__']);
});

test('a list of tags that is cut says what it leaves out', () => {
  const grouping = new Grouping(naming, ['tag:team']);
  for (const tags of TAGS) grouping.add(call(tags), 1);
  expect(grouping.groups(1, 6).groups['tag:team']!.map(({ key, calls }) => [key, calls])).toEqual([
    ['', 3],
    [null, 3],
  ]);
});

test('without tags there are the kinds alone', () => {
  expect(Object.keys(new Grouping(naming).groups(1, 0).groups)).toEqual([...GROUP_KINDS]);
});
