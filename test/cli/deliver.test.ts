import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sampleReport } from '../report/sample-reports.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { NOWHERE, run } from './fake-io.ts';

describe('--out', () => {
  test.each(['tables', 'tables/', 'a.b/', 'deep/er'])(
    '%s is a folder for a format of several files',
    async (out) => {
      const ran = await run(`audit x --format csv --out ${out}`);
      const folder = join(NOWHERE, out);
      expect(ran).toMatchObject({ code: 0, out: '' });
      expect([...ran.folders].map((one) => join(one))).toEqual([join(folder)]);
      expect([...ran.files.keys()]).toContain(join(folder, 'spend-by-model.csv'));
      expect(ran.err).toContain('written to ');
      for (const file of ran.files.keys()) {
        expect(file.startsWith(folder)).toBe(true);
        expect(ran.err).toContain(file.slice(join(folder, '/').length));
      }
    },
  );

  test('a name with an extension is one file', async () => {
    const ran = await run('audit x --format csv --out report.csv');
    expect([...ran.files.keys()]).toEqual([join(NOWHERE, 'report.csv')]);
    expect([...ran.folders], 'the folder above it, where there is none').toEqual([NOWHERE]);
    expect(ran.files.get(join(NOWHERE, 'report.csv'))).toMatch(/^group_by,key,label,calls,/);
  });

  test('a folder that is there is taken for one, and a file without an extension for a file', async () => {
    const cwd = tempFolder();
    mkdirSync(join(cwd, 'made.d'));
    writeFileSync(join(cwd, 'bare'), 'old');
    const inFolder = await run('audit x --format csv --out made.d', { cwd });
    expect([...inFolder.files.keys()]).toContain(join(cwd, 'made.d', 'totals.csv'));
    const inFile = await run('audit x --format csv --out bare', { cwd });
    expect([...inFile.files.keys()]).toEqual([join(cwd, 'bare')]);
  });

  test.each(['reports/', '.'])('%s is refused for a format that is one text', async (out) => {
    const cwd = tempFolder();
    const ran = await run(`audit x --format json --out ${out}`, { cwd });
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain('is a folder, and --format json is one file');
    expect(ran.files.size).toBe(0);
    expect(ran.request, 'nothing is read in vain').toBeUndefined();
  });

  test('a name without an extension is a file for a format that is one text', async () => {
    const ran = await run('audit x --format json --out report');
    expect([...ran.files.keys()]).toEqual([join(NOWHERE, 'report')]);
  });

  test('- is standard output', async () => {
    const ran = await run('audit x --format csv --out -');
    expect(ran.out).toMatch(/^group_by,key,label,calls,/);
    expect([ran.files.size, ran.folders.size]).toEqual([0, 0]);
  });

  test('a place in what is no folder is said before anything is read', async () => {
    const cwd = tempFolder();
    writeFileSync(join(cwd, 'file'), 'mine');
    const ran = await run('audit x --format json --out file/deep/report.json', { cwd });
    expect(ran.err).toBe(
      `llm-cost: --out: ${join(cwd, 'file/deep/report.json')} cannot be written: ${join(cwd, 'file')} is no folder\n`,
    );
    expect([ran.code, ran.request]).toEqual([2, undefined]);
  });

  test.each([
    ['audit log.jsonl', 'log.jsonl'],
    ['audit ./log.jsonl --format csv', 'link.jsonl'],
    ['simulate log.jsonl --json', 'log.jsonl'],
    ['audit log.jsonl --prices own.json', 'own.json'],
    ['audit log.jsonl --db kept.db', 'kept.db'],
    ['audit log.jsonl --db new.db', 'new.db'],
    ['reconcile log.jsonl --ledger own.json', 'own.json'],
    ['show model=x log.jsonl', 'log.jsonl'],
  ])('%s is not written over %s', async (command, out) => {
    const cwd = tempFolder();
    for (const name of ['log.jsonl', 'own.json', 'kept.db']) writeFileSync(join(cwd, name), '{}');
    symlinkSync(join(cwd, 'log.jsonl'), join(cwd, 'link.jsonl'));
    const ran = await run(`${command} --out ${out}`, { cwd });
    expect(ran.err).toBe(
      `llm-cost: --out: ${join(cwd, out)} is read for this and would be overwritten: name another file\n`,
    );
    expect([ran.code, ran.files.size, ran.request]).toEqual([2, 0, undefined]);
  });

  test.each([
    ['json', 'logs/a.jsonl'],
    ['csv', 'logs/'],
  ])('%s is not written over a log of a folder, only beside it', async (format, out) => {
    const cwd = tempFolder();
    mkdirSync(join(cwd, 'logs'));
    const names = ['a.jsonl', 'totals.csv', 'report.json'];
    for (const name of names) writeFileSync(join(cwd, 'logs', name), 'mine');
    const input = { ...sampleReport('typical').inputs[0]!, calls: 3 };
    const inputs = names.map((name) => ({
      ...input,
      path: join('logs', name),
      ...(name === 'report.json' && { calls: 0, repeatedRecords: 0 }),
    }));
    const world = { cwd, report: { ...sampleReport('typical'), inputs } };
    const over = await run(`audit logs --format ${format} --out ${out}`, world);
    expect(over.err).toContain('would be overwritten: name another file');
    expect([over.code, over.files.size]).toEqual([2, 0]);
    const again = await run('audit logs --format json --out logs/report.json', world);
    expect([again.code, again.files.size]).toEqual([0, 1]);
  });

  test('--quiet names no files', async () => {
    expect((await run('audit x --format csv --out tables --quiet')).err).toBe('');
  });
});

describe('--format focus', () => {
  test('asks for charges, and says what no log knows', async () => {
    const ran = await run('audit x --format focus');
    expect(ran.request).toMatchObject({ charges: true });
    expect(ran.out).toMatch(/^BilledCost,BillingAccountId,/);
    expect(ran.err).toContain('--billing-account names it');
  });

  test('takes the account from --billing-account', async () => {
    const ran = await run('audit x --format focus --billing-account org-1');
    expect(ran.err).not.toContain('--billing-account');
  });

  test('is the only format that asks for charges', async () => {
    expect((await run('audit x --format csv')).request).not.toHaveProperty('charges');
  });
});
