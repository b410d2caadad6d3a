import { expect, test } from 'vitest';
import { chatLine, START } from '../support/chat-lines.ts';
import { runAudit } from '../support/run-audit.ts';

const ask = (content: string) => [{ role: 'user', content }];

/*
 * gpt-4.1: $2.00 input, $0.50 cached input, $8.00 output per 1M tokens; gpt-4o-mini: $0.15, $0.075, $0.60.
 *
 *   a  gpt-4.1      600 plain + 400 cached, 100 out   600*2.00 + 400*0.50 + 100*8.00 = 1200 + 200 + 800 = $0.0022
 *   b  gpt-4.1      the same again, nothing cached    1000*2.00 + 100*8.00 = 2000 + 800                 = $0.0028
 *   c  gpt-4o-mini  2000 in, 500 out                  2000*0.15 + 500*0.60 = 300 + 300                  = $0.0006
 *   d  gpt-4.1      failed, nothing logged            not billed                                        = $0
 *   e  no-such-model-9  700 in, 70 out                unknown, never $0
 *   f  gpt-4.1      answered, no usage and no text    is counted from its text: an estimate
 */
const LOG = [
  chatLine({
    id: 'a',
    at: START,
    prompt: ask('Q?'),
    usage: { input: 1000, output: 100, cached: 400 },
    user: 'ann',
  }),
  chatLine({
    id: 'b',
    at: START + 3_600_000,
    prompt: ask('Q?'),
    usage: { input: 1000, output: 100 },
    user: 'bob',
  }),
  chatLine({
    id: 'c',
    at: START + 86_400_000,
    model: 'gpt-4o-mini',
    prompt: ask('A river in Asia with eight letters'),
    usage: { input: 2000, output: 500 },
    user: 'cem',
  }),
  chatLine({ id: 'd', at: START + 86_401_000, prompt: ask('Something else'), status: 500 }),
  chatLine({
    id: 'e',
    at: START + 86_402_000,
    model: 'no-such-model-9',
    prompt: ask('Whatever'),
    usage: { input: 700, output: 70 },
  }),
].join('\n');

test('a log of five calls, by hand', async () => {
  const report = await runAudit('/', ['-'], { stdin: LOG });
  expect(report.totals).toEqual({
    calls: 5,
    failedCalls: 1,
    estimatedCalls: 0,
    unpricedCalls: 1,
    unpricedTokens: 770,
    tokens: { input: 4300, cacheRead: 400, cacheWrite5m: 0, cacheWrite1h: 0, output: 770, reasoning: 0 },
    costUsd: expect.closeTo(0.0056, 12),
    loggedCostUsd: null,
  });
  const costs = (kind: 'model' | 'day' | 'user' | 'status') =>
    report.groups[kind].map(({ key, calls, costUsd }) => [key, calls, Number(costUsd.toFixed(9))]);
  expect(costs('model')).toEqual([
    ['gpt-4.1', 3, 0.005],
    ['gpt-4o-mini', 1, 0.0006],
    ['no-such-model-9', 1, 0],
  ]);
  expect(costs('day')).toEqual([
    ['2026-09-01', 2, 0.005],
    ['2026-09-02', 3, 0.0006],
  ]);
  expect(costs('user')).toEqual([
    ['bob', 1, 0.0028],
    ['ann', 1, 0.0022],
    ['cem', 1, 0.0006],
    ['', 2, 0],
  ]);
  expect(costs('status')).toEqual([
    ['200', 4, 0.0056],
    ['500', 1, 0],
  ]);
  expect(report.window).toEqual({
    from: '2026-09-01T09:00:00.000Z',
    to: '2026-09-02T09:00:02.000Z',
    days: 86_402_000 / 86_400_000,
  });
  // Of two equal prompts the second was avoidable: all of b.
  const duplicates = report.findings.find(({ detector }) => detector === 'duplicates')!;
  expect(duplicates).toMatchObject({ status: 'found', calls: 1, basis: 'measured' });
  expect(duplicates.wastedUsd).toBeCloseTo(0.0028, 12);
  expect(duplicates.groups).toMatchObject([{ examples: ['b'], kept: ['a'], calls: 1 }]);
  expect(report.recoverable.usd).toBeCloseTo(0.0028, 12);
  expect(report.recoverable.share).toBeCloseTo(0.5, 12);
});

test('a call without a price is listed with its reason and never costs $0', async () => {
  const { totals, warnings, groups } = await runAudit('/', ['-'], { stdin: LOG });
  expect(totals.unpricedCalls).toBe(1);
  expect(warnings.filter(({ code }) => code === 'unpriced')).toEqual([
    { code: 'unpriced', text: expect.stringContaining('no-such-model-9'), count: 1 },
  ]);
  expect(groups.model.find(({ key }) => key === 'no-such-model-9')).toMatchObject({
    unpricedCalls: 1,
    unpricedTokens: 770,
  });
});

test('a log whose calls all lack a price has no findings in money, and says so', async () => {
  const lines = ['x', 'y'].map((id) =>
    chatLine({ id, at: START, model: 'no-such-model-9', usage: { input: 5, output: 5 } }),
  );
  const report = await runAudit('/', ['-'], { stdin: lines.join('\n') });
  expect(report.totals).toMatchObject({ calls: 2, unpricedCalls: 2, unpricedTokens: 20, costUsd: 0 });
  expect(report.recoverable.usd).toBe(0);
  expect(report.warnings.map(({ code }) => code)).toContain('unpriced');
});

test('days are cut in the chosen time zone', async () => {
  const { groups, timezone } = await runAudit('/', ['-'], { stdin: LOG, timezone: 'Pacific/Auckland' });
  expect(timezone).toBe('Pacific/Auckland');
  // 09:00 UTC is 21:00 in Auckland; 10:00 UTC is 22:00; still the first and the second of September.
  expect(groups.day.map(({ key, calls }) => [key, calls])).toEqual([
    ['2026-09-01', 2],
    ['2026-09-02', 3],
  ]);
  const honolulu = await runAudit('/', ['-'], { stdin: LOG, timezone: 'Pacific/Honolulu' });
  expect(honolulu.groups.day.map(({ key, calls }) => [key, calls])).toEqual([
    ['2026-08-31', 1],
    ['2026-09-01', 4],
  ]);
});
