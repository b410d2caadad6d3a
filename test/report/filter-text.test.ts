import { expect, test } from 'vitest';
import { filterText, limitsText } from '../../src/report/filter-text.ts';

const NONE = { since: null, until: null, where: [], callsLeftOut: 0, callsWithoutTime: 0 };
const SINCE = '2026-10-31T23:00:00.000Z';

test.each([
  [{ ...NONE, since: SINCE }, 'Only calls since 2026-11-01 00:00; 0 calls left out.'],
  [
    { ...NONE, until: SINCE, callsLeftOut: 1, callsWithoutTime: 1 },
    'Only calls before 2026-11-01 00:00; 1 call left out, 1 of them without a time.',
  ],
  [
    {
      ...{ since: SINCE, until: '2026-11-07T23:00:00.000Z', callsLeftOut: 1234, callsWithoutTime: 12 },
      where: ['feature=a', 'user!=x', 'feature=b', 'user!=y', 'tag:team='],
    },
    'Only calls since 2026-11-01 00:00 and before 2026-11-08 00:00, with feature=a or feature=b, user!=x, user!=y, tag:team=; 1,234 calls left out, 12 of them without a time.',
  ],
])('%#', (filter, text) => {
  expect(filterText(filter, 'Europe/Berlin')).toBe(text);
});

test('limits are told before anything was read, too', () => {
  expect(limitsText({ since: Date.parse(SINCE), until: null, where: ['user=a'] }, 'UTC')).toBe(
    'only calls since 2026-10-31 23:00, with user=a',
  );
});
