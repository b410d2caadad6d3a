import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import type { Charge, Report } from '../../src/model/report.ts';
import focus from '../../src/report/focus.ts';
import { chatLine, START } from '../support/chat-lines.ts';
import { type AuditChanges, runAudit } from '../support/run-audit.ts';
import { type FocusRow, headerProblems, rowProblems } from './focus/focus-rules.ts';
import { hostileTexts } from './hostile-texts.ts';
import { sampleReport } from './sample-reports.ts';

const FIXTURES = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const OPTIONS = { width: 80, color: false };
const CHARGED: AuditChanges = { charges: true, strategies: [], detectors: [] };

function rowsOf(report: Report, billingAccount?: string): FocusRow[] {
  const text = focus.render(report, { ...OPTIONS, ...(billingAccount !== undefined && { billingAccount }) });
  const [header, ...rows]: string[][] = parse(text, { record_delimiter: '\r\n' });
  expect(headerProblems(header!)).toEqual([]);
  return rows.map((row) => Object.fromEntries(row.map((value, i) => [header![i], value])));
}

function sum(rows: readonly FocusRow[], id: string): number {
  return rows.reduce((total, row) => total + Number(row[id]), 0);
}

function reportWith(...charges: Partial<Charge>[]): Report {
  const charge: Charge = {
    ...{
      from: '2026-10-31T00:00:00.000Z',
      to: '2026-11-01T00:00:00.000Z',
      provider: 'openai',
      model: 'gpt-4.1',
    },
    ...{ tier: 'standard', kind: 'input', tokens: 1000, rateUsd: 2, listRateUsd: 2, costUsd: 0.002 },
    ...{ calls: 3, tags: {} },
  };
  return { ...sampleReport('typical'), charges: charges.map((change) => ({ ...charge, ...change })) };
}

describe('FOCUS rows', () => {
  test.each([
    ['openai.jsonl', {}],
    ['anthropic.jsonl', {}],
    ['gemini.jsonl', {}],
    ['bedrock.jsonl', {}],
    ['openai-batch.jsonl', {}],
    ['litellm.jsonl', { groupBy: ['user', 'tag:team'] }],
    [
      'otel.jsonl',
      { prices: [{ origin: 'own.json', value: { discounts: { openai: 30, anthropic: 100 } } }] },
    ],
    ['demo.jsonl', { groupBy: ['user', 'feature'], timezone: 'America/New_York' }],
  ] satisfies [string, AuditChanges][])(
    'of %s keep every rule and add up to the cost',
    async (file, changes) => {
      const report = await runAudit(FIXTURES, [file], { ...CHARGED, ...changes });
      const rows = rowsOf(report);
      expect(rows.flatMap(rowProblems)).toEqual([]);
      const dated = (report.charges ?? []).filter(({ from }) => from !== null);
      const known = dated.reduce((total, { costUsd }) => total + (costUsd ?? 0), 0);
      if (dated.length === report.charges?.length) expect(known).toBeCloseTo(report.totals.costUsd, 9);
      for (const id of ['BilledCost', 'EffectiveCost', 'ContractedCost'])
        expect(sum(rows, id)).toBeCloseTo(known, 9);
    },
  );

  test('by hand', () => {
    const [row] = rowsOf(reportWith({ tags: { 'tag:team': 'ops', user: 'ann', feature: '' } }), 'org-1');
    expect(row).toMatchObject({
      BilledCost: '0.002',
      BillingAccountId: 'org-1',
      BillingAccountName: '',
      BillingPeriodStart: '2026-10-01T00:00:00Z',
      BillingPeriodEnd: '2026-11-01T00:00:00Z',
      ChargeDescription: 'gpt-4.1: Input Tokens at $2.00 per 1M',
      ChargePeriodStart: '2026-10-31T00:00:00Z',
      ChargePeriodEnd: '2026-11-01T00:00:00Z',
      ConsumedQuantity: '1000',
      PricingQuantity: '0.001',
      PricingUnit: '1000000 Tokens',
      ProviderName: 'OpenAI',
      SkuId: 'openai/gpt-4.1/input-tokens',
      SkuPriceId: 'openai/gpt-4.1/input-tokens/standard/2',
      Tags: '{"team":"ops","llm-cost/user":"ann"}',
      x_CallCount: '3',
    });
  });

  test('have the list price beside what a discount leaves of it', () => {
    const [row] = rowsOf(reportWith({ rateUsd: 1.6, costUsd: 0.0016 }));
    expect(rowProblems(row!)).toEqual([]);
    expect(row).toMatchObject({
      ListUnitPrice: '2',
      ListCost: '0.002',
      ContractedCost: '0.0016',
      BilledCost: '0.0016',
    });
  });

  test('of a provider nobody knows have its name', () => {
    const rows = rowsOf(reportWith({ provider: 'acme' }, { provider: '' }, { provider: '__proto__' }));
    expect(rows.flatMap(rowProblems)).toEqual([]);
    expect(rows.map(({ ProviderName }) => ProviderName)).toEqual(['acme', 'unknown', '__proto__']);
  });

  test('keep the rules with any text in the log', () => {
    const rows = rowsOf(
      reportWith(
        ...hostileTexts.map((text) => ({
          model: text,
          provider: text,
          tags: { user: text, [`tag:${text}`]: text },
        })),
      ),
    );
    expect(rows).toHaveLength(hostileTexts.length);
    expect(rows.flatMap(rowProblems)).toEqual([]);
    for (const cell of rows.flatMap((row) => Object.values(row))) {
      expect(cell).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(/^[\s"`]*[=+\-@]/.test(cell) && Number.isNaN(Number(cell))).toBe(false);
    }
  });

  test('are not there for what has no price, no day, or costs nothing, and this is said', async () => {
    const report = await runAudit('/', ['-'], {
      ...CHARGED,
      stdin: [
        chatLine({ at: START, usage: { input: 1000, output: 0 } }),
        chatLine({ at: START, model: 'nobody-9', usage: { input: 70, output: 7 } }),
        chatLine({ usage: { input: 500_000, output: 0 } }),
      ].join('\n'),
    });
    expect(rowsOf(report)).toHaveLength(1);
    expect(rowsOf(reportWith({ rateUsd: 0, listRateUsd: 0, costUsd: 0 }))).toEqual([]);
    expect(rowsOf(reportWith({ rateUsd: 0, listRateUsd: 2, costUsd: 0 }))).toMatchObject([
      { ListCost: '0.002' },
    ]);
    expect(focus.notices?.(report, { ...OPTIONS, billingAccount: 'a' })).toEqual([
      '1 call without a known price (77 tokens) left out: a row must have its cost',
      'calls without a time, $1.00, left out: a row must have its day',
    ]);
  });

  test('name the placeholder of an unknown account', () => {
    expect(rowsOf(reportWith({}))[0]!.BillingAccountId).toBe('unknown');
    expect(focus.notices?.(reportWith({}), OPTIONS)).toContainEqual(
      expect.stringContaining('--billing-account'),
    );
  });
});
