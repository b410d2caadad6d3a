import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, describe, expect, test } from 'vitest';
import type { Io } from '../../../src/cli/io.ts';
import { processIo } from '../../../src/cli/io.ts';
import { openEngine } from '../../../src/cli/tui/engine-client.ts';
import type { ModelCost, Reading } from '../../../src/contracts/explorer.ts';
import { InputError } from '../../../src/contracts/input-error.ts';
import { LOG, logIn, requestIn } from '../../support/shown-log.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const folder = logIn(tempFolder(false));
const io: Io = { ...processIo(), cwd: folder, stdin: Readable.from([]) };
const request = { ...requestIn(folder, ''), strategies: ['cache', 'router'] };

// Run from sources the engine works in this thread, behind the same messages.
const engine = await openEngine(request, io);
afterAll(() => engine.close());
const readings: Reading[] = [];
const opened = await engine.open((reading) => readings.push(reading));

test('opens, and tells how far it is', () => {
  expect(opened.report.totals.calls).toBe(8);
  expect(readings.at(-1)!.notices.length).toBeGreaterThan(0);
});

test('of several wishes only the latest is answered', async () => {
  const wishes = ['1h', '2h', '3h'].map((ttl) => ({ strategies: ['cache'], settings: { cache: { ttl } } }));
  const answers = await Promise.all(wishes.map((wish) => engine.whatIf(wish)));
  expect(answers.slice(0, 2)).toEqual([undefined, undefined]);
  expect(answers[2]!.wish).toEqual(wishes[2]);
  expect(answers[2]!.strategies[0]!.options.ttl).toBe('3h');
});

test('a wish that was expected is answered all the same', async () => {
  const wish = { strategies: ['router'], settings: {} };
  engine.expect([wish, { strategies: ['no-such-strategy'], settings: {} }, opened.wish]);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect((await engine.whatIf(wish))!.strategies[0]!.strategy).toBe('router');
});

test('models are told in pieces, and a what-if is answered meanwhile', async () => {
  const told: (readonly ModelCost[])[] = [];
  let isAnswered = false;
  const models = engine.models((costs) => {
    told.push(costs);
  });
  const answer = engine.whatIf({ strategies: ['cache'], settings: { cache: { ttl: '5h' } } }).then(() => {
    isAnswered = told.length < 3;
  });
  await Promise.all([models, answer]);
  expect(told.length).toBeGreaterThan(3);
  expect(isAnswered).toBe(true);
});

test('columns and evidence come over', async () => {
  const table = await engine.calls('duplicates');
  expect([table.size, table.index, table.models]).toEqual([2, Uint32Array.of(1, 2), ['gpt-4.1']]);
  expect((await engine.call(1)).calls[0]!.id).toBe('a2');
  expect((await engine.calls('duplicates')).index).toEqual(table.index);
});

test('what the user can put right is an InputError in one line, anything else is not', async () => {
  await expect(engine.calls('model=nobody')).rejects.toThrow(InputError);
  await expect(engine.call(99)).rejects.toThrow('there is no call 99');
  const missing = await openEngine({ ...request, paths: ['missing.jsonl'] }, io);
  const error = await missing.open(() => {}).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(InputError);
  expect((error as Error).message).not.toContain('\n');
  await expect(missing.calls('duplicates')).rejects.toThrow('the logs are not open');
  await missing.close();
});

test('standard input is a log', async () => {
  const stdin = new PassThrough();
  const piped = await openEngine({ ...request, paths: ['-'] }, { ...io, stdin });
  stdin.end(LOG);
  expect((await piped.open(() => {})).report.totals.calls).toBe(8);
  await piped.close();
});

test('closed, it answers nothing any more, and the store is free', async () => {
  const storeFile = join(folder, 'store.db');
  const first = await openEngine({ ...request, storeFile }, io);
  await first.open(() => {});
  await first.close();
  await expect(first.whatIf(opened.wish)).rejects.toThrow('the engine was closed');
  first.expect([opened.wish]);
  const second = await openEngine({ ...request, storeFile }, io);
  expect((await second.open(() => {})).report.totals.calls).toBe(8);
  await second.close();
});

describe('save', () => {
  test('never writes over a file, nor outside the folder', async () => {
    expect(await engine.save('findings.md', 'one')).toBe('findings.md');
    expect(await engine.save('findings.md', 'two')).toBe('findings-2.md');
    expect(await engine.save('findings.md', 'three')).toBe('findings-3.md');
    expect(readFileSync(join(folder, 'findings.md'), 'utf8')).toBe('one');
    expect(readFileSync(join(folder, 'findings-2.md'), 'utf8')).toBe('two');
    expect(await engine.save('../../etc/a b\u001b[31m', 'four')).toBe('etc-a-b-31m');
    expect(await engine.save('..', 'five')).toBe('export');
    expect(existsSync(join(folder, 'etc-a-b-31m'))).toBe(true);
    writeFileSync(join(folder, 'taken'), 'mine');
    expect(await engine.save('taken', 'yours')).toBe('taken-2');
  });
});
