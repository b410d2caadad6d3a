import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Group } from '../../src/model/report.ts';
import { BILLED, EMBEDDED } from './answers.ts';
import { type StandInApi, standInApi } from './stand-in-api.ts';
import { KEY, Workshop } from './workshop.ts';

const finds =
  'import sys; from importlib.util import find_spec; sys.exit(not (find_spec("openai") and find_spec("anthropic")))';
const hasPython = spawnSync('python3', ['-c', finds]).status === 0;

let api: StandInApi;
beforeEach(async () => {
  api = await standInApi();
});
afterEach(() => api.close());

describe('TypeScript', () => {
  test('the calls of both SDKs are audited as they were answered', () => records(process.execPath, 'ts'));

  test('a file that cannot be written is said at once; uploads and logins pass unrecorded', async () => {
    const shop = new Workshop(api.url);
    const out = await shop.run(process.execPath, 'other-requests.ts', './record-calls.js', api.url);
    expect(JSON.parse(out)).toEqual(['ENOENT', 404, 404]);
    expect(shop.recorded()).toBe('');
  });
});

describe.skipIf(!hasPython)('Python (skipped where python3 has no openai and anthropic)', () => {
  test('the calls of both SDKs are audited as they were answered', () => records('python3', 'py'));
});

/** Runs the programs of one language at the same time over one file, and compares its audit with what was answered. */
async function records(command: string, ending: 'ts' | 'py'): Promise<void> {
  const shop = new Workshop(api.url);
  const printed = await Promise.all([
    shop.run(command, `openai-calls.${ending}`, './openai-client.js'),
    shop.run(command, `anthropic-calls.${ending}`, './anthropic-client.js'),
    shop.run(command, `broken-off-calls.${ending}`, './openai-client.js'),
  ]);
  // The programs got what they would have got without a recorder.
  expect(JSON.parse(printed[0])).toEqual(['Parcel for Harbour', 6]);
  expect(JSON.parse(printed[1])).toEqual(['text', 8, 'Parcel for Harbour']);
  expect(Object.fromEntries(api.given)).toEqual({ 200: 32, 429: 2, 400: 2, 502: 1, 0: 1 });

  const text = shop.recorded();
  expect(
    text
      .trimEnd()
      .split('\n')
      .map((line) => typeof JSON.parse(line)),
  ).toEqual(Array(38).fill('object'));
  expect(text).not.toContain(KEY);
  expect(text).not.toMatch(/authorization|x-api-key|bearer/i);

  const { totals, groups, inputs } = await shop.audit();
  expect(inputs[0]).toMatchObject({
    records: 38,
    calls: 38,
    repeatedRecords: 0,
    skipped: 0,
    otherRecords: 0,
  });
  expect(totals).toMatchObject({ calls: 38, failedCalls: 6, estimatedCalls: 1, unpricedCalls: 0 });
  // Dollars per 1M tokens: $2, $0.5 cached, $8; $1, $0.1 cached, $5; $0.02.
  expect(of(groups.model, 'gpt-4.1')).toEqual(billed(30, 4, 26, { input: 2, cached: 0.5, output: 8 }));
  expect(of(groups.model, 'claude-haiku-4-5')).toEqual(billed(6, 2, 4, { input: 1, cached: 0.1, output: 5 }));
  const embedded = { input: EMBEDDED.input, cacheRead: 0, output: 0 };
  const dollars = (EMBEDDED.input * 0.02) / 1e6;
  expect(of(groups.model, 'text-embedding-3-small')).toEqual([1, 0, embedded, expect.closeTo(dollars, 12)]);
  // Broken off before its usage came: what had come is counted.
  expect(of(groups.model, 'gpt-4.1-mini')?.slice(0, 2)).toEqual([1, 0]);
  expect(groups.feature?.map(({ key, calls }) => [key, calls])).toEqual([
    ['search', 32],
    ['triage', 6],
  ]);
  expect(groups.user?.map(({ key, calls }) => [key, calls])).toContainEqual(['u-17', 2]);
}

function of(groups: readonly Group[] | undefined, wanted: string): unknown[] | undefined {
  const group = groups?.find(({ key }) => key === wanted);
  if (group === undefined) return undefined;
  const { input, cacheRead, output } = group.tokens;
  return [group.calls, group.failedCalls, { input, cacheRead, output }, group.costUsd];
}

/** As `of` shows a group in which that many calls were answered, at rates in dollars per 1M tokens. */
function billed(calls: number, failed: number, answered: number, rates: typeof BILLED): unknown[] {
  const input = BILLED.input - BILLED.cached;
  const dollars = (input * rates.input + BILLED.cached * rates.cached + BILLED.output * rates.output) / 1e6;
  const tokens = { input, cacheRead: BILLED.cached, output: BILLED.output };
  const all = Object.fromEntries(Object.entries(tokens).map(([name, count]) => [name, count * answered]));
  return [calls, failed, all, expect.closeTo(dollars * answered, 12)];
}
