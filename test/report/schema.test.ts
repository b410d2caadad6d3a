import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { GROUP_KINDS, type Group, type Report, type Totals } from '../../src/model/report.ts';
import json from '../../src/report/json.ts';
import { sampleNames, sampleReport } from './sample-reports.ts';

const schema = JSON.parse(readFileSync(new URL('../../schema/report-1.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(schema);

function problems(value: unknown): string[] {
  validate(value);
  return (validate.errors ?? []).map((error) => `${error.instancePath}: ${error.message}`);
}

describe('schema/report-1.json', () => {
  test.each(sampleNames)('%s is valid as the json renderer prints it', (name) => {
    const text = json.render(sampleReport(name), { width: 80, color: false });
    expect(problems(JSON.parse(text))).toEqual([]);
  });

  test.each([
    ['a field that nobody declared', (r: Report) => ({ ...r, extra: 1 })],
    ['an undeclared field of the totals', (r: Report) => ({ ...r, totals: { ...r.totals, extra: 1 } })],
    ['an undeclared field of a group', (r: Report) => withModel(r, { extra: 1 })],
    [
      'unknown money, which JSON turns into null',
      (r: Report) => ({ ...r, totals: { ...r.totals, costUsd: Number.NaN } }),
    ],
    ['half a token', (r: Report) => withModel(r, { unpricedTokens: 0.5 })],
    ['a time without its zone', (r: Report) => ({ ...r, generatedAt: '2026-11-20T12:00:00' })],
    ['another schema version', (r: Report) => ({ ...r, schemaVersion: 2 })],
    ['a share above one', (r: Report) => withModel(r, { share: 31 })],
    ['a list as a detector column', (r: Report) => withFindingGroup(r, { model: ['a'] })],
    ['a missing list', ({ warnings: _, ...r }: Report) => r],
  ])('%s is refused', (_, break_) => {
    expect(problems(JSON.parse(JSON.stringify(break_(sampleReport('typical')))))).not.toEqual([]);
  });

  test('detectors may add columns of their own', () => {
    expect(problems(withFindingGroup(sampleReport('typical'), { whatever: 0.5, other: null }))).toEqual([]);
  });
});

function withModel(report: Report, part: object): unknown {
  const [first, ...rest] = report.groups.model;
  return { ...report, groups: { ...report.groups, model: [{ ...first, ...part }, ...rest] } };
}

function withFindingGroup(report: Report, part: object): unknown {
  const [first, ...rest] = report.findings;
  const [group, ...groups] = first!.groups;
  return { ...report, findings: [{ ...first, groups: [{ ...group, ...part }, ...groups] }, ...rest] };
}

describe('the sample reports keep what the contract promises', () => {
  test.each(sampleNames)('%s', (name) => {
    const report = sampleReport(name);
    for (const kind of GROUP_KINDS)
      if (report.totals.calls > 0) expectSum(report.totals, report.groups[kind]);
    const counted = report.findings.reduce((sum, finding) => sum + finding.countedUsd, 0);
    expect(counted).toBeCloseTo(report.recoverable.usd, 6);
    expect(counted).toBeLessThanOrEqual(report.totals.costUsd);
    let before = report.totals.costUsd;
    for (const step of report.strategies) {
      expect(step.beforeUsd).toBe(before);
      expect(step.savedUsd).toBeCloseTo(step.beforeUsd - step.afterUsd, 9);
      before = step.afterUsd;
    }
    expect(report.combined.afterUsd).toBe(before);
    for (const input of report.inputs) {
      expect(input.calls + input.repeatedRecords + input.skipped + input.otherRecords).toBe(input.records);
    }
  });
});

function expectSum(totals: Totals, groups: readonly Group[]): void {
  const sum = (of: (t: Totals) => number) => groups.reduce((a, group) => a + of(group), 0);
  expect(sum((t) => t.calls)).toBe(totals.calls);
  expect(sum((t) => t.unpricedCalls)).toBe(totals.unpricedCalls);
  expect(sum((t) => t.tokens.input)).toBe(totals.tokens.input);
  expect(sum((t) => t.tokens.output)).toBe(totals.tokens.output);
  expect(Math.abs(sum((t) => t.costUsd) - totals.costUsd)).toBeLessThanOrEqual(totals.costUsd * 1e-9);
}
