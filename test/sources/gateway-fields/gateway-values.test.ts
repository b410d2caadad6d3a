import { expect, test } from 'vitest';
import {
  amountOf,
  attemptOf,
  errorCodeOf,
  flagOf,
  millisecondsOf,
  nameOf,
  timeOf,
  workedOutCost,
} from '../../../src/sources/gateway-fields/gateway-values.ts';
import { httpStatusOf } from '../../../src/sources/record/record-access.ts';

const options = { map: {}, epoch: 0 };

test.each([
  ['timeOf', timeOf('2026-01-01 00:00:00', options), Date.UTC(2026, 0, 1)],
  [
    'timeOf in a zone',
    timeOf('2026-01-01 00:00:00', { ...options, logZone: 'Asia/Tokyo' }),
    Date.UTC(2025, 11, 31, 15),
  ],
  ['timeOf nothing', timeOf(undefined, options), undefined],
  ['seconds', millisecondsOf('1.5', 1000), 1500],
  ['a negative span', millisecondsOf(-1), undefined],
  ['a span of a year', millisecondsOf(4e10), undefined],
  ['no span', millisecondsOf({}), undefined],
  ['dollars', amountOf('0.5'), 0.5],
  ['less than nothing', amountOf(-0.5), undefined],
  ['more than anything', amountOf(1e300), undefined],
  ['no cost worked out', workedOutCost(0, false), undefined],
  ['a cache hit costs nothing', workedOutCost(0, true), 0],
  ['a cost', workedOutCost(0.1, false), 0.1],
  ['True of Python', flagOf('True'), true],
  ['None of Python', flagOf('None'), undefined],
  ['1.0 of a column store', flagOf('1.0'), true],
  ['0', flagOf(0), false],
  ['f of Postgres', flagOf('f'), false],
  ['a status', httpStatusOf('429'), 429],
  ['no status', httpStatusOf(-3), undefined],
  ['half a status', httpStatusOf(200.5), undefined],
  ['a name', nameOf('  ann '), 'ann'],
  ['an id that is a number', nameOf(7), '7'],
  ['no name', nameOf(' '), undefined],
  ['a class', errorCodeOf('RateLimitError'), 'RateLimitError'],
  ['a message', errorCodeOf('over the limit of ann'), 'error'],
  ['no error', errorCodeOf(''), undefined],
  ['no retry', attemptOf('0'), 1],
  ['two retries', attemptOf(2), 3],
  ['all retries used up', attemptOf('-1'), undefined],
])('%s', (_, read, expected) => {
  expect(read).toBe(expected);
});

test('a name that is a credential is kept as a hash', () => {
  expect(nameOf('sk-or-v1-0123456789abcdef')).toMatch(/^redacted-\w+$/);
});
