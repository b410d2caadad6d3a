import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
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
      ...['node_modules/n.jsonl', '.git/g.log', '.llm-cost/s.json', '.claude/projects/p.jsonl'],
      ...[
        'g.har',
        'h.zhar',
        'i.SSE',
        'j.csv.zst',
        'k.zlib',
        'l.db',
        'm.sqlite',
        'n.sqlite3',
        'l.db-wal',
        'o.json5',
      ],
    );
    expect(await shown(['.'], folder)).toEqual([
      '.claude/projects/p.jsonl',
      'a.csv',
      'app.log',
      'b.jsonl',
      'f.gz',
      'g.har',
      'h.zhar',
      'i.SSE',
      'j.csv.zst',
      'k.zlib',
      'l.db',
      'm.sqlite',
      'n.sqlite3',
      'x/c.log.gz',
      'x/y/d.ndjson',
    ]);
    expect(await shown(['.claude'], folder)).toEqual(['.claude/projects/p.jsonl']);
  });

  test('of Bedrock’s logs the records are read, not the large bodies beside them; of its batches the results', async () => {
    const hour = 'AWSLogs/1/BedrockModelInvocationLogs/eu-west-1/2026/09/01/10';
    const folder = folderOf(
      `${hour}/a.json.gz`,
      `${hour}/data/b_input.json.gz`,
      'data/c.json',
      'batch/d.jsonl.out',
    );
    expect(await shown(['.'], folder)).toEqual([`${hour}/a.json.gz`, 'batch/d.jsonl.out', 'data/c.json']);
  });

  test('links are not followed, so they may go in circles', async () => {
    const folder = folderOf('x/a.jsonl');
    symlinkSync(folder, join(folder, 'x', 'up'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'x', 'b.jsonl'));
    expect(await shown(['.'], folder)).toEqual(['x/a.jsonl']);
    expect(await shown(['x/up'], folder)).toEqual(['x/up/x/a.jsonl']);
  });

  test('a database counts with the newest writes beside it', async () => {
    const folder = folderOf('a.db', 'a.db-wal', 'b.db', 'c.log', 'c.log-wal');
    utimesSync(join(folder, 'a.db-wal'), 5e9, 5e9);
    const { files } = await expandInputs(['.'], folder);
    expect(files.map(({ shown: name, size, mtimeMs }) => [name, size, mtimeMs === 5e12])).toEqual([
      ['a.db', 2, true],
      ['b.db', 1, false],
      ['c.log', 1, false],
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

test('a database is read like a log, and again when something is written beside it', async () => {
  const folder = tempFolder();
  const db = new Database(join(folder, 'logs.db'));
  onTestFinished(() => void db.close());
  db.pragma('journal_mode = WAL');
  db.exec(`CREATE TABLE responses (id TEXT, model TEXT, prompt TEXT, response TEXT, conversation_id TEXT,
    duration_ms INT, datetime_utc TEXT, input_tokens INT, output_tokens INT)`);
  const add = (id: string) =>
    db.exec(
      `INSERT INTO responses VALUES ('${id}', 'gpt-4.1', 'Why?', 'So.', 'c', 900, '2026-09-01T09:00:00', 20, 5)`,
    );
  add('a');
  const storeFile = join(folder, 'calls.db');
  const notices: string[] = [];
  const run = () => runAudit(folder, ['.'], { storeFile, hooks: { notice: (text) => notices.push(text) } });
  expect((await run()).inputs).toMatchObject([{ path: 'logs.db', source: 'llm', calls: 1, skipped: 0 }]);
  await run();
  expect(notices.at(-1)).toBe('1 of 1 files unchanged since the last run, not read again');
  add('b');
  const { totals, warnings } = await run();
  expect(totals).toMatchObject({ calls: 2, tokens: { input: 40, output: 10 } });
  expect(warnings.map(({ code }) => code)).not.toContain('vanished-files');
});

test('databases of other programs, and binary files, are left out of a folder without a word each', async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'a.jsonl'), chatLine({ id: 'a', usage: { input: 5, output: 5 } }));
  new Database(join(folder, 'b.db')).exec('CREATE TABLE songs (title)').close();
  writeFileSync(join(folder, 'Thumbs.db'), Buffer.from([0xd0, 0xcf, 0, 0, 1]));
  const { totals, warnings } = await runAudit(folder, ['.']);
  expect(totals.calls).toBe(1);
  expect(warnings.map(({ code }) => code)).not.toContain('unread-file');
  await expect(runAudit(folder, ['b.db'])).rejects.toThrow(/b\.db: it is an SQLite database .* "songs"/);
});
