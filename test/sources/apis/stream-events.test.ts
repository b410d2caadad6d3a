import { expect, test } from 'vitest';
import { streamEvents } from '../../../src/sources/apis/stream-events.ts';
import { fixtureRecords, readInOrder, usageRow } from '../../support/read-source.ts';

test('the fixture: chunks of two streams that run side by side, an Anthropic stream, and one that was cut', () => {
  const records = fixtureRecords('stream-events.jsonl').filter((record) => record !== undefined);
  const { results, end } = readInOrder(streamEvents, records);
  const told = results.flatMap((result, i) =>
    result.kind === 'calls' ? result.calls.map((call) => [i + 1, call] as const) : [],
  );
  expect(
    [...told, ...end.map((call) => ['end', call] as const)].map(([line, { id, usage, stream, response }]) => [
      ...[line, id, usageRow(usage), stream, response?.text],
    ]),
  ).toEqual([
    [5, 'chatcmpl-e1', [176, 1024, 0, 0, 4, 0], true, 'Good morning'],
    [10, 'msg_e3', [12, 3000, 0, 0, 9, 0], true, 'Hello'],
    ['end', 'chatcmpl-e2', undefined, true, 'No usage here'],
  ]);
  expect(results.every(({ kind }) => kind === 'calls' || kind === 'other')).toBe(true);
});
