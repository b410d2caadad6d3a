import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { buildProgram } from '../../support/built-program.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const log = new URL('../../../fixtures/demo.jsonl', import.meta.url).pathname;
let path: string;

beforeAll(() => {
  path = buildProgram(tempFolder(false));
}, 120_000);

/** A loader for which there are no packages that draw. */
const REFUSE = `export async function resolve(name, context, next) {
  if (['ink', 'react'].includes(name.split('/')[0])) throw new Error('loads ' + name);
  return next(name, context);
}`;
const HOOK = `import { register } from 'node:module'; register(${JSON.stringify(asModule(REFUSE))});`;

function asModule(source: string): string {
  return `data:text/javascript,${encodeURIComponent(source)}`;
}

function runWithout(args: readonly string[]) {
  return spawnSync(process.execPath, ['--import', asModule(HOOK), ...args], { encoding: 'utf8' });
}

test.each([[['--help']], [['--version']], [['tui', '--help']], [['audit', log, '--no-store']]])(
  'what draws the application is not loaded for %j',
  (args) => {
    const { status, stderr } = runWithout([join(path, 'llm-cost'), ...args]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: expect.not.stringContaining('loads') });
  },
);

test('the check sees what is loaded', () => {
  const program = `import(${JSON.stringify(join(path, '../dist/tui/show-app.js'))})`;
  expect(runWithout(['-e', program]).stderr).toMatch(/loads (ink|react)/);
});
