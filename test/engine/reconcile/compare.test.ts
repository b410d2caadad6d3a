import { describe, expect, test } from 'vitest';
import type { LedgerEntry, LedgerSpan } from '../../../src/contracts/ledger.ts';
import { compare } from '../../../src/engine/reconcile/compare.ts';
import { ledgerUse } from '../../../src/engine/reconcile/ledger-use.ts';
import { LogUse } from '../../../src/engine/reconcile/log-use.ts';
import type { ReconciledRow } from '../../../src/model/reconciliation.ts';
import { NO_TOKENS, type TokenCounts } from '../../../src/model/usage.ts';
import { loadPriceBook } from '../../../src/pricing/price-book.ts';
import { makeCall } from '../../support/calls.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const START = Date.UTC(2026, 8, 1);
const book = loadPriceBook();
type Parts = Parameters<typeof makeCall>[0];

/** A ledger's entry of one day (0 is the first of September) for gpt-4.1 at OpenAI, changed as the test says. */
function entry(
  day: number,
  tokens: Partial<TokenCounts> | undefined,
  more: Partial<LedgerEntry> = {},
): LedgerEntry {
  return {
    ...{ from: START + day * DAY, to: START + (day + 1) * DAY, provider: 'openai', model: 'gpt-4.1' },
    ...(tokens !== undefined && { tokens: { ...NO_TOKENS, ...tokens } }),
    ...more,
  };
}

function rowsOf(calls: readonly Parts[], entries: readonly LedgerEntry[], spans = entries) {
  return rowsOfParts(calls, [entries], spans);
}

function rowsOfParts(
  calls: readonly Parts[],
  parts: readonly (readonly LedgerEntry[])[],
  spans: readonly LedgerSpan[] = parts.flat(),
) {
  const log = new LogUse(book);
  for (const parts of calls) {
    const call = makeCall(parts);
    log.add(call, book.cost(call));
  }
  const use = ledgerUse([{ ledger: 'openai-usage', spans, parts }], book);
  return { ...compare(log.uses(), use), repeated: use.repeated };
}

const codes = ({ causes }: ReconciledRow) => causes.map(({ code }) => code);
const atDay = (day: number, parts: Parts = {}): Parts => ({ time: START + day * DAY + 9 * HOUR, ...parts });

test('a log that agrees has nothing to explain', () => {
  const { rows, totals } = rowsOf(
    [atDay(0), atDay(0), atDay(1, { model: 'gpt-4.1-2025-04-14' })],
    [
      entry(0, { input: 2000, output: 200 }, { requests: 2 }),
      entry(1, { input: 1000, output: 100 }, { requests: 1, model: 'gpt-4.1-2025-04-14' }),
    ],
  );
  expect(rows.map(({ day, model, status, causes }) => [day, model, status, causes])).toEqual([
    ['2026-09-01', 'gpt-4.1', 'equal', []],
    ['2026-09-02', 'gpt-4.1', 'equal', []],
  ]);
  expect(totals.difference).toEqual({ requests: 0, tokens: 0, costUsd: null });
});

describe('one planted cause at a time', () => {
  // The log has one call of 1,000 input and 100 output tokens ($0.0028 at $2 and $8), changed by the second column.
  test.each<[string, Parts, Partial<TokenCounts> | undefined, Partial<LedgerEntry>, string[]]>([
    [
      'a third of the calls is missing',
      {},
      { input: 3000, output: 300 },
      { requests: 3 },
      ['calls-not-logged'],
    ],
    ['no requests are said', {}, { input: 3000, output: 300 }, {}, ['calls-not-logged']],
    ['too many calls', {}, { input: 400, output: 40 }, {}, ['calls-not-billed-here']],
    [
      'cached tokens twice',
      { usage: { input: 1000, cacheRead: 600 } },
      { input: 400, cacheRead: 600, output: 100 },
      { requests: 1 },
      ['cached-counted-twice'],
    ],
    ['cached tokens unknown', {}, { input: 400, cacheRead: 600, output: 100 }, {}, ['cached-not-told-apart']],
    [
      'reasoning twice',
      { usage: { output: 160, reasoning: 60 } },
      { input: 1000, output: 100 },
      {},
      ['reasoning-counted-twice'],
    ],
    ['a batch', {}, { input: 1000, output: 100 }, { tier: 'batch' }, ['batch-rate']],
    ['half the money', {}, { input: 1000, output: 100 }, { costUsd: 0.0014 }, ['batch-rate']],
    ['a discount', {}, { input: 1000, output: 100 }, { costUsd: 0.0021 }, ['another-price']],
    ['rounded', {}, { input: 1000, output: 100 }, { costUsd: 0, costStepUsd: 0.01 }, ['rounding']],
    ['no price', { model: 'acme-1' }, { input: 1000, output: 100 }, { model: 'acme-1' }, ['unpriced-model']],
    [
      'a router’s prompt holds its cached tokens',
      { usage: { input: 400, cacheRead: 600 } },
      { input: 1000, output: 100 },
      { unsplit: ['cacheRead'] },
      [],
    ],
  ])('%s', (_, call, tokens, more, expected) => {
    const { rows } = rowsOf([atDay(0, call)], [entry(0, tokens, more)]);
    expect(rows).toHaveLength(1);
    expect(codes(rows[0]!)).toEqual(expected);
    if (expected.length > 0 && !expected.includes('rounding')) expect(rows[0]!.status).toBe('differs');
  });

  test('a model under another name', () => {
    const { rows } = rowsOf(
      [atDay(0, { model: 'my-deployment' })],
      [entry(0, { input: 1000, output: 100 }, { requests: 1 })],
    );
    expect(rows.map(codes)).toEqual([['model-name'], ['model-name']]);
    expect(rows[0]!.causes[0]!.text).toContain('my-deployment');
  });

  test('web searches beside tokens', () => {
    const { rows } = rowsOf(
      [atDay(0)],
      [
        entry(0, undefined, { costUsd: 0.0028 }),
        { from: START, to: START + DAY, provider: 'openai', costUsd: 0.25, item: 'web search tool calls' },
      ],
    );
    expect(rows.map(({ model, ledger }) => [model, ledger?.costUsd])).toEqual([
      ['gpt-4.1', 0.0028],
      [null, 0.25],
    ]);
    expect(codes(rows[1]!)).toContain('other-items');
  });
});

test('what is billed beside tokens has no side in the log, however much the models cost', () => {
  const search = { from: START, to: START + DAY, provider: 'openai', costUsd: 0.25, item: 'web search' };
  const { rows, totals } = rowsOf([atDay(0)], [entry(0, undefined, { costUsd: 0.0028 }), search]);
  expect(rows[1]).toMatchObject({ model: null, log: null, difference: { costUsd: 0.25 } });
  expect(codes(rows[1]!)).toEqual(['other-items']);
  expect(totals.ledger!.costUsd).toBeCloseTo(0.2528, 12);
});

test('costs that no export splits stand beside the money of all models', () => {
  const { rows } = rowsOf(
    [atDay(0)],
    [
      entry(0, { input: 1000, output: 100 }),
      { from: START, to: START + DAY, provider: 'openai', costUsd: 0.0028 },
    ],
  );
  expect(rows.map(({ model, status, log }) => [model, status, log?.costUsd, log?.requests])).toEqual([
    ['gpt-4.1', 'equal', expect.closeTo(0.0028, 12), 1],
    [null, 'equal', expect.closeTo(0.0028, 12), null],
  ]);
});

test('a line item may be nothing but a model’s name', () => {
  const { rows } = rowsOf(
    [atDay(0)],
    [{ from: START, to: START + DAY, provider: 'openai', costUsd: 0.0028, item: 'gpt-4.1-2025-04-14' }],
  );
  expect(rows.map(({ model, status }) => [model, status])).toEqual([['gpt-4.1', 'equal']]);
});

test('tokens written for an hour that the log takes for five minutes', () => {
  const usage = { input: 0, cacheWrite5m: 900, output: 100 };
  const hour = entry(0, { cacheWrite1h: 900, output: 100 });
  const unsplit = entry(0, { cacheWrite5m: 900, output: 100 });
  expect(rowsOf([atDay(0, { usage })], [hour]).rows.map(codes)).toEqual([['cached-not-told-apart']]);
  expect(rowsOf([atDay(0, { usage })], [unsplit]).rows.map(codes)).toEqual([[]]);
  expect(
    rowsOf([atDay(0, { usage: { ...usage, cacheWrite5m: 0, cacheWrite1h: 900 } })], [unsplit]).rows.map(
      codes,
    ),
  ).toEqual([[]]);
});

test('days that an export cuts in its own zone hold each call once', () => {
  const shanghai = (day: number, input: number) => {
    const from = START + day * DAY - 8 * HOUR;
    return entry(0, { input, output: 0 }, { from, to: from + DAY });
  };
  const calls = Array.from({ length: 48 }, (_, i) => ({
    ...{ time: START - 8 * HOUR + i * HOUR, usage: { input: i, output: 0 } },
  }));
  const sum = (from: number) => Array.from({ length: 24 }, (_, i) => from + i).reduce((a, b) => a + b);
  const { rows, outside } = rowsOf(calls, [shanghai(0, sum(0)), shanghai(1, sum(24))]);
  expect(rows.map(({ day, status, log }) => [day, status, log!.requests])).toEqual([
    ['2026-08-31T16:00', 'equal', 24],
    ['2026-09-01T16:00', 'equal', 24],
  ]);
  expect(outside).toEqual([]);
});

test('a month beside the days of another export is compared as a month', () => {
  const month = { from: START, to: START + 30 * DAY, provider: 'openai', model: 'gpt-4.1', costUsd: 0.0056 };
  const { rows } = rowsOf([atDay(0), atDay(3)], [entry(0, { input: 1000, output: 100 }), month]);
  expect(rows.map(({ day, log }) => [day, log!.requests])).toEqual([['2026-09-01..2026-09-30', 2]]);
});

test('an entry whose model alone says the provider is in a row of it', () => {
  const { rows, totals } = rowsOf(
    [atDay(0)],
    [entry(0, { input: 1000, output: 100 }, { provider: undefined })],
  );
  expect(rows.map(({ provider, status }) => [provider, status])).toEqual([['openai', 'equal']]);
  expect(totals.status).toBe('equal');
});

test('of the last day the export may have been made early', () => {
  const { rows } = rowsOf(
    [atDay(0), atDay(1), atDay(1)],
    [0, 1].map((day) => entry(day, { input: 400, output: 40 })),
  );
  expect(rows.map(({ causes }) => causes[0]!.text.includes('before its last day was over'))).toEqual([
    false,
    true,
  ]);
});

test('a clock of another zone is found by what it does to the days', () => {
  // 40 calls at 3:30 h steps, written down seven hours early (Los Angeles time taken for UTC).
  const calls = Array.from({ length: 40 }, (_, i) => START + DAY + i * 3.5 * HOUR);
  const days = new Map<number, number>();
  calls.forEach((time, i) => {
    const day = Math.floor((time - START) / DAY);
    days.set(day, (days.get(day) ?? 0) + 1000 + 50 * i);
  });
  const { rows } = rowsOf(
    calls.map((time, i) => ({ time: time - 7 * HOUR, usage: { input: 1000 + 50 * i, output: 0 } })),
    [...days].map(([day, input]) => entry(day, { input })),
  );
  const differing = rows.filter(({ status }) => status === 'differs');
  expect(differing.length).toBeGreaterThan(3);
  for (const row of differing) {
    expect(codes(row)).toEqual(['time-zone']);
    expect(row.causes[0]!.text).toContain('7 hours behind UTC');
  }
});

test('only days and providers that the export is about are compared', () => {
  const { rows, outside } = rowsOf(
    [atDay(0), atDay(5), atDay(0, { provider: 'azure' }), atDay(1)],
    [entry(0, { input: 1000, output: 100 })],
    [entry(0, undefined), entry(1, undefined)],
  );
  expect(rows.map(({ day, status }) => [day, status])).toEqual([
    ['2026-09-01', 'equal'],
    ['2026-09-02', 'differs'],
  ]);
  expect(codes(rows[1]!)).toEqual(['calls-not-billed-here']);
  expect(outside.reduce((sum, use) => sum + (use.sum.requests ?? 0), 0)).toBe(2);
});

test('the same bucket exported twice counts once, the fuller one; hours beside their day not at all', () => {
  const early = entry(0, { input: 600, output: 60 });
  const late = entry(0, { input: 1000, output: 100 });
  const hour = { ...entry(0, { input: 10, output: 1 }), to: START + HOUR };
  const { rows, repeated } = rowsOfParts([atDay(0)], [[early], [late, hour], [late]]);
  expect(rows.map(({ status }) => status)).toEqual(['equal']);
  expect(repeated).toEqual([3]);
});
