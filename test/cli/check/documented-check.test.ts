import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CheckFolder, callLines, checkFolder } from './check-folder.ts';

const page = readFileSync(new URL('../../../docs/check.md', import.meta.url), 'utf8');
const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(page)!;

let folder: CheckFolder;
beforeEach(() => {
  folder = checkFolder();
  folder.put('llm-cost.config.yaml', example);
  folder.put('log.jsonl', callLines(1000, 'gpt-4.1', 'search-shoes'));
});
afterEach(() => folder.remove());

test('the configuration of docs/check.md is judged, against a baseline that it wrote', async () => {
  const wrote = await folder.check(['log.jsonl', '--write-baseline', 'llm-cost-baseline.json']);
  expect(wrote.code).toBe(0);
  folder.put('llm-cost-baseline.json', wrote.files.get(join(folder.path, 'llm-cost-baseline.json')));
  const { budgets, name } = JSON.parse((await folder.check(['log.jsonl', '--json'])).out);
  expect(name).toBe('search');
  const shown = budgets.map(({ budget, status }: { budget: { name: string }; status: string }) => [
    budget.name,
    status,
  ]);
  expect(shown).toEqual([
    ['total', 'passed'],
    ['cost-per-call', 'passed'],
    ['same-prompts', 'passed'],
    // Ten calls, and it takes twenty.
    ['each-feature', 'notJudged'],
    ['long-prompts', 'passed'],
    ['cache-hits', 'failed'],
    ['per-answer', 'passed'],
    ['retries', 'passed'],
    ['repeated-prompts', 'passed'],
    ['missed-caching', 'off'],
  ]);
});

test('its flag is a budget', async () => {
  const [, flag = ''] = /`--budget '([^']+)'`/.exec(page)!;
  folder.put('llm-cost.config.yaml', '');
  const { out } = await folder.check(['log.jsonl', '--json', '--budget', flag]);
  expect(JSON.parse(out).budgets[0].budget).toMatchObject({
    measure: 'costPerCall',
    max: 0.02,
    maxIncrease: { share: 0.1, amount: 0.001 },
    level: 'warn',
    minCalls: 20,
  });
});
