import { expect, test } from 'vitest';
import { reconciliationTable } from '../../../src/report/reconciliation/reconciliation-table.ts';
import { onDay, sampleReconciliation } from './sample-reconciliation.ts';

const shown = (result = sampleReconciliation(), top = 10) =>
  reconciliationTable(result, { width: 130, color: false }, top);

test('sums, rows, causes and what is not compared', () => {
  expect(shown().trimEnd().split('\n')).toEqual([
    'The log and the provider differ in 2 of 2 days and models.',
    'The log: 1 call, 1,000 tokens, $0.0020.',
    'The provider: 3 calls, 3,000 tokens, $0.2560.',
    'The log lacks $0.2540 (99.2%) of what was billed.',
    "Prices of 2026-11-20 for the log's calls; days in UTC.",
    '',
    'Where they differ',
    expect.stringMatching(/day +model +calls +billed +tokens logged +billed +tokens lacking +cost logged/),
    expect.stringMatching(/2026-09-01 +gpt-4\.1 +1 +3 +1,000 +3,000 +2,000 +\$0\.0020 +\$0\.0060 +\$0\.0040/),
    expect.stringMatching(
      /2026-09-02 +other of openai +0 +unknown +0 +unknown +unknown +0 +\$0\.25 +\$0\.25/,
    ),
    '',
    'Likely causes',
    '  2026-09-01 gpt-4.1: calls-not-logged: 2 of 3 requests are not in the log.',
    '  2026-09-02 other of openai: other-items: web search is billed beside tokens.',
    '',
    '4 logged calls ($0.50) are not compared: no export is about anthropic.',
  ]);
});

test('a cause of several rows is said once', () => {
  const rows = ['2026-09-01', '2026-09-02', '2026-09-03'].map(onDay);
  const causes = shown(sampleReconciliation(rows))
    .split('\n')
    .filter((line) => line.includes('calls-not-logged'));
  expect(causes).toEqual([
    '  2026-09-01 gpt-4.1 and 2 more: calls-not-logged: 2 of 3 requests are not in the log.',
  ]);
});

test('a log without any price does not say that its cost was not said', () => {
  const result = sampleReconciliation();
  const log = { ...result.totals.log!, costUsd: null, unpricedCalls: 1 };
  expect(shown({ ...result, totals: { ...result.totals, log } })).toContain(
    'The log: 1 call, 1,000 tokens, cost unknown, 1 of the calls without a known price.',
  );
});
