import { expect, test } from 'vitest';
import { matched } from './match-groups.ts';
import { mined } from './mined.ts';
import { plantedLog } from './planted-templates.ts';

test.each([1, 2, 3, 4, 5])(
  'at least 98%% of the calls of 50 mixed templates are in the right group (seed %i)',
  (seed) => {
    const log = plantedLog(seed, 3000);
    const { ids } = mined(log.map(({ prompt }) => prompt));
    expect(
      matched(
        log.map(({ template }) => template),
        ids,
      ),
    ).toBeGreaterThanOrEqual(0.98);
  },
);

test('ids and labels do not depend on the order of the calls', () => {
  const log = plantedLog(6, 800).map(({ prompt }) => prompt);
  const forwards = mined(log);
  const backwards = mined([...log].reverse());
  expect(backwards.ids.reverse()).toEqual(forwards.ids);
  expect(backwards.labels.reverse()).toEqual(forwards.labels);
});

test('more calls of known templates leave nearly all ids as they are', () => {
  const log = plantedLog(7, 3000).map(({ prompt }) => prompt);
  const some = mined(log.slice(0, 2000)).ids;
  const all = mined(log).ids;
  const same = some.filter((id, i) => id === all[i]).length;
  expect(same / some.length).toBeGreaterThan(0.95);
});

test('the measure counts a template in two and two templates in one as errors', () => {
  expect(matched(['a', 'a', 'b', 'b'], [1, 1, 2, 2])).toBe(1);
  expect(matched(['a', 'a', 'b', 'b'], [1, 2, 3, 3])).toBe(0.75);
  expect(matched(['a', 'a', 'b'], [1, 1, 1])).toBeCloseTo(2 / 3);
});
