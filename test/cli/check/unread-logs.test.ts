import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Ran } from '../fake-io.ts';
import { type CheckFolder, callLines, checkFolder } from './check-folder.ts';

let folder: CheckFolder;
beforeEach(() => {
  folder = checkFolder();
});
afterEach(() => folder.remove());

const check = (...args: readonly string[]) => folder.check(args);
const budget = (text: string) => ['--budget', text];
const firstLine = ({ out }: Ran): string => out.split('\n', 1)[0]!;

describe('a log that is not all there is no pass', () => {
  test('a second log that cannot be read, or is gone, is 3, whatever the first says', async () => {
    const within = budget('cost max=1');
    folder.put('notes.txt', 'hello world\n'.repeat(20));
    const unread = await check('log.jsonl', 'notes.txt', ...within);
    expect(unread.code).toBe(3);
    expect(firstLine(unread)).toContain('not judged: notes.txt: no known log format');
    const empty = await check('log.jsonl', 'empty.jsonl', ...within);
    expect(empty.code).toBe(3);
    expect(firstLine(empty)).toContain('not judged: empty.jsonl: it is empty');
    const written = await check('log.jsonl', 'empty.jsonl', '--write-baseline', 'b.json');
    expect([written.code, written.files.size]).toEqual([3, 0]);
    // What a folder holds beside its logs is nobody's mistake.
    expect((await check('*log.jsonl', 'n*.txt', ...within)).code).toBe(0);
  });

  test('what only the store still has is 3', async () => {
    const kept = ['--db', join(folder.path, 'calls.db'), ...budget('cost max=1')];
    folder.put('once.jsonl', callLines(1000));
    expect((await check('once.jsonl', ...kept)).code).toBe(0);
    rmSync(join(folder.path, 'once.jsonl'));
    const gone = await check('once.jsonl', ...kept);
    expect(gone.code).toBe(3);
    expect(firstLine(gone)).toContain('not judged: files are gone; ');
  });

  test('requests without answers cost an unknown sum, embeddings and failures do not', async () => {
    const lines = (record: object) => `${JSON.stringify({ timestamp: '2026-09-01T09:00:00Z', ...record })}\n`;
    const url = 'https://api.openai.com/v1/chat/completions';
    const request = { model: 'gpt-4.1', messages: [{ role: 'user', content: 'Where do I find shoes?' }] };
    const embedding = { url: 'https://api.openai.com/v1/embeddings', status: 200 };
    folder.put(
      'fine.jsonl',
      callLines(1000) +
        lines({ url, request, status: 500, response: { error: { type: 'server_error', message: 'no' } } }) +
        lines({
          ...embedding,
          request: { model: 'text-embedding-3-small', input: 'Where do I find shoes?' },
        }),
    );
    expect((await check('fine.jsonl', ...budget('cost max=1'))).code).toBe(0);
    folder.put('asked.jsonl', callLines(1000) + lines({ url, request }));
    const ran = await check('asked.jsonl', ...budget('cost max=1'));
    expect(ran.code).toBe(3);
    expect(firstLine(ran)).toContain('not judged: 1 of 11 calls have no answer in the log (9.09%)');
    expect(ran.out).toContain('what it cost is unknown');
    expect((await check('asked.jsonl', ...budget('cost max=1'), '--max-unpriced', '10%')).code).toBe(0);
  });
});

test('names of files command no runner', async () => {
  const name = '::error::x ##[group]y.jsonl';
  folder.put(name, callLines(1000));
  const read = await check(name, ...budget('cost max=1'));
  const missing = await check(`no-${name}`, ...budget('cost max=1'));
  expect([read.code, missing.code]).toEqual([0, 2]);
  for (const { err } of [read, missing]) {
    expect(err).toContain('group]y.jsonl');
    expect(err).not.toMatch(/^\s*::|##\[/m);
  }
});
