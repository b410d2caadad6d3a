import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { CheckResult } from '../../../src/model/check.ts';
import { checkNames, hugeCheck, rendered, sampleCheck, sampleResult } from './sample-checks.ts';

const schema = JSON.parse(readFileSync(new URL('../../../schema/check-1.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({
  strict: true,
  strictTypes: false,
  strictRequired: false,
  allErrors: true,
}).compile(schema);

function problems(value: unknown): string[] {
  validate(value);
  return (validate.errors ?? []).map((error) => `${error.instancePath}: ${error.message}`);
}

describe('schema/check-1.json', () => {
  test.each(checkNames)('%s is valid as the json renderer prints it', async (name) => {
    expect(problems(JSON.parse(await rendered('json', sampleCheck(name))))).toEqual([]);
  });

  test('so is a huge one', () => {
    expect(problems(hugeCheck(20, 50))).toEqual([]);
  });

  test.each<readonly [string, (r: CheckResult) => unknown]>([
    ['a field that nobody declared', (r) => ({ ...r, extra: 1 })],
    ['a verdict of another exit code', (r) => ({ ...r, exitCode: 0 })],
    ['a pass that has reasons against it', (r) => ({ ...r, verdict: 'passed', exitCode: 0, reasons: ['x'] })],
    ['an unknown verdict', (r) => ({ ...r, verdict: 'ok' })],
    ['a fault that was judged', (r) => ({ ...r, verdict: 'error', exitCode: 2, error: 'x' })],
    ['a budget without a limit of the increase', (r) => withBudget(r, { maxIncrease: {} })],
    ['a level that nobody knows', (r) => withBudget(r, { level: 'info' })],
    ['a limit that is no number', (r) => withBudget(r, { max: '5' })],
    ['half a call', (r) => ({ ...r, current: { ...r.current, calls: 0.5 } })],
    ['another schema version', (r) => ({ ...r, schemaVersion: 2 })],
    ['a missing list', ({ budgets: _, ...r }) => r],
  ])('%s is refused', (_, changed) => {
    expect(problems(changed(sampleResult('failed')))).not.toEqual([]);
  });

  test('an error of two lines is refused', () => {
    expect(problems({ ...sampleCheck('fault'), error: 'a\nb' })).not.toEqual([]);
  });
});

function withBudget(result: CheckResult, part: object): unknown {
  const [first, ...rest] = result.budgets;
  return { ...result, budgets: [{ ...first, budget: { ...first!.budget, ...part } }, ...rest] };
}

describe('the samples keep what the contract promises', () => {
  test.each(['passed', 'unchanged', 'failed', 'price-drift'])('%s', (name) => {
    const { comparison } = sampleResult(name);
    const { priceDriftUsd, usageDriftUsd, effects } = comparison!;
    const changed = comparison!.currentThenUsd - comparison!.baselineThenUsd;
    expect(priceDriftUsd! + usageDriftUsd!).toBeCloseTo(changed, 9);
    expect(Object.values(effects!).reduce((sum, usd) => sum + usd, 0)).toBeCloseTo(usageDriftUsd!, 9);
  });
});
