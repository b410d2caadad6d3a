import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sourceFiles } from '../architecture/source-files.ts';
import { sharedFile } from '../support/shared-folder.ts';
import { ACCEPTANCE_ROWS } from './acceptance-rows.ts';

/** "S1-22 to S1-25" names four rows. */
function namedRows(text: string): Set<string> {
  const named = new Set<string>();
  for (const [, first, last = first] of text.matchAll(/(S\d-\d\d)(?: to (S\d-\d\d))?/g)) {
    const article = first!.slice(0, 3);
    for (let claim = Number(first!.slice(3)); claim <= Number(last!.slice(3)); claim++)
      named.add(`${article}${String(claim).padStart(2, '0')}`);
  }
  return named;
}

/** What stands in quotes after `test(`, `describe(` or in a table of cases. */
const titles = sourceFiles('test')
  .filter(({ path }) => path.endsWith('.test.ts'))
  .flatMap(({ text }) =>
    [...text.matchAll(/(['"`])(?:(?!\1).)*S\d-\d\d(?:(?!\1).)*\1/g)].map(([title]) => title),
  )
  .join('\n');

test.each(ACCEPTANCE_ROWS)('%s is named by a test', (row) => {
  expect(namedRows(titles)).toContain(row);
});

const list = sharedFile('CLAIMS.md');

test.skipIf(list === undefined)(
  'the rows are those of the list of claims (skipped without the shared data)',
  () => {
    const text = readFileSync(list!, 'utf8');
    const rows = [...text.matchAll(/^\| (S\d-\d\d) AC/gm)].map(([, row]) => row!);
    expect([...new Set(rows)].sort()).toEqual([...ACCEPTANCE_ROWS].sort());
  },
);
