import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Charge, Report } from '../../../src/model/report.ts';
import { BILLED_KINDS } from '../../../src/model/usage.ts';
import { chatLine, chatLog, START } from '../../support/chat-lines.ts';
import { type AuditChanges, runAudit } from '../../support/run-audit.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const FIXTURES = fileURLToPath(new URL('../../../fixtures/', import.meta.url));

const CHARGED: AuditChanges = { charges: true, strategies: [], detectors: [], top: 100_000 };

async function charged(
  stdin: string,
  changes: AuditChanges = {},
): Promise<Report & { charges: readonly Charge[] }> {
  const report = await runAudit('/', ['-'], { ...CHARGED, ...changes, stdin });
  return { ...report, charges: report.charges ?? [] };
}

function sum(charges: readonly Charge[], of: (charge: Charge) => number): number {
  return charges.reduce((total, charge) => total + of(charge), 0);
}

const cost = ({ costUsd }: Charge): number => costUsd ?? 0;

function expectClose(actual: number, expected: number, what: string): void {
  expect(Math.abs(actual - expected), what).toBeLessThanOrEqual(1e-9 * Math.max(1, expected));
}

/** What holds for the charges of any report, whose lists of groups are whole. */
function expectIdentities({ charges, totals, groups }: Report): void {
  if (charges === null) throw new Error('no charges');
  expectClose(sum(charges, cost), totals.costUsd, 'the whole');
  for (const { key, costUsd } of groups.model)
    expectClose(
      sum(
        charges.filter(({ model }) => model === key),
        cost,
      ),
      costUsd,
      `model ${key}`,
    );
  for (const kind of BILLED_KINDS)
    expect(
      sum(
        charges.filter((charge) => charge.kind === kind),
        ({ tokens }) => tokens,
      ),
    ).toBe(totals.tokens[kind]);
  const unpriced = charges.filter(({ costUsd }) => costUsd === null);
  expect(sum(unpriced, ({ tokens }) => tokens)).toBe(totals.unpricedTokens);
  for (const charge of charges) {
    expect(charge.tokens).toBeGreaterThan(0);
    expect(charge.rateUsd === null).toBe(charge.costUsd === null);
    if (charge.rateUsd !== null)
      expectClose(cost(charge), (charge.tokens * charge.rateUsd) / 1e6, 'tokens times rate');
  }
}

describe('charges', () => {
  test.each([
    'openai.jsonl',
    'anthropic.jsonl',
    'gemini.jsonl',
    'bedrock.jsonl',
    'openai-batch.jsonl',
    'helicone.jsonl',
    'litellm.jsonl',
    'claude-code.jsonl',
    'generic.csv',
    'otel.jsonl',
    'demo.jsonl',
  ])('of %s add up to what the report says', async (file) => {
    const report = await runAudit(FIXTURES, [file], CHARGED);
    expect(report.totals.calls).toBeGreaterThan(0);
    expectIdentities(report);
  });

  test('of any log add up to what the report says', async () => {
    await fc.assert(
      fc.asyncProperty(chatLog, async (lines) => {
        expectIdentities(
          await charged(lines.map(chatLine).join('\n'), {
            groupBy: ['user', 'day', 'feature'],
            timezone: 'Asia/Kolkata',
          }),
        );
      }),
      { numRuns: 40, seed: 3 },
    );
  });

  test('are one row for each day, model, kind and rate, by hand', async () => {
    const usage = { input: 1000, output: 100, cached: 400 };
    const { charges } = await charged(
      [
        chatLine({ id: 'a', at: START, usage }),
        chatLine({ id: 'b', at: START + 60_000, usage, prompt: [{ role: 'user', content: 'Two?' }] }),
        chatLine({ id: 'c', at: START + 86_400_000, usage: { input: 10, output: 0 } }),
      ].join('\n'),
    );
    const day = { from: '2026-09-01T00:00:00.000Z', to: '2026-09-02T00:00:00.000Z' };
    const terms = { provider: 'openai', model: 'gpt-4.1', tier: 'standard', tags: {} };
    const row = (kind: string, tokens: number, rateUsd: number, calls: number, costUsd: number) => ({
      ...terms,
      ...{ kind, tokens, rateUsd, listRateUsd: rateUsd, calls, costUsd: expect.closeTo(costUsd, 15) },
    });
    expect(charges).toEqual([
      { ...day, ...row('input', 1200, 2, 2, 0.0024) },
      { ...day, ...row('cacheRead', 800, 0.5, 2, 0.0004) },
      { ...day, ...row('output', 200, 8, 2, 0.0016) },
      { from: day.to, to: '2026-09-03T00:00:00.000Z', ...row('input', 10, 2, 1, 0.00002) },
    ]);
  });

  test('are not worked out unless they are asked for', async () => {
    const stdin = chatLine({ at: START, usage: { input: 1, output: 1 } });
    expect((await runAudit('/', ['-'], { ...CHARGED, charges: false, stdin })).charges).toBeNull();
  });

  test('are worked out where the store has the same report without them', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'a.jsonl'), chatLine({ at: START, usage: { input: 1, output: 1 } }));
    const audited = async (charges: boolean) => {
      const report = await runAudit(folder, ['a.jsonl'], {
        ...CHARGED,
        ...{ storeFile: join(folder, 'store.db'), charges },
      });
      return report.charges?.length ?? null;
    };
    expect([await audited(false), await audited(true), await audited(false)]).toEqual([null, 2, null]);
  });

  test.each([
    ['2026-11-01T12:00:00Z', '2026-11-01T04:00:00.000Z', '2026-11-02T05:00:00.000Z', 25],
    ['2026-03-08T12:00:00Z', '2026-03-08T05:00:00.000Z', '2026-03-09T04:00:00.000Z', 23],
    ['2026-06-02T03:59:59Z', '2026-06-01T04:00:00.000Z', '2026-06-02T04:00:00.000Z', 24],
  ])('a call of %s is of a New York day of its right length', async (time, from, to, hours) => {
    const at = Date.parse(time);
    const { charges } = await charged(chatLine({ at, usage: { input: 9, output: 0 } }), {
      timezone: 'America/New_York',
    });
    expect(charges).toMatchObject([{ from, to, tokens: 9 }]);
    expect((Date.parse(to) - Date.parse(from)) / 3_600_000).toBe(hours);
  });

  test.each([
    ['Europe/Berlin', '2026-07-31T21:59:59Z', ['2026-07-30T22:00', '2026-07-31T22:00']],
    ['Europe/Berlin', '2026-07-31T23:59:59Z', ['2026-07-31T22:00', '2026-08-01T00:00']],
    ['Europe/Berlin', '2026-08-01T00:00:00Z', ['2026-08-01T00:00', '2026-08-01T22:00']],
    ['America/New_York', '2027-01-01T04:59:59Z', ['2027-01-01T00:00', '2027-01-01T05:00']],
    ['America/New_York', '2026-12-31T23:59:59Z', ['2026-12-31T05:00', '2027-01-01T00:00']],
  ])('of a day in %s are cut where a month of UTC begins: %s', async (timezone, time, bounds) => {
    const log = ['2026-07-31T23:00:00Z', '2026-08-01T01:00:00Z', time].map((at) =>
      chatLine({ at: Date.parse(at), usage: { input: 9, output: 0 } }),
    );
    const report = await charged(log.join('\n'), { timezone });
    const [from, to] = bounds.map((bound) => `${bound}:00.000Z`) as [string, string];
    expect(report.charges).toContainEqual(expect.objectContaining({ from, to }));
    for (const charge of report.charges)
      expect(new Date(Date.parse(charge.to!) - 1).toISOString().slice(0, 7)).toBe(charge.from!.slice(0, 7));
    expectIdentities(report);
  });

  test('of the last day that has a name have no bounds: no day follows it', async () => {
    const at = Date.parse('9999-12-31T12:00:00Z');
    const { charges } = await charged(chatLine({ at, usage: { input: 9, output: 0 } }));
    expect(charges).toMatchObject([{ from: null, to: null, tokens: 9, costUsd: 0.000018 }]);
  });

  test('are told apart by further groupings, values as logged', async () => {
    const line = (user: string, feature: string, minute: number) =>
      chatLine({ at: START + minute * 60_000, user, feature, usage: { input: 5, output: 0 } });
    const { charges } = await charged(
      [line('ann', 'chat', 1), line('ann', '', 2), line('=cmd', 'chat', 3)].join('\n'),
      {
        groupBy: ['model', 'user', 'feature'],
      },
    );
    expect(charges.map(({ tags, tokens }) => ({ ...tags, tokens }))).toEqual([
      { user: '=cmd', feature: 'chat', tokens: 5 },
      { user: 'ann', feature: '', tokens: 5 },
      { user: 'ann', feature: 'chat', tokens: 5 },
    ]);
  });

  test('of a call without a price or a time say so', async () => {
    const { charges } = await charged(chatLine({ model: 'nobody-9', usage: { input: 7, output: 3 } }));
    expect(charges).toMatchObject([
      { from: null, to: null, model: 'nobody-9', kind: 'input', tokens: 7, rateUsd: null, costUsd: null },
      { from: null, to: null, model: 'nobody-9', kind: 'output', tokens: 3, rateUsd: null, costUsd: null },
    ]);
  });

  test('keep apart what a discount leaves of the list', async () => {
    const value = { discounts: { openai: 20 } };
    const { charges } = await charged(chatLine({ at: START, usage: { input: 1_000_000, output: 0 } }), {
      prices: [{ origin: 'own.json', value }],
    });
    expect(charges).toMatchObject([{ rateUsd: 1.6, listRateUsd: 2, costUsd: 1.6 }]);
  });
});
