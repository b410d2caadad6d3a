import { describe, expect, test } from 'vitest';
import type { CallFilter, Condition } from '../../../src/engine/audit-request.ts';
import { CallLog } from '../../../src/engine/log/call-log.ts';
import { type CallNaming, filterLog } from '../../../src/engine/log/filter-log.ts';
import { ENDPOINTS, SERVICE_TIERS } from '../../../src/model/call.ts';
import { type RowParts, storeOf } from '../../support/log-store.ts';

/** As the report names them, of a book that knows one model under two names. */
const NAMING: CallNaming = {
  key(kind, call) {
    if (kind === 'model') return call.model.replace('-2025-04-14', '');
    if (kind === 'template') return call.prompt >= 0 ? `prompt:${call.prompt}abc` : 'feature:chat';
    return call.status > 0 ? String(call.status) : call.failed ? 'failed' : '';
  },
  sellerOf: ({ model }) => (model.startsWith('gpt') ? 'openai' : ''),
};

const where = (...texts: readonly string[]): Condition[] =>
  texts.map((text) => {
    const [, key = '', mark, value = ''] = /^([^=!]+)(!?)=(.*)$/s.exec(text)!;
    return { key, value, isNegated: mark === '!' };
  });

function filtered(rows: readonly RowParts[], filter: CallFilter) {
  const { store, files } = storeOf([{ path: '/a', rows }]);
  const log = new CallLog(store.calls, files, { strings: store.strings.texts, tokenRatio: () => 1 });
  const result = filterLog(log, filter, NAMING);
  return { ...result, log, lines: Array.from(log, ({ line }) => line) };
}

const ROWS: readonly RowParts[] = [
  {
    line: 1,
    time: 10,
    model: 'gpt-4.1-2025-04-14',
    status: 200,
    user: 'ann',
    feature: 'search-web',
    prompt: 3,
  },
  { line: 2, time: 20, model: 'gpt-4.1', status: 429, failed: 1, user: 'bob', session: 's1' },
  {
    line: 3,
    time: 30,
    model: 'claude',
    provider: 'anthropic',
    failed: 1,
    endpoint: ENDPOINTS.indexOf('messages'),
  },
  {
    line: 4,
    time: 40,
    model: 'own',
    tier: SERVICE_TIERS.indexOf('batch'),
    tags: '{"team":"search","a.b":"1"}',
  },
  { line: 5, model: 'own', tags: '{"team":', feature: 'search-db' },
];

describe('every key', () => {
  test.each([
    [['model=gpt-4.1'], [1, 2]],
    [['model=gpt-4.1-2025-04-14'], [1]],
    [
      ['model=claude', 'model=own'],
      [3, 4, 5],
    ],
    [['provider=openai'], [1, 2]],
    [['provider=anthropic'], [3]],
    [['provider='], [1, 2, 4, 5]],
    [['user=ann'], [1]],
    [['user='], [3, 4, 5]],
    [['user!='], [1, 2]],
    [['feature=search-*'], [1, 5]],
    [['feature=search-*', 'feature!=search-db'], [1]],
    [['template=prompt:3abc'], [1]],
    [['template=3abc'], [1]],
    [['template=feature:chat'], [2, 3, 4, 5]],
    [['session=s1'], [2]],
    [['status=200'], [1]],
    [['status=4*'], [2]],
    [['status=failed'], [2, 3]],
    [['status!=failed'], [1, 4, 5]],
    [['status='], [4, 5]],
    [['endpoint=messages'], [3]],
    [['endpoint='], [1, 2, 4, 5]],
    [['tier=batch'], [4]],
    [['tag:team=search'], [4]],
    [['tag:team='], [1, 2, 3, 5]],
    [['tag:a.b=1'], [4]],
    [['tag:model=own'], []],
    [['user=ann', 'model=own'], []],
  ])('%j leaves the lines %j', (texts, lines) => {
    const { filter, ...left } = filtered(ROWS, { where: where(...texts) });
    expect(left.lines.toSorted()).toEqual(lines);
    expect(left.log.size + filter.callsLeftOut).toBe(ROWS.length);
    expect(filter).toMatchObject({ where: texts, since: null, until: null, callsWithoutTime: 0 });
  });
});

describe('a span of time', () => {
  test('has its first instant and not its last, and no call without a time', () => {
    const { lines, filter, warnings } = filtered(ROWS, { since: 20, until: 40, where: [] });
    expect(lines).toEqual([2, 3]);
    expect(filter).toEqual({
      since: '1970-01-01T00:00:00.020Z',
      until: '1970-01-01T00:00:00.040Z',
      where: [],
      callsLeftOut: 3,
      callsWithoutTime: 1,
    });
    expect(warnings).toEqual([expect.objectContaining({ code: 'filter-needs-time', count: 1 })]);
  });

  test('counts only calls without a time that would be looked at if they had one', () => {
    expect(filtered(ROWS, { since: 0, where: where('user=ann') }).filter.callsWithoutTime).toBe(0);
    expect(filtered(ROWS, { since: 0, where: where('model=own') }).filter.callsWithoutTime).toBe(1);
  });

  test('does not take a call in that follows one in it and has no time itself', () => {
    const rows = [{ line: 1, time: 10 }, { line: 2 }, { line: 3, time: 30 }];
    expect(filtered(rows, { until: 20, where: [] }).lines).toEqual([1]);
    expect(filtered(rows, { where: where('user=') }).lines).toEqual([1, 2, 3]);
  });

  test('in which there is nothing says what there is', () => {
    const { warnings, lines } = filtered(ROWS, { since: 1000, where: [] });
    expect(lines).toEqual([]);
    expect(warnings[0]).toEqual({
      code: 'filter-leaves-nothing',
      text: 'the filter leaves none of the calls, made from 1970-01-01T00:00:00.010Z to 1970-01-01T00:00:00.040Z',
      count: 1,
    });
  });
});

describe('calls are what records became before they are filtered', () => {
  const half = (time: number | undefined, more: RowParts): RowParts => ({
    ...(time !== undefined && { time }),
    join: 1,
    ...more,
  });

  test('a call on one side of the border keeps its parts on the other', () => {
    const rows = [
      half(10, { line: 1, isPart: 1, prompt: 4, user: 'ann', model: 'm' }),
      half(30, { line: 2, usageBasis: 'logged', output: 7 }),
    ];
    const after = filtered(rows, { since: 20, where: where('user=ann') });
    expect(Array.from(after.log, ({ line, user, prompt }) => [line, user, prompt])).toEqual([[2, 'ann', 4]]);
    expect(after.log.promptNodes()).toEqual(new Set([4]));
    const before = filtered(rows, { until: 20, where: [] });
    expect(before.lines).toEqual([]);
    expect(before.log.promptNodes()).toEqual(new Set());
    expect(before.log.promptNodes('all')).toEqual(new Set([4]));
  });

  test('a call that borrows its time is in that span', () => {
    const rows = [
      half(10, { line: 1, isPart: 1, prompt: 4 }),
      half(undefined, { line: 2, usageBasis: 'logged' }),
    ];
    expect(filtered(rows, { until: 20, where: [] }).lines).toEqual([2]);
  });

  test('a repeat of a call that was left out does not take its place', () => {
    const copy = (line: number, time: number, output: number): RowParts => ({
      ...{ line, time, output, key: 5, keyCheck: 5, usageBasis: 'logged' },
    });
    const { lines, log } = filtered([copy(1, 10, 1), copy(2, 30, 9)], { until: 20, where: [] });
    expect(lines).toEqual([]);
    expect(log.droppedIn(1)).toEqual({ repeated: 1, nested: 0 });
  });
});

test('the calls that are left are numbered through in time order', () => {
  const rows = [5, 3, 4, 1, 2].map(
    (time): RowParts => ({ line: time, time, user: time % 2 ? 'odd' : 'even' }),
  );
  const { log } = filtered(rows, { where: where('user=odd') });
  expect(Array.from(log, ({ index, line }) => [index, line])).toEqual([
    [0, 1],
    [1, 3],
    [2, 5],
  ]);
  expect(log.at(1).line).toBe(3);
});
