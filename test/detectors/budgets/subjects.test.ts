import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Subjects } from '../../../src/detectors/budgets/subjects.ts';

test('sums of the log and of its last full weeks are those of a plain second reading', () => {
  const entry = fc.record({
    name: fc.constantFrom('a', 'b', 'c'),
    usd: fc.integer({ min: 0, max: 9 }),
    week: fc.integer({ min: 0, max: 6 }),
  });
  fc.assert(
    fc.property(fc.array(entry), fc.integer({ min: 0, max: 1 }), (entries, partial) => {
      entries.sort((x, y) => x.week - y.week);
      const subjects = new Subjects();
      for (const { name, usd, week } of entries) subjects.add(name, 1, usd, week);
      const full = (entries.at(-1)?.week ?? 0) - partial;
      const sum = (name: string, week?: number) =>
        entries
          .filter((each) => each.name === name && (week === undefined || each.week === week))
          .reduce((total, { usd }) => total + usd, 0);
      for (const { name, usd, weekUsd, previousUsd } of subjects.spends(full)) {
        expect([usd, weekUsd, previousUsd]).toEqual([sum(name), sum(name, full), sum(name, full - 1)]);
      }
    }),
  );
});

test('of more names than can be told apart the largest stay, and nobody gets more than was spent', () => {
  const subjects = new Subjects(10);
  for (let i = 0; i < 1000; i++) {
    subjects.add('whale', 1, 5, Number.NaN);
    subjects.add(`minnow-${i}`, 1, 1, Number.NaN);
  }
  expect(subjects.isCut).toBe(true);
  expect(subjects.size).toBeLessThanOrEqual(10);
  const whale = [...subjects.spends(0)].find(({ name }) => name === 'whale');
  expect(whale).toMatchObject({ calls: 1000, usd: 5000 });
});
