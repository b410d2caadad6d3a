import { mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compareWithState } from '../../src/ingest/resume.ts';
import type { FileState } from '../../src/store/file-rows.ts';
import { chatLine, START } from '../support/chat-lines.ts';
import { type AuditChanges, runAudit, withoutPlace } from '../support/run-audit.ts';
import { tempFolder } from '../support/temp-folder.ts';

const line = (id: string, more: object = {}) =>
  `${chatLine({ id, at: START, usage: { input: 100, output: 10 }, answer: id, ...more })}\n`;

function lab() {
  const folder = tempFolder();
  mkdirSync(join(folder, 'logs'));
  let clock = 0;
  return {
    folder,
    write(name: string, text: string | Buffer): void {
      const path = join(folder, 'logs', name);
      writeFileSync(path, text);
      const at = new Date(Date.UTC(2026, 0, 1) + ++clock * 1000);
      utimesSync(path, at, at);
    },
    /** With the time of change that the file had before. */
    forge(name: string, text: string): void {
      const path = join(folder, 'logs', name);
      writeFileSync(path, text);
      const at = new Date(Date.UTC(2026, 0, 1) + clock * 1000);
      utimesSync(path, at, at);
    },
    path: (name: string) => join(folder, 'logs', name),
    audit: (paths: readonly string[], changes: AuditChanges = {}) =>
      runAudit(folder, paths, { storeFile: join(folder, 'store.db'), ...changes }),
  };
}

const codes = (report: { readonly warnings: readonly { readonly code: string }[] }) =>
  report.warnings.map(({ code }) => code);

describe('a file that did not change', () => {
  test('is not opened: bytes forged under the same size and time go unnoticed', async () => {
    const { write, forge, audit } = lab();
    write('a.jsonl', line('one') + line('two'));
    const first = await audit(['logs']);
    forge('a.jsonl', (line('one') + line('two')).replaceAll('100', '999').replaceAll('{', '#'));
    expect(await audit(['logs'])).toEqual(first);
    // Another question over the same rows is answered from the store as well.
    expect((await audit(['logs'], { top: 3 })).totals).toEqual(first.totals);
  });

  test('says so, and nothing is read', async () => {
    const { write, audit } = lab();
    write('a.jsonl', line('one'));
    await audit(['logs']);
    const notices: string[] = [];
    const phases = new Set<string>();
    await audit(['logs'], {
      hooks: { notice: (text) => notices.push(text), progress: ({ phase }) => phases.add(phase) },
    });
    expect(notices).toEqual(['1 of 1 files unchanged since the last run, not read again']);
    expect([...phases]).not.toContain('read');
  });

  test('is read anew when it is to be read in another way', async () => {
    const { write, audit } = lab();
    write('a.csv', 'time,model,prompt_tokens,completion_tokens,input2\n2026-09-01,gpt-4.1,5,1,7\n');
    expect((await audit(['logs'])).totals.tokens.input).toBe(5);
    const read = { map: { promptTokens: 'input2' }, epoch: 0 };
    expect((await audit(['logs'], { read })).totals.tokens.input).toBe(7);
    expect((await audit(['logs'])).totals.tokens.input).toBe(5);
  });
});

describe('a file that was replaced', () => {
  test.each([
    ['by a longer one', line('three') + line('four') + line('five')],
    ['by a shorter one', line('six')],
    ['by one of the same length', line('six') + line('ten')],
    ['by one that begins alike', line('one') + line('other') + line('more')],
  ])('%s is read anew', async (_name, text) => {
    const { write, audit } = lab();
    write('a.jsonl', line('one') + line('two'));
    await audit(['logs']);
    write('a.jsonl', text);
    expect(await audit(['logs'])).toEqual(await audit(['logs'], { storeFile: undefined }));
  });

  test('that cannot be compared counts as another file', () => {
    const state = { readKey: 'k', size: 5, mtimeMs: 1, offset: 5, headHash: '', endHash: '' } as FileState;
    const file = { path: '/nowhere/at/all', shown: 'all', size: 9, mtimeMs: 2, isNamed: true };
    expect(compareWithState(file, state, 'k')).toBe('replaced');
  });
});

describe('a file that vanished', () => {
  test('still counts, with a warning, below a folder and by name, whether or not anything else changed', async () => {
    const { write, audit, path } = lab();
    write('a.jsonl', line('one'));
    write('b.jsonl', line('two') + line('three'));
    const before = await audit(['logs']);
    expect(codes(before)).not.toContain('vanished-files');
    rmSync(path('b.jsonl'));
    for (const paths of [['logs'], ['logs/a.jsonl', 'logs/b.jsonl']]) {
      const after = await audit(paths);
      expect(after.totals).toEqual(before.totals);
      expect(after.inputs.map((input) => input.path)).toEqual(['logs/a.jsonl', 'logs/b.jsonl']);
      expect(after.warnings.filter(({ code }) => code === 'vanished-files')).toMatchObject([{ count: 1 }]);
      expect(after.warnings.find(({ code }) => code === 'vanished-files')!.text).toContain('logs/b.jsonl');
    }
    write('b.jsonl', line('two') + line('three'));
    expect(codes(await audit(['logs']))).not.toContain('vanished-files');
  });

  test('is an error when nothing of it was ever read', async () => {
    const { write, audit } = lab();
    write('a.jsonl', line('one'));
    await expect(audit(['logs/a.jsonl', 'logs/gone.jsonl'])).rejects.toThrow(
      /gone\.jsonl: no such file or folder/,
    );
  });

  test('and stands under another name counts once', async () => {
    const { write, audit, path } = lab();
    write('a.jsonl', line('one') + line('two'));
    await audit(['logs']);
    renameSync(path('a.jsonl'), path('a.1.jsonl'));
    expect((await audit(['logs'])).totals.calls).toBe(2);
  });
});

describe('a table without ids', () => {
  const head = 'timestamp,model,prompt_tokens,completion_tokens\n';
  const rows = '2026-09-01 10:00:00,gpt-4.1,100,10\n2026-09-01 10:00:00,gpt-4.1,100,10\n';

  test('that was renamed counts once: what is gone is what stands there under the new name', async () => {
    const { write, audit, path } = lab();
    write('a.csv', head + rows);
    expect((await audit(['logs'])).totals.calls).toBe(2);
    renameSync(path('a.csv'), path('a.1.csv'));
    for (let run = 0; run < 2; run++) {
      const { totals, inputs } = await audit(['logs']);
      expect(totals).toMatchObject({ calls: 2, tokens: { input: 200 } });
      expect(inputs.map((input) => input.path)).toEqual(['logs/a.1.csv']);
    }
  });

  test('that was rotated while it was written to counts what is in the new files', async () => {
    const { write, audit, path } = lab();
    write('a.csv', head + rows);
    await audit(['logs']);
    renameSync(path('a.csv'), path('a.1.csv'));
    write('a.1.csv', `${head}${rows}2026-09-01 11:00:00,gpt-4.1,7,1\n`);
    write('a.csv', `${head}2026-09-01 12:00:00,gpt-4.1,9,1\n`);
    expect((await audit(['logs'])).totals).toMatchObject({ calls: 4, tokens: { input: 216 } });
  });

  test('of which another with other rows is gone counts both', async () => {
    const { write, audit, path } = lab();
    write('a.csv', head + rows);
    write('b.csv', head + rows.replaceAll('100', '500'));
    await audit(['logs']);
    rmSync(path('b.csv'));
    expect((await audit(['logs'])).totals).toMatchObject({ calls: 4, tokens: { input: 1200 } });
  });
});

describe('a warning about a file is about this run', () => {
  test('an unreadable neighbour is not remembered with the report', async () => {
    const { write, audit } = lab();
    write('a.jsonl', line('one'));
    write('b.gz', Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7]));
    write('c.log', 'no log at all');
    const both = ['unread-file', 'left-out-files'];
    expect(codes(await audit(['logs']))).toEqual(expect.arrayContaining(both));
    for (const code of both) expect(codes(await audit(['logs/a.jsonl']))).not.toContain(code);
    expect(codes(await audit(['logs']))).toEqual(expect.arrayContaining(both));
  });

  test('a file is shown as it was named this time', async () => {
    const { write, audit, path, folder } = lab();
    write('a.jsonl', line('one'));
    symlinkSync(path('a.jsonl'), join(folder, 'link.jsonl'));
    expect((await audit(['logs/a.jsonl'])).inputs[0]!.path).toBe('logs/a.jsonl');
    expect((await audit(['link.jsonl'])).inputs[0]!.path).toBe('link.jsonl');
  });
});

describe('one call told twice', () => {
  test('copies of a log under two names count once', async () => {
    const { write, audit } = lab();
    const text = Array.from({ length: 30 }, (_, i) => line(`c-${i}`)).join('');
    write('a.jsonl', text);
    const alone = withoutPlace(await audit(['logs']));
    write('b.jsonl', text);
    const both = await audit(['logs']);
    expect(both.inputs).toMatchObject([
      { records: 30, calls: 30, repeatedRecords: 0 },
      { records: 30, calls: 0, repeatedRecords: 30 },
    ]);
    expect({ ...withoutPlace(both), inputs: [] }).toEqual({ ...alone, inputs: [] });
  });

  test('a file named twice, through a link and in a folder, is one file', async () => {
    const { write, audit, path, folder } = lab();
    write('a.jsonl', line('one'));
    symlinkSync(path('a.jsonl'), join(folder, 'link.jsonl'));
    const { inputs, totals } = await audit(['logs', 'logs/a.jsonl', 'link.jsonl', './logs/../logs/a.jsonl']);
    expect(inputs).toHaveLength(1);
    expect(totals.calls).toBe(1);
  });

  test('of two records the more complete counts, whichever comes first', async () => {
    const partial = line('x', { responseId: 'chatcmpl-1', usage: { input: 100, output: 3 } });
    const complete = line('x', { responseId: 'chatcmpl-1', usage: { input: 100, output: 70 } });
    const unbilled = line('x', { responseId: 'chatcmpl-1', usage: undefined });
    for (const records of [
      [partial, complete, unbilled],
      [unbilled, partial, complete],
      [complete, partial, partial],
    ]) {
      const { write, audit } = lab();
      write('a.jsonl', records.join(''));
      const { totals, inputs } = await audit(['logs']);
      expect(totals).toMatchObject({ calls: 1, tokens: { input: 100, output: 70 } });
      expect(inputs[0]).toMatchObject({ records: 3, calls: 1, repeatedRecords: 2 });
    }
  });

  test('retried failures that reuse an id stay separate attempts', async () => {
    const { write, audit } = lab();
    const tries = [1, 2, 3].map((attempt) =>
      line('job-a', { attempt, at: START + attempt * 1000, status: attempt < 3 ? 500 : 200 }),
    );
    write('a.jsonl', tries.join(''));
    expect((await audit(['logs'])).totals).toMatchObject({
      calls: 3,
      failedCalls: 2,
      tokens: { input: 300 },
    });
  });

  test('calls without an id of their own are as many as there are records', async () => {
    const { write, audit } = lab();
    const bare = `${chatLine({ usage: { input: 100, output: 10 } })}\n`;
    write('a.jsonl', bare.repeat(4));
    expect((await audit(['logs'])).totals).toMatchObject({ calls: 4, tokens: { input: 400 } });
  });

  test('the very same line at the very same instant is one call', async () => {
    const { write, audit } = lab();
    const dated = `${chatLine({ at: START, usage: { input: 100, output: 10 } })}\n`;
    write('a.jsonl', dated.repeat(3));
    expect((await audit(['logs'])).inputs[0]).toMatchObject({ records: 3, calls: 1, repeatedRecords: 2 });
  });
});
