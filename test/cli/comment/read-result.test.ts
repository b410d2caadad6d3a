import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readResult } from '../../../src/cli/comment/read-result.ts';
import { run } from '../fake-io.ts';
import { failedResult, fault, resultFile } from './sample-result.ts';

const CHECKS = 'fixtures/checks';
const fixtures = readdirSync(CHECKS).filter((name) => name.endsWith('.json'));

test.each(fixtures)('%s is a result', async (name) => {
  const file = join(CHECKS, name);
  expect(await readResult(file)).toEqual(JSON.parse(readFileSync(file, 'utf8')));
});

test.each([failedResult, fault])(
  'what the check wrote is read back, and what a later version adds is no fault',
  async (result) => {
    const more = { ...result, later: [1] };
    expect(await readResult(resultFile(more))).toEqual(more);
  },
);

test('a file that is not there, or is a folder', async () => {
  await expect(readResult('/no/such.json')).rejects.toThrow(
    '--result: /no/such.json is not there; llm-cost check --out writes it',
  );
  await expect(readResult('/')).rejects.toThrow('--result: / cannot be read');
});

describe('one line that names the file, for what is no result', () => {
  const { budgets, ...rest } = failedResult;
  const [budget] = budgets;
  const [judged] = budget!.judged;
  const withBudget = (changes: object) => ({ ...failedResult, budgets: [{ ...budget, ...changes }] });
  const other = 'is no result of llm-cost check:';
  test.each<[string, unknown, string]>([
    ['no JSON', '<html>\n</html>', 'is not JSON'],
    ['nothing', '', 'is not JSON'],
    ['a list', [], `${other} the file is [], not an object`],
    ['null', null, `${other} the file is null, not an object`],
    [
      'a report',
      { schemaVersion: 1, tool: failedResult.tool },
      `${other} generatedAt is missing, not an instant`,
    ],
    [
      'a later schema',
      { ...failedResult, schemaVersion: 2 },
      'has schema version 2, which this version does not know',
    ],
    [
      'another tool',
      { ...failedResult, tool: { name: 'lint', version: '1' } },
      `${other} tool.name is "lint", not llm-cost`,
    ],
    ['no budgets', rest, `${other} budgets is missing, not a list`],
    [
      'a verdict that is none',
      { ...failedResult, verdict: 'fine' },
      `${other} verdict is "fine", not passed or failed or notJudged`,
    ],
    [
      'a time that is none',
      { ...failedResult, generatedAt: '--> <b>' },
      `${other} generatedAt is "--> <b>", not an instant`,
    ],
    [
      'a day that is none',
      { ...failedResult, generatedAt: '2026-13-41T00:00:00.000Z' },
      `${other} generatedAt is "2026-13-41T00:00:00.000Z", not an instant`,
    ],
    [
      'a timezone that is none',
      { ...failedResult, timezone: 'Mars/Olympus' },
      `${other} timezone: "Mars/Olympus" is not a timezone; use an IANA name such as Europe/Berlin`,
    ],
    [
      'a version that is text',
      { ...fault, tool: { name: 'llm-cost', version: '](http://evil)' } },
      `${other} tool.version is "](http://evil)", not a version`,
    ],
    ['a fault that says nothing', { ...fault, error: null }, `${other} error is null, not a text`],
    [
      'a figure that is text',
      withBudget({ judged: [{ ...judged, value: '<b>' }] }),
      `${other} budgets[0].judged[0].value is "<b>", not a number`,
    ],
    [
      'a figure without bounds',
      JSON.stringify(withBudget({ judged: [{ ...judged, calls: 0 }] })).replace(
        '"calls":0,"status"',
        '"calls":1e999,"status"',
      ),
      `${other} budgets[0].judged[0].calls is null, not a number`,
    ],
    [
      'a unit that is none',
      withBudget({ unit: 'stones' }),
      `${other} budgets[0].unit is "stones", not usd or tokens or share or calls`,
    ],
    [
      'a limit of another type',
      withBudget({ budget: { ...budget!.budget, max: {} } }),
      `${other} budgets[0].budget.max is {}, not a number`,
    ],
    [
      'a grouping that is none',
      withBudget({ judged: [{ ...judged, by: 'planet' }] }),
      `${other} budgets[0].judged[0].by is "planet", not a grouping`,
    ],
  ])('%s', async (_name, value, said) => {
    const file = resultFile(value);
    const { err, out, code } = await run(['comment', '--github', '--result', file]);
    expect([err, out, code]).toEqual([`llm-cost: --result: ${file} ${said}\n`, '', 2]);
  });

  test('however long and hostile it is', async () => {
    const file = resultFile({ ...failedResult, verdict: `\x1b]0;x\x07\n${'x'.repeat(100_000)}` });
    const { err } = await run(['comment', '--github', '--result', file]);
    expect(err.length).toBeLessThan(400);
    expect(err).not.toMatch(/[\x00-\x09\x0b-\x1f]/);
    expect(err.split('\n')).toHaveLength(2);
  });
});
