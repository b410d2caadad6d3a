import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expandInputs, shownPath } from '../../src/ingest/input-files.ts';
import { chatLine } from '../support/chat-lines.ts';
import { runAudit } from '../support/run-audit.ts';
import { tempFolder } from '../support/temp-folder.ts';

function folderOf(...names: string[]): string {
  const folder = tempFolder();
  for (const name of names) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), 'x');
  }
  return folder;
}

const shown = async (paths: readonly string[], cwd: string) =>
  (await expandInputs(paths, cwd)).files.map((file) => file.shown);

describe('inputs', () => {
  test('a folder gives the logs in it, sorted, without what belongs to tools', async () => {
    const folder = folderOf(
      ...['b.jsonl', 'a.csv', 'x/c.log.gz', 'x/y/d.ndjson', 'e.bin', 'readme.md', 'f.gz', 'app.log'],
      ...['node_modules/n.jsonl', '.git/g.log', '.llm-cost/s.json'],
    );
    expect(await shown(['.'], folder)).toEqual([
      'a.csv',
      'app.log',
      'b.jsonl',
      'f.gz',
      'x/c.log.gz',
      'x/y/d.ndjson',
    ]);
  });

  test('patterns, names and folders together give each file once', async () => {
    const folder = folderOf('a.jsonl', 'b.jsonl', 'x/c.jsonl');
    symlinkSync(join(folder, 'a.jsonl'), join(folder, 'link.jsonl'));
    const { files } = await expandInputs(
      ['*.jsonl', 'x', 'a.jsonl', 'link.jsonl', join(folder, 'b.jsonl')],
      folder,
    );
    expect(files.map(({ path }) => path)).toEqual(
      ['a.jsonl', 'b.jsonl', 'x/c.jsonl'].map((name) => join(folder, name)),
    );
  });

  test('a file named by the user is read whatever it is called', async () => {
    const folder = folderOf('odd.name');
    expect(await shown(['odd.name'], folder)).toEqual(['odd.name']);
  });

  test('a path that is not there is told apart, a pattern without a match is an error', async () => {
    const folder = folderOf('a.jsonl');
    expect((await expandInputs(['gone.jsonl'], folder)).missing).toEqual([join(folder, 'gone.jsonl')]);
    await expect(expandInputs(['*.csv'], folder)).rejects.toThrow(/\*\.csv: the pattern matches no file/);
  });

  test('paths below the working folder are shown relative to it, others whole', () => {
    expect(shownPath('/a/b/c.jsonl', '/a')).toBe('b/c.jsonl');
    expect(shownPath('/a/..b/c', '/a')).toBe('..b/c');
    expect(shownPath('/x/c.jsonl', '/a')).toBe('/x/c.jsonl');
  });
});

describe('what cannot be audited is one line', () => {
  test.each([
    ['a folder without logs', ['e.bin'], ['.'], /no log files there/],
    ['an unknown path', ['a.jsonl'], ['nope.jsonl'], /nope\.jsonl: no such file or folder/],
    ['prose', ['a.log'], ['a.log'], /a\.log: no known log format/],
  ])('%s', async (_name, names, paths, message) => {
    const error = await runAudit(folderOf(...names), paths).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ name: 'InputError', message: expect.stringMatching(message) });
  });

  test('JSON that is no log names its fields', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'a.jsonl'), '{"colour":"red","size":3}\n{"colour":"blue","size":4}\n');
    await expect(runAudit(folder, ['a.jsonl'])).rejects.toThrow(/a\.jsonl: .*colour/);
  });

  test('a source that is forced reads the file or says what it misses', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'a.jsonl'), chatLine({ id: 'a', usage: { input: 5, output: 5 } }));
    const [input] = (await runAudit(folder, ['a.jsonl'], { source: 'openai' })).inputs;
    expect(input).toMatchObject({ source: 'openai', calls: 1 });
    writeFileSync(
      join(folder, 'a.csv'),
      'time,model,prompt_tokens,completion_tokens\n2026-09-01,gpt-4.1,5,1\n',
    );
    await expect(runAudit(folder, ['a.csv'], { source: 'trace' })).rejects.toThrow(
      /a\.csv: no trace has these/,
    );
  });
});
