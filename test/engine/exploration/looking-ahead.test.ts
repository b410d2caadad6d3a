import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Exploration } from '../../../src/engine/exploration.ts';
import { chatLine, START } from '../../support/chat-lines.ts';
import { ask, HOOKS, logIn, requestIn, usage } from '../../support/shown-log.ts';
import { tempFolder } from '../../support/temp-folder.ts';

/** More calls than are looked at ahead in one piece, a third of them repeats. */
const CALLS = 1500;
const LINES = Array.from({ length: CALLS }, (_, i) =>
  chatLine({
    id: `c${i}`,
    at: START + i * 1000,
    prompt: ask(`Question ${i - (i % 3 === 2 ? 1 : 0)}?`),
    usage,
  }),
);
const folder = logIn(tempFolder(false), LINES.join('\n'));
const request = { ...requestIn(folder, ''), strategies: ['cache'], storeFile: join(folder, 'store.db') };

const first = new Exploration(request, HOOKS);
await first.open(() => {});
const isMoreAtFirst = await first.lookAhead();
const asked = await Promise.all(['duplicates', 'model=gpt-4.1'].map((what) => first.calls(what)));
const shown = await first.call(2);
first.close();

/** The report is known this time, so that nothing was looked through for it. */
async function again(): Promise<Exploration> {
  const exploration = new Exploration(request, HOOKS);
  await exploration.open(() => {});
  return exploration;
}

test('what was looked through for the report is not looked through again', () => {
  expect(isMoreAtFirst).toBe(false);
  expect(asked[0]!.size).toBe(CALLS / 3);
});

test('looking ahead ends, and does not change an answer, whatever is asked in between', async () => {
  const exploration = await again();
  let pieces = 1;
  while (await exploration.lookAhead()) {
    pieces++;
    await exploration.whatIf(
      { strategies: ['cache'], settings: { cache: { ttl: `${pieces}h` } } },
      () => false,
    );
  }
  expect(pieces).toBe(2);
  expect(await exploration.lookAhead()).toBe(false);
  expect(await exploration.calls('duplicates')).toEqual(asked[0]);
  expect(await exploration.calls('model=gpt-4.1')).toEqual(asked[1]);
  exploration.close();
});

test('a question does not wait for the end of it', async () => {
  const exploration = await again();
  expect(await exploration.lookAhead()).toBe(true);
  expect(await exploration.call(2)).toEqual(shown);
  expect(await exploration.calls('duplicates')).toEqual(asked[0]);
  expect(await exploration.lookAhead()).toBe(false);
  exploration.close();
});
