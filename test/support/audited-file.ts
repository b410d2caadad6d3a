import { expect } from 'vitest';
import type { Input, Report } from '../../src/model/report.ts';
import { type AuditChanges, runAudit } from './run-audit.ts';

const ONLY_READ: AuditChanges = { strategies: [], detectors: [] };

/** Reads paths without judging them: only what the logs say and what it costs. */
export function readPaths(cwd: string, paths: readonly string[], changes: AuditChanges = {}) {
  return runAudit(cwd, paths, { ...ONLY_READ, maxRecordBytes: 64 << 20, ...changes });
}

/** Records, calls, repeated, skipped, others of a file; they add up, or the test fails. */
export function countsOf({ records, calls, repeatedRecords, skipped, otherRecords }: Input): number[] {
  expect(calls + repeatedRecords + skipped + otherRecords).toBe(records);
  return [records, calls, repeatedRecords, skipped, otherRecords];
}

/** Input, cache read, writes for 5 minutes and for an hour, output. */
export function tokensOf({ totals }: Report): number[] {
  const { input, cacheRead, cacheWrite5m, cacheWrite1h, output } = totals.tokens;
  return [input, cacheRead, cacheWrite5m, cacheWrite1h, output];
}

/** All that is read of one file, whatever it was wrapped in; a time of its own or of its wrapper is left out. */
export async function readFile(cwd: string, name: string, changes: AuditChanges = {}) {
  const report = await readPaths(cwd, [name], changes);
  const input = report.inputs[0]!;
  const [, calls, repeated, skipped] = countsOf(input);
  const { failedCalls, estimatedCalls, costUsd, loggedCostUsd } = report.totals;
  return {
    ...{ source: input.source, calls, repeated, skipped, tokens: tokensOf(report) },
    ...{ failedCalls, estimatedCalls, costUsd, loggedCostUsd },
  };
}
