import { readdirSync, readFileSync } from 'node:fs';
import type { RenderOptions } from '../../../src/contracts/renderer.ts';
import type { CheckFault, CheckResult, GroupChange } from '../../../src/model/check.ts';
import { type CheckFormat, checkRenderers } from '../../../src/report/check/index.ts';

const folder = new URL('../../../fixtures/checks/', import.meta.url);

/** Names of the made-up results in `fixtures/checks`. */
export const checkNames: readonly string[] = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.slice(0, -'.json'.length))
  .sort();

export function sampleCheck(name: string): CheckResult | CheckFault {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as CheckResult | CheckFault;
}

/** One that was judged. */
export function sampleResult(name: string): CheckResult {
  const check = sampleCheck(name);
  if (check.verdict === 'error') throw new Error(`${name} was not judged`);
  return check;
}

export const OPTIONS: RenderOptions = { width: 100, color: false };

export async function rendered(
  format: CheckFormat,
  check: CheckResult | CheckFault,
  options: RenderOptions = OPTIONS,
): Promise<string> {
  return (await checkRenderers[format]()).default.render(check, options);
}

/** So many budgets on so many groups, and so many templates that changed. */
export function hugeCheck(budgets: number, templates: number, groups = 2): CheckResult {
  const sample = sampleResult('failed');
  const failed = sample.budgets.find(({ budget }) => budget.name === 'cost-per-call')!;
  const many = <T>(length: number, of: (i: number) => T): T[] => Array.from({ length }, (_, i) => of(i));
  const changes: GroupChange[] = many(templates, (i) => ({
    ...sample.comparison!.templates[0]!,
    key: `prompt:${i}`,
    label: `Template ${i}: you are an assistant that reads passages and answers with them`,
  }));
  return {
    ...sample,
    comparison: { ...sample.comparison!, templates: changes },
    budgets: many(budgets, (i) => ({
      ...failed,
      budget: { ...failed.budget, name: `budget-${i}` },
      judged: many(groups, (j) => ({
        ...failed.judged[0]!,
        by: 'feature',
        key: `feature-${i}-${j}`,
      })),
    })),
  };
}
