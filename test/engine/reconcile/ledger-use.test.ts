import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LedgerEntry } from '../../../src/contracts/ledger.ts';
import { compare } from '../../../src/engine/reconcile/compare.ts';
import { ledgerUse } from '../../../src/engine/reconcile/ledger-use.ts';
import { LogUse } from '../../../src/engine/reconcile/log-use.ts';
import type { ReconciledRow } from '../../../src/model/reconciliation.ts';
import { NO_TOKENS } from '../../../src/model/usage.ts';
import { loadPriceBook } from '../../../src/pricing/price-book.ts';
import { makeCall } from '../../support/calls.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 8, 1);
const book = loadPriceBook();

const provider = fc.constantFrom('openai', 'azure', '');
const model = fc.constantFrom('gpt-4.1', 'gpt-4.1-2025-04-14', 'gpt-4o-mini', 'my-deployment');

const call = fc
  .record({ provider, model, hour: fc.integer({ min: -30, max: 200 }), input: fc.nat(5000) })
  .map(({ hour, input, ...rest }) => ({ ...rest, time: START + hour * HOUR, usage: { input } }));

/** Buckets of a minute, an hour, a day in some zone, and a week, which may overlap in any way. */
const entry = fc
  .record({
    ...{ provider, model: fc.option(model, { nil: undefined }), hour: fc.integer({ min: -20, max: 180 }) },
    ...{ hours: fc.constantFrom(1 / 60, 1, 24, 168), input: fc.nat(5000), requests: fc.nat(9) },
    costUsd: fc.option(fc.integer({ min: 0, max: 400 }), { nil: undefined }),
  })
  .map(({ hour, hours, input, ...rest }): LedgerEntry => {
    const from = START + hour * HOUR;
    return { ...rest, from, to: from + hours * HOUR, tokens: { ...NO_TOKENS, input } };
  });

/** The log's side of a row without a model repeats what the rows of models beside it have. */
function sumOf(rows: readonly ReconciledRow[], side: 'log' | 'ledger'): number {
  const spans = new Set(
    rows.filter((row) => row.model !== null).map(({ day, provider: of }) => `${day} ${of}`),
  );
  return rows
    .filter(
      ({ model: name, day, provider: of }) =>
        side === 'ledger' || name !== null || !spans.has(`${day} ${of}`),
    )
    .reduce((sum, row) => sum + (row[side]?.requests ?? 0), 0);
}

test('every call is in one row or outside, every entry that counts in one row, and rows add up to the totals', () => {
  fc.assert(
    fc.property(
      fc.array(call, { maxLength: 12 }),
      fc.array(fc.array(entry, { maxLength: 6 }), { minLength: 1, maxLength: 3 }),
      (calls, parts) => {
        const log = new LogUse(book);
        for (const each of calls) log.add(makeCall(each), 0.001);
        const use = ledgerUse([{ ledger: 'litellm-daily', spans: [], parts }], book);
        for (const spans of use.covered.values()) {
          for (const [i, span] of spans.entries())
            expect(span.from).toBeGreaterThanOrEqual(spans[i - 1]?.to ?? 0);
        }
        const { rows, totals, outside } = compare(log.uses(), use);
        const left = outside.reduce((sum, { sum: { requests } }) => sum + (requests ?? 0), 0);
        expect(sumOf(rows, 'log') + left).toBe(calls.length);
        expect(totals.log?.requests ?? 0).toBe(calls.length - left);
        expect(totals.ledger?.requests ?? 0).toBe(sumOf(rows, 'ledger'));
      },
    ),
    { numRuns: 300 },
  );
});
