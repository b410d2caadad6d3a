import { expect, test } from 'vitest';
import type { LedgerEntry } from '../../../src/contracts/ledger.ts';
import type { CallFilter } from '../../../src/engine/audit-request.ts';
import { filterLedgers, requireLedgerFilter } from '../../../src/engine/reconcile/ledger-filter.ts';
import { loadPriceBook } from '../../../src/pricing/price-book.ts';

const book = loadPriceBook();
const day = (number: number): number => Date.UTC(2026, 8, number);
const entry = (number: number, more: Partial<LedgerEntry> = {}): LedgerEntry => ({
  ...{
    from: day(number),
    to: day(number + 1),
    provider: 'openai',
    model: 'gpt-4.1-2025-04-14',
    requests: number,
  },
  ...more,
});

const ENTRIES = [
  entry(1),
  entry(2),
  entry(3, { model: 'gpt-5', tier: 'batch' }),
  { from: day(3), to: day(4), provider: 'openai', costUsd: 1, item: 'web search' },
  entry(4, { provider: 'anthropic', model: 'Claude Haiku 4.5', tier: 'standard' }),
];

function left(filter: Partial<CallFilter>) {
  const reading = {
    ledger: 'openai-usage',
    spans: ENTRIES.map(({ from, to }) => ({ from, to })),
    parts: [ENTRIES],
  };
  const { readings, warnings } = filterLedgers([reading], { where: [], ...filter }, book);
  const numbers = readings[0]!.parts[0]!.map((one) => ENTRIES.indexOf(one));
  return { numbers, spans: readings[0]!.spans.length, warned: warnings[0]?.count ?? 0 };
}

const is = (key: string, value: string, isNegated = false) => ({ where: [{ key, value, isNegated }] });

test('buckets that a border cuts are left out, of the days covered too', () => {
  expect(left({ since: day(2) })).toEqual({ numbers: [1, 2, 3, 4], spans: 4, warned: 1 });
  expect(left({ since: day(1) + 1, until: day(4) - 1 })).toEqual({ numbers: [1], spans: 1, warned: 4 });
});

test('a sum that is not split by what is asked for is left out, whatever is asked', () => {
  expect(left(is('model', 'gpt-4.1')).numbers).toEqual([0, 1]);
  expect(left(is('model', 'gpt-4.1-2025-04-14')).numbers).toEqual([0, 1]);
  expect(left(is('model', 'gpt-4.1', true)).numbers).toEqual([2, 4]);
  expect(left(is('model', 'claude-haiku-4-5')).numbers).toEqual([4]);
  expect(left(is('tier', 'standard', true)).numbers).toEqual([2]);
  expect(left(is('provider', 'openai')).numbers).toEqual([0, 1, 2, 3]);
});

test('what no export tells is refused', () => {
  const filter = (key: string): CallFilter => ({ where: [{ key, value: 'x', isNegated: false }] });
  for (const key of ['model', 'provider', 'tier'])
    expect(() => requireLedgerFilter(filter(key))).not.toThrow();
  for (const key of ['user', 'status', 'tag:team'])
    expect(() => requireLedgerFilter(filter(key))).toThrow(
      `--filter ${key}: exports of totals do not say it`,
    );
  expect(() => requireLedgerFilter(undefined)).not.toThrow();
});

test('without a filter nothing is touched', () => {
  const readings = [{ ledger: 'x', spans: [], parts: [ENTRIES] }];
  expect(filterLedgers(readings, undefined, book)).toEqual({ readings, warnings: [] });
});
