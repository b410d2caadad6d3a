import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readPaths } from '../support/audited-file.ts';
import { withoutPlace } from '../support/run-audit.ts';
import { tempFolder } from '../support/temp-folder.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures');
const NAMES = readdirSync(FIXTURES).filter((it) => /\.(?:jsonl|csv)$/.test(it) && it !== 'demo.jsonl');
/** A prime, so that cuts fall everywhere in records, numbers and characters. */
const STEP = 997;

test.each(NAMES)('%s is read the same when it has grown from any length', async (name) => {
  const bytes = readFileSync(join(FIXTURES, name));
  const folder = tempFolder();
  const whole = withoutPlace(await readPaths(FIXTURES, [name]));
  for (let length = STEP; length < bytes.length; length += STEP) {
    const at = join(folder, String(length));
    mkdirSync(at);
    const storeFile = join(at, 'store.db');
    writeFileSync(join(at, name), bytes.subarray(0, length));
    // So little of it may be no log yet.
    await readPaths(at, [name], { storeFile }).catch((error: unknown) => expect(error).toBeInstanceOf(Error));
    writeFileSync(join(at, name), bytes);
    expect(withoutPlace(await readPaths(at, [name], { storeFile })), `from ${length} bytes`).toEqual(whole);
  }
  // One store, and a log that grows all the time.
  const storeFile = join(folder, 'store.db');
  for (let length = STEP; length < bytes.length; length += STEP) {
    writeFileSync(join(folder, name), bytes.subarray(0, length));
    await readPaths(folder, [name], { storeFile }).catch(() => undefined);
  }
  writeFileSync(join(folder, name), bytes);
  expect(withoutPlace(await readPaths(folder, [name], { storeFile }))).toEqual(whole);
});
