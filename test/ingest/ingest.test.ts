import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fixtureText } from '../support/read-source.ts';
import { runAudit } from '../support/run-audit.ts';
import { tempFolder } from '../support/temp-folder.ts';

async function noticesOf(folder: string, paths: readonly string[]): Promise<readonly string[]> {
  const notices: string[] = [];
  await runAudit(folder, paths, { hooks: { notice: (text) => notices.push(text) } });
  return notices;
}

test('files that a folder holds are one notice for each source, files that were named one each', async () => {
  const folder = tempFolder();
  mkdirSync(join(folder, 'sessions'));
  for (const name of ['a', 'b', 'c'])
    writeFileSync(join(folder, 'sessions', `${name}.jsonl`), fixtureText('claude-code.jsonl'));
  writeFileSync(join(folder, 'sessions', 'd.csv'), fixtureText('cursor.csv'));
  expect(await noticesOf(folder, ['sessions'])).toEqual([
    expect.stringMatching(/^3 files, e\.g\. sessions.c\.jsonl: read as claude-code \(.+\)$/),
    expect.stringMatching(/^sessions.d\.csv: read as cursor \(.+\)$/),
  ]);
  const named = ['a', 'b'].map((name) => join('sessions', `${name}.jsonl`));
  expect((await noticesOf(folder, named)).map((text) => text.slice(0, 16))).toEqual([named[0], named[1]]);
});
