import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckFault, CheckResult } from '../../../src/model/check.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const log = {
  calls: 120,
  failedCalls: 3,
  unpricedCalls: 0,
  unpricedTokens: 0,
  estimatedCalls: 0,
  records: 120,
  skipped: 0,
  isCostComplete: true,
  costUsd: 4.92,
  costPerCallUsd: 0.041,
};

const header = {
  schemaVersion: 1,
  tool: { name: 'llm-cost', version: '0.5.0' },
  generatedAt: '2026-11-20T10:00:00.000Z',
  name: 'nightly',
} as const;

/** A check with one budget that is exceeded. */
export const failedResult: CheckResult = {
  ...header,
  verdict: 'failed',
  exitCode: 1,
  priceBook: { version: '2026-11-20', overrides: [] },
  timezone: 'UTC',
  window: { from: '2026-11-19T00:00:00.000Z', to: '2026-11-20T00:00:00.000Z' },
  logs: ['logs/run 1.jsonl', '--filter', 'feature=*'],
  inputs: [
    {
      ...{ path: 'logs/run 1.jsonl', source: 'generic', why: 'named', records: 120, calls: 120 },
      ...{ repeatedRecords: 0, skipped: 0, otherRecords: 0, skippedSamples: [] },
    },
  ],
  warnings: [],
  reasons: [],
  limits: { maxUnpriced: 0, maxSkipped: 0.01 },
  current: log,
  baseline: {
    ...log,
    ...{ costUsd: 4.1, costPerCallUsd: 4.1 / 120, path: 'llm-cost-baseline.json', tool: '0.5.0' },
    ...{ priceBook: '2026-11-20', window: { from: null, to: null }, hasHashedKeys: false },
  },
  comparison: null,
  budgets: [
    {
      budget: {
        ...{ name: 'cost-per-call', level: 'error', measure: 'costPerCall' },
        ...{ maxIncrease: { share: 0.1 }, minCalls: 1 },
      },
      title: 'cost per call',
      unit: 'usd',
      status: 'failed',
      reason: null,
      judged: [
        {
          ...{ by: null, key: null, label: '', calls: 120, status: 'failed', reason: null, value: 0.041 },
          compared: { baseline: 4.1 / 120, current: 0.041 },
          exceeded: [{ limit: 'maxIncrease', allowed: (4.1 / 120) * 1.1, found: 0.041 }],
          ...{ causes: [], show: 'feature=search' },
        },
      ],
    },
  ],
};

export const fault: CheckFault = {
  ...header,
  verdict: 'error',
  exitCode: 2,
  error: 'llm-cost.config.yaml: check.budgets.total: "cots" is not a known measure; did you mean "cost"?',
};

/** A file as `check --out` writes it. */
export function resultFile(result: unknown = failedResult): string {
  const file = join(tempFolder(), 'llm-cost-check.json');
  writeFileSync(file, typeof result === 'string' ? result : JSON.stringify(result));
  return file;
}
