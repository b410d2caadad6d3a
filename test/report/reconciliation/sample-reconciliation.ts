import type { ReconciledRow, ReconciledSide, Reconciliation } from '../../../src/model/reconciliation.ts';
import { NO_TOKENS } from '../../../src/model/usage.ts';

const side = (requests: number, input: number, costUsd: number | null): ReconciledSide => ({
  ...{ requests, tokens: { ...NO_TOKENS, input }, costUsd, unpricedCalls: 0 },
});

const cause = { code: 'calls-not-logged', text: '2 of 3 requests are not in the log' } as const;

const differs: ReconciledRow = {
  ...{ day: '2026-09-01', provider: 'openai', model: 'gpt-4.1', status: 'differs', causes: [cause] },
  ...{ log: side(1, 1000, 0.002), ledger: side(3, 3000, 0.006) },
  difference: { requests: 2, tokens: 2000, costUsd: 0.004 },
};

const search: ReconciledRow = {
  ...{ day: '2026-09-02', provider: 'openai', model: null, status: 'differs', log: null },
  ledger: { requests: null, tokens: null, costUsd: 0.25, unpricedCalls: 0 },
  difference: { requests: null, tokens: null, costUsd: 0.25 },
  causes: [{ code: 'other-items', text: 'web search is billed beside tokens' }],
};

/** A log that lacks two calls of a day and the next day's web searches. */
export function sampleReconciliation(rows: readonly ReconciledRow[] = [differs, search]): Reconciliation {
  return {
    ...{ schemaVersion: 1, tool: { name: 'llm-cost', version: '1.2.3' } },
    ...{ generatedAt: '2026-11-20T00:00:00.000Z', priceBook: { version: '2026-11-20', overrides: [] } },
    ...{ filter: null, inputs: [], ledgers: [], rows, warnings: [] },
    totals: {
      ...{ log: side(1, 1000, 0.002), ledger: side(3, 3000, 0.256), status: 'differs' },
      difference: { requests: 2, tokens: 2000, costUsd: 0.254 },
    },
    notCovered: { calls: 4, costUsd: 0.5, why: ['no export is about anthropic'] },
  };
}

/** The first row on another day. */
export function onDay(day: string): ReconciledRow {
  return { ...differs, day };
}
