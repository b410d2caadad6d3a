import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readBaseline } from '../../../src/gate/baseline/read-baseline.ts';
import { type CheckFolder, callLines, checkFolder } from './check-folder.ts';

let folder: CheckFolder;
beforeEach(() => {
  folder = checkFolder();
});
afterEach(() => folder.remove());

const write = (...args: readonly string[]) => folder.check(args);
const notices = (err: string) =>
  err.split('\n').filter((line) => line !== '' && !line.includes(': read as '));

test('a baseline is written, and what is in it is said', async () => {
  const ran = await write('log.jsonl', '--write-baseline', 'sub/base.json', '--name', 'search');
  expect(ran.code).toBe(0);
  expect(ran.out).toBe('');
  const text = ran.files.get(join(folder.path, 'sub/base.json'))!;
  expect(readBaseline(text)).toMatchObject({
    name: 'search',
    hasHashedKeys: false,
    measurement: { total: { calls: 10 } },
  });
  const size = (new TextEncoder().encode(text).length / 1000).toFixed(1);
  expect(notices(ran.err)).toEqual([`baseline written to sub/base.json: 10 calls, $0.0280, ${size} kB`]);
});

test('- is standard output', async () => {
  const ran = await write('log.jsonl', '--write-baseline', '-');
  expect(readBaseline(ran.out).measurement.total.calls).toBe(10);
  expect(notices(ran.err)).toEqual([expect.stringMatching(/^baseline written to standard output: 10 calls/)]);
});

test('--hash-keys hides the names', async () => {
  expect((await write('log.jsonl', '--write-baseline', '-')).out).toContain('"search"');
  const hashed = await write('log.jsonl', '--write-baseline', '-', '--hash-keys');
  expect(hashed.out).not.toContain('"search"');
  expect(readBaseline(hashed.out).hasHashedKeys).toBe(true);
});

test('a failing budget and a missing baseline of the configuration do not matter', async () => {
  folder.put('llm-cost.config.json', {
    check: { baseline: 'base.json', budgets: { total: { measure: 'cost', max: 0 } } },
  });
  const ran = await write('log.jsonl', '--write-baseline', 'base.json');
  expect(ran.code).toBe(0);
  folder.put('base.json', ran.files.get(join(folder.path, 'base.json')));
  expect((await write('log.jsonl', '--write-baseline', 'base.json')).files.size).toBe(1);
});

describe('nothing is written of what no check could be judged by', () => {
  test.each([
    [['empty.jsonl'], 'empty.jsonl: it is empty'],
    [['log.jsonl', '--filter', 'feature=other'], 'there are no calls'],
    [['unpriced.jsonl'], '10 of 10 calls have no price (100%)'],
    [['broken.jsonl'], '2 of 12 records could not be read (16.7%)'],
  ])('%j', async (args, reason) => {
    folder.put('broken.jsonl', `${callLines(1000)}{"broken\n{"broken\n`);
    const ran = await write(...args, '--write-baseline', 'base.json');
    expect(ran).toMatchObject({ code: 3, out: '' });
    expect(ran.files.size).toBe(0);
    expect(notices(ran.err)).toEqual([
      expect.stringContaining(`llm-cost: no baseline was written: ${reason}`),
    ]);
  });

  test('but of what is within the limits', async () => {
    const ran = await write('unpriced.jsonl', 'log.jsonl', '--write-baseline', '-', '--max-unpriced', '50%');
    expect(ran.code).toBe(0);
  });
});

describe('wrong usage writes nothing', () => {
  test.each([
    [['--baseline', 'base.json'], '--write-baseline and --baseline exclude each other'],
    [['--out', 'r.json'], '--write-baseline and --out exclude each other'],
    [['--json'], '--write-baseline and --json exclude each other'],
    [['--format', 'text'], '--write-baseline and --format exclude each other'],
  ])('%j', async (args, message) => {
    const ran = await write('log.jsonl', '--write-baseline', 'new.json', ...args);
    expect(ran.code).toBe(2);
    expect(ran.err).toBe(`llm-cost: ${message}\n`);
    expect(ran.files.has(join(folder.path, 'new.json'))).toBe(false);
  });

  test.each(['log.jsonl', 'llm-cost.config.json', 'notes.md'])('over %s', async (name) => {
    folder.put('llm-cost.config.json', { top: 3 });
    folder.put('notes.md', '# Notes');
    const ran = await write('log.jsonl', '--write-baseline', name);
    expect(ran).toMatchObject({
      code: 2,
      err: `llm-cost: --write-baseline: ${name} is there and is no baseline: name another file\n`,
    });
    expect(ran.files.size).toBe(0);
  });

  test('into a folder', async () => {
    const ran = await write('log.jsonl', '--write-baseline', '.');
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('--write-baseline: ');
    expect(ran.err).toContain('is a folder');
  });
});
