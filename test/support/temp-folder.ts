import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';

const ofFile: string[] = [];

afterAll(() => {
  for (const folder of ofFile) rmSync(folder, { recursive: true, force: true });
});

/** A new empty folder, links resolved, that goes when the running test ends, or with the whole file. */
export function tempFolder(ofTest = true): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'llm-cost-test-')));
  if (ofTest) onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  else ofFile.push(folder);
  return folder;
}
