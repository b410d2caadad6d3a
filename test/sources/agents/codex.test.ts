import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CallRecord } from '../../../src/model/call-record.ts';
import { codex } from '../../../src/sources/agents/codex.ts';
import { openai } from '../../../src/sources/apis/openai.ts';
import { hostileVariants, isSane, recordsOfFile } from '../../support/hostile-records.ts';
import { callsOf, fixtureRecords, readInOrder, usageRow } from '../../support/read-source.ts';
import { sharedFile } from '../../support/shared-folder.ts';

const records = fixtureRecords('codex.jsonl').filter((record) => record !== undefined);
const options = { map: {}, epoch: 0 };

/** All calls of a file in the order in which they are handed on. */
function callsIn(lines: readonly unknown[], changes = {}): CallRecord[] {
  const { results, end } = readInOrder(codex, lines, changes);
  return [...callsOf(results), ...end];
}

const at = (second: number, type: string, payload: unknown) => ({
  ...{ timestamp: new Date(Date.UTC(2026, 8, 10, 9, 0, second)).toISOString(), type, payload },
});
const vector = (input: number, cached: number, output: number, reasoning = 0) => ({
  ...{ input_tokens: input, cached_input_tokens: cached, output_tokens: output },
  ...{ reasoning_output_tokens: reasoning, total_tokens: input + output },
});
const count = (second: number, total: unknown, last?: unknown) =>
  at(second, 'event_msg', {
    type: 'token_count',
    info: { total_token_usage: total, last_token_usage: last },
  });
const meta = (id: string, more: object = {}) => at(0, 'session_meta', { id, source: 'cli', ...more });
const turn = (id: string | undefined, model = 'gpt-5.2-codex') =>
  at(1, 'turn_context', { turn_id: id, model });
const TURN = '019a2b00-0000-7000-8000-00000000000';

describe('the fixture', () => {
  const calls = callsIn(records);

  test('one call per response: no repeats, no estimates after compaction, no record beside its event', () => {
    expect(calls.map(({ model, usage }) => [model, usageRow(usage)])).toEqual([
      ['gpt-5.2-codex', [9000, 0, 0, 0, 100, 40]],
      ['gpt-5.2-codex', [4000, 8000, 0, 0, 250, 100]],
      ['gpt-5.2-codex', [1500, 11_500, 0, 0, 60, 10]],
      ['gpt-5.6-sol', [2000, 1000, 3000, 0, 500, 200]],
      ['gpt-5.6-sol', [500, 6500, 0, 0, 80, 0]],
    ]);
    expect(calls.every(({ usageWarning }) => usageWarning === undefined)).toBe(true);
  });

  test('calls say when and where, by the last folder only', () => {
    expect(calls[1]).toMatchObject({
      ...{ time: Date.UTC(2026, 8, 10, 10, 0, 9), provider: 'openai', endpoint: 'responses', failed: false },
      ...{ session: `${TURN}1`, feature: 'ledger', trace: `${TURN}a` },
      tags: { git_branch: 'main', version: '0.140.0', originator: 'codex_cli_rs' },
    });
    expect(JSON.stringify(calls)).not.toMatch(/ada|secret-client|decoy/);
  });

  test('tiers are those of the thread; response ids are the provider’s', () => {
    expect(calls.map(({ tier }) => tier)).toEqual([undefined, undefined, undefined, 'priority', 'priority']);
    expect(calls.slice(3).map(({ id, key }) => [id, key])).toEqual([
      ['resp_one', 'openai:resp_one'],
      ['resp_two', 'openai:resp_two'],
    ]);
  });

  test('a record without counts is skipped with the reason', () => {
    const { results } = readInOrder(codex, records);
    const skips = results.flatMap((result) => (result.kind === 'skip' ? [result.reason] : []));
    expect(skips).toEqual(['input_tokens is -1, not a count of tokens']);
  });

  test('every line is recognised, above the API that its items are of', () => {
    for (const record of records) {
      expect(codex.recognize!(record, options).score).toBe(0.99);
      expect(openai.recognize!(record, options).score).toBeLessThan(0.99);
    }
    for (const other of [null, 3, { type: 'message' }, { type: 'turn_context' }, { type: 'x', payload: {} }])
      expect(codex.recognize!(other, options).score).toBe(0);
  });
});

describe('a fork', () => {
  const parent = [
    meta('parent'),
    ...[turn(`${TURN}a`), count(2, vector(5000, 0, 50), vector(5000, 0, 50))],
    ...[turn(`${TURN}b`), count(4, vector(11_000, 5000, 90), vector(6000, 5000, 40))],
  ];
  /** The parent's lines as a fork has them: new times, all else as it was. */
  const copied = parent.map((line) => ({ ...line, timestamp: '2026-09-12T08:00:00.000Z' }));
  const child = (id: string, own: number) => [
    meta(id, { forked_from_id: 'parent' }),
    ...copied,
    ...[turn(`${TURN}${id}`), count(9, vector(11_000 + own, 5000, 95), vector(own, 0, 5))],
  ];
  const keys = (lines: readonly unknown[]) => callsIn(lines).map(({ key }) => key);

  test('repeats its parent’s calls under their keys, and adds its own', () => {
    const [first, second] = keys(parent);
    expect(keys(child('c', 700))).toEqual([first, second, expect.any(String)]);
    expect(new Set([...keys(parent), ...keys(child('c', 700)), ...keys(child('d', 700))]).size).toBe(4);
  });

  test('of a fork repeats all of them', () => {
    const middle = child('c', 700);
    const grandchild = [
      ...[meta('e', { forked_from_id: 'c' }), ...middle],
      ...[turn(`${TURN}e`), count(9, vector(12_000, 5000, 99), vector(300, 0, 4))],
    ];
    expect(keys(grandchild).slice(0, 3)).toEqual(keys(middle));
    expect(callsIn(grandchild).map(({ session }) => session)).toEqual(['e', 'e', 'e', 'e']);
  });

  test('without turn ids has the keys of the oldest session it names', () => {
    const bare = [meta('parent'), turn(undefined), count(2, vector(5000, 0, 50), vector(5000, 0, 50))];
    const fork = [
      meta('c', { forked_from_id: 'x' }),
      ...bare,
      count(5, vector(5600, 0, 60), vector(600, 0, 10)),
    ];
    expect(keys(fork)[0]).toBe(keys(bare)[0]);
    expect(keys([meta('other'), ...bare.slice(1)])[0]).not.toBe(keys(bare)[0]);
  });

  test('does not count what it inherits before any turn, nor that again after its own has begun', () => {
    const inherited = vector(11_000, 5000, 90);
    const lines = [
      meta('c', { source: { subagent: { thread_spawn: { parent_thread_id: 'parent' } } } }),
      count(1, inherited, vector(6000, 5000, 40)),
      ...[turn(`${TURN}c`), count(2, inherited, vector(6000, 5000, 40))],
      count(3, vector(11_800, 5000, 99), vector(800, 0, 9)),
    ];
    expect(callsIn(lines).map(({ usage, tags }) => [usageRow(usage), tags])).toEqual([
      [[800, 0, 0, 0, 9, 0], { subagent: 'true' }],
    ]);
  });

  test('whose first count has no last usage tells of no call by it', () => {
    const lines = [
      ...[meta('c', { forked_from_id: 'parent' }), turn(`${TURN}c`), count(1, vector(11_000, 5000, 90))],
      count(2, vector(11_800, 5000, 99)),
    ];
    expect(callsIn(lines).map(({ usage }) => usageRow(usage))).toEqual([[800, 0, 0, 0, 9, 0]]);
  });
});

describe('traps', () => {
  test('a cumulative count that fell began anew', () => {
    const lines = [meta('s'), turn(`${TURN}a`), count(1, vector(5000, 0, 50)), count(2, vector(700, 0, 7))];
    expect(callsIn(lines).map(({ usage }) => usageRow(usage))).toEqual([
      [5000, 0, 0, 0, 50, 0],
      [700, 0, 0, 0, 7, 0],
    ]);
  });

  test('a baseline advances also where the last usage is there', () => {
    const lines = [
      ...[meta('s'), turn(`${TURN}a`), count(1, vector(5000, 0, 50), vector(5000, 0, 50))],
      ...[count(2, vector(6000, 0, 60), vector(1000, 0, 10)), count(3, vector(6500, 0, 70))],
    ];
    expect(usageRow(callsIn(lines)[2]!.usage)).toEqual([500, 0, 0, 0, 10, 0]);
  });

  test('a second session in one file is a session of its own', () => {
    const one = [meta('s'), turn(undefined), count(1, vector(5000, 0, 50), vector(5000, 0, 50))];
    const two = [
      meta('t'),
      turn(undefined, 'gpt-5.6-sol'),
      count(1, vector(5000, 0, 50), vector(5000, 0, 50)),
    ];
    const calls = callsIn([...one, ...two]);
    expect(calls.map(({ session, model }) => [session, model])).toEqual([
      ['s', 'gpt-5.2-codex'],
      ['t', 'gpt-5.6-sol'],
    ]);
    expect(calls[0]!.key).not.toBe(calls[1]!.key);
  });

  test('a session named late, or never, and a model that is never named', () => {
    const counted = count(1, vector(5000, 0, 50), vector(5000, 0, 50));
    expect(callsIn([counted, turn(undefined), meta('s')])[0]).toMatchObject({
      session: 's',
      model: 'gpt-5.2-codex',
    });
    const [nameless] = callsIn([counted]);
    expect([nameless!.session, nameless!.model, nameless!.key]).toEqual([undefined, undefined, undefined]);
    expect(callsIn([meta('s'), counted], { model: 'gpt-5' })[0]!.model).toBe('gpt-5');
  });

  test('reasoning stays inside the output, and a total that says otherwise is told', () => {
    const odd = { ...vector(1000, 250, 125, 75), total_tokens: 1200 };
    const [call] = callsIn([meta('s'), turn(`${TURN}a`), count(1, odd, odd)]);
    expect(usageRow(call!.usage)).toEqual([750, 250, 0, 0, 125, 75]);
    expect(call!.usageWarning).toBe('total_tokens 1200 is not prompt 1000 plus completion 125');
  });

  test('the provider is the session’s', () => {
    const lines = [meta('s', { model_provider: 'azure' }), turn(`${TURN}a`), count(1, vector(50, 0, 5))];
    expect(callsIn(lines)[0]!.provider).toBe('azure');
  });
});

test('hostile records neither throw nor give counts that are none', () => {
  fc.assert(
    fc.property(fc.array(hostileVariants(records), { maxLength: 12 }), (lines) => {
      for (const record of lines) codex.recognize!(record, options);
      expect(callsIn(lines).every(isSane)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

const sample = sharedFile('formats/samples/codex_rollout_ccusage_fixture.jsonl');
test.skipIf(sample === undefined)('the sample: two calls, with the models that the counts name', () => {
  expect(callsIn(recordsOfFile(sample!)).map(({ model, usage }) => [model, usageRow(usage)])).toEqual([
    ['gpt-5.2-codex', [750, 250, 0, 0, 125, 75]],
    ['gpt-5.3-codex', [2000, 500, 0, 0, 300, 200]],
  ]);
});
