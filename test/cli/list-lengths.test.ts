import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sampleReport } from '../report/sample-reports.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { run } from './fake-io.ts';

/** How long the lists are that each command asks for. */
async function lengths(flags: string, cwd = tempFolder()): Promise<(number | undefined)[]> {
  let simulated: number | undefined;
  const simulate = async ({ top }: { readonly top: number }) => {
    simulated = top;
    return [sampleReport('what-if')];
  };
  const { request } = await run(`audit x ${flags}`, { cwd });
  await run(`simulate x ${flags}`, { cwd, useCases: { simulate } });
  return [request?.top, simulated];
}

test.each([
  ['table', 10],
  ['json', 10],
  ['markdown', 10],
  ['html', 200],
  ['csv', 100_000],
  ['focus', 100_000],
])('lists of %s have %d rows where nobody says it', async (format, rows) => {
  expect(await lengths(`--format ${format}`)).toEqual([rows, rows]);
});

test('a length that is given goes before that of the format, as a flag and in the configuration', async () => {
  expect(await lengths('--format csv --top 3')).toEqual([3, 3]);
  const cwd = tempFolder();
  writeFileSync(join(cwd, 'llm-cost.config.json'), JSON.stringify({ top: 7 }));
  expect(await lengths('--format html', cwd)).toEqual([7, 7]);
});
