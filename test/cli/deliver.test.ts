import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
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
    expect(ran.folders.size).toBe(0);
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
