import { describe, expect, test } from 'vitest';
import type { LastAudit } from '../../../src/engine/last-audit.ts';
import type { ShowRequest } from '../../../src/engine/show.ts';
import type { Evidence } from '../../../src/model/evidence.ts';
import { evidenceText } from '../../../src/report/evidence/evidence-text.ts';
import { NOWHERE, run, type World } from '../fake-io.ts';

const totals = {
  ...{ calls: 0, failedCalls: 0, estimatedCalls: 0, unpricedCalls: 0, unpricedTokens: 0, costUsd: 0 },
  tokens: { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, reasoning: 0 },
  loggedCostUsd: null,
};

const evidence: Evidence = {
  schemaVersion: 1,
  tool: { name: 'llm-cost', version: '0.0.0' },
  generatedAt: '2026-11-20T00:00:00.000Z',
  priceBook: { version: '2026-11-20', overrides: [] },
  timezone: 'UTC',
  filter: null,
  paths: ['a.jsonl'],
  subject: {
    ...{ kind: 'total', by: 'user', key: 'ann', label: '', concerns: [], models: [], users: [] },
    sizes: { prompt: { median: 0, p95: 0 }, output: { median: 0, p95: 0 } },
  },
  totals,
  calls: [],
  callsTotal: 0,
};

const LAST: LastAudit = {
  ...{ paths: ['old.jsonl'], cwd: '/elsewhere', source: 'acme-log', keepText: true, prices: [] },
  read: { map: { model: 'm' }, epoch: 5, logZone: 'Asia/Tokyo' },
  ...{ detectors: ['plain'], settings: { picky: { strict: false } }, timezone: 'Europe/Berlin' },
};

/** Runs the command against made-up evidence, and tells what was asked for. */
async function showed(line: string, last?: LastAudit, world: World = {}) {
  let asked: ShowRequest | undefined;
  const useCases = {
    show: async (request: ShowRequest) => {
      asked = request;
      return evidence;
    },
    showIds: async (request: ShowRequest) => {
      asked = request;
      return ['a', 'log.jsonl:7', 'two\nlines'];
    },
    lastAudit: async () => last,
  };
  return { ...(await run(line, { ...world, useCases })), asked };
}

test('paths are looked at as an audit of them would', async () => {
  const { asked, code, err } = await showed('show af72 a.jsonl logs --timezone Asia/Tokyo --top 3', LAST);
  expect([code, err]).toEqual([0, '']);
  expect(asked).toMatchObject({
    what: 'af72',
    paths: ['a.jsonl', 'logs'],
    cwd: NOWHERE,
    timezone: 'Asia/Tokyo',
  });
  expect(asked).toMatchObject({ detectors: ['plain', 'picky'], top: 3, keepText: false });
  expect(asked!.isStdinKept).toBeUndefined();
});

describe('without paths', () => {
  test('the last audit again, with all that its figures depend on, and it says so', async () => {
    const { asked, err } = await showed('show af72', LAST);
    expect(asked).toMatchObject({ what: 'af72', ...LAST, isStdinKept: true });
    expect(err).toBe('the last audit: old.jsonl\n');
  });

  test('flags change what they name and nothing else', async () => {
    const { asked } = await showed(
      'show af72 --timezone UTC --tz UTC --set plain.x=1 --detectors picky',
      LAST,
    );
    expect(asked).toBeUndefined();
    const { asked: changed } = await showed(
      'show af72 --timezone UTC --tz UTC --set picky.withinHours=5 --detectors picky --epoch 1970-01-01',
      LAST,
    );
    expect(changed).toMatchObject({
      ...{ timezone: 'UTC', detectors: ['picky'], source: 'acme-log', keepText: true },
      read: { map: { model: 'm' }, epoch: 0, logZone: 'UTC' },
      settings: { picky: { withinHours: 5 } },
    });
  });

  test('nothing was audited yet', async () => {
    const { code, out, err } = await showed('show af72');
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^llm-cost: no audit in .*store\.db yet: name the logs[^\n]*\n$/);
  });

  test('no store', async () => {
    expect(await showed('show af72 --no-store', LAST)).toMatchObject({
      code: 2,
      err: 'llm-cost: without a store there is no last audit: name the logs\n',
    });
  });
});

describe('what is printed', () => {
  test('text as wide as the terminal, or JSON', async () => {
    const { out } = await showed('show user=ann a.jsonl --width 60');
    expect(out).toBe(evidenceText(evidence, { width: 60, color: false }));
    expect(JSON.parse((await showed('show user=ann a.jsonl --json')).out)).toEqual(evidence);
  });

  test('--ids: one name a line and nothing else, whatever calls are called', async () => {
    const { out, err } = await showed('show user=ann a.jsonl --ids');
    expect([out, err]).toEqual(['a\nlog.jsonl:7\ntwo lines\n', '']);
  });

  test('--out', async () => {
    const { files, out } = await showed('show user=ann a.jsonl --ids --out ids.txt');
    expect(out).toBe('');
    expect(files.get(`${NOWHERE}/ids.txt`)).toBe('a\nlog.jsonl:7\ntwo lines\n');
  });
});

test.each([
  ['show', "missing required argument 'what'"],
  ['show x a.jsonl --ids --json', '--ids and --json exclude each other'],
])('%s is wrong usage', async (line, message) => {
  const { code, err } = await showed(line, LAST);
  expect(code).toBe(2);
  expect(err).toContain(message);
});
