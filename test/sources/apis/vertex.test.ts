import { expect, test } from 'vitest';
import { vertex } from '../../../src/sources/apis/vertex.ts';
import { sources } from '../../../src/sources/index.ts';
import {
  callOf,
  callsOf,
  fixtureRecords,
  fixtureText,
  readRecord,
  readTable,
  usageRow,
} from '../../support/read-source.ts';

const records = fixtureRecords('vertex.jsonl');
const options = { map: {}, epoch: 0 };

test('a row is the call in its bodies, at the time of the log', () => {
  const call = callOf(vertex, records[0]);
  expect(usageRow(call.usage)).toEqual([12, 0, 0, 0, 2, 0]);
  expect(call).toMatchObject({
    ...{ key: 'gemini:fxV0001', provider: 'google', model: 'gemini-2.5-flash', latencyMs: 812 },
    ...{ time: Date.UTC(2026, 8, 13, 10, 0, 0, 250), tags: { team: 'quay' }, tier: 'standard' },
  });
});

test('Claude on Vertex keeps Anthropic’s counts and is billed by Google', () => {
  const call = callOf(vertex, records[1]);
  expect(usageRow(call.usage)).toEqual([10, 300, 0, 0, 4, 0]);
  expect(call).toMatchObject({
    ...{ key: 'anthropic:msg_vrtx_fx2', provider: 'google', endpoint: 'messages', latencyMs: 1500 },
    ...{ model: 'claude-sonnet-4-5-20250929', requestedModel: 'claude-sonnet-4-5' },
  });
});

test('whatever the bodies look like, Google bills', () => {
  const row = structuredClone(records[1]) as { full_response: { id: string }; api_method?: string };
  row.full_response.id = 'msg_01';
  row.api_method = undefined;
  expect(callOf(vertex, row)).toMatchObject({ provider: 'google', key: 'anthropic:msg_01' });
});

test('a failure is known by the row’s id', () => {
  expect(callOf(vertex, records[2])).toMatchObject({
    ...{ key: 'vertex:9000000000000000003', failed: true, status: 400, error: 'INVALID_ARGUMENT' },
  });
  expect(callOf(vertex, records[2]).usage).toBeUndefined();
});

test('a streamed answer is put together', () => {
  const call = callOf(vertex, records[3]);
  expect(usageRow(call.usage)).toEqual([7, 0, 0, 0, 5, 0]);
  expect(call).toMatchObject({ stream: true, response: { text: 'One, two' } });
});

test('an id that JSON has rounded names no row', () => {
  const row = { ...(records[3] as object), request_id: 9_000_000_000_000_000_000 };
  expect(callOf(vertex, row).key).toBeUndefined();
});

test('a row without bodies is skipped, another table’s is not its own', () => {
  expect(readRecord(vertex, records[4]).kind).toBe('skip');
  expect(readRecord(vertex, { full_request: {} })).toEqual({ kind: 'other' });
});

test('the table reads like the lines', () => {
  const rows = callsOf(readTable(vertex, fixtureText('vertex.csv')));
  expect(rows).toEqual(records.slice(0, 3).map((record) => callOf(vertex, record)));
  expect(vertex.recognizeHeader!(fixtureText('vertex.csv').split('\n')[0]!.split(','), options).score).toBe(
    0.99,
  );
});

test('only this source claims the fixture', () => {
  for (const record of records) {
    for (const { id, recognize } of sources) {
      const score = recognize?.(record, options).score ?? 0;
      expect(score, id).toBe(id === 'vertex' ? 0.99 : Math.min(score, 0.5));
    }
  }
});
