import { createHash } from 'node:crypto';
import { renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { chatLine, START } from '../../support/chat-lines.ts';
import { runAudit } from '../../support/run-audit.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { type ZipContent, zipBytes } from '../../support/zip-bytes.ts';

const log = (name: string, calls: number): string =>
  Array.from({ length: calls }, (_, i) =>
    chatLine({ id: `${name}-${i}`, at: START + i * 60_000, usage: { input: 100, output: 10 } }),
  ).join('\n');

const one: ZipContent = { name: 'a.jsonl', bytes: log('a', 3) };
const two: ZipContent = { name: 'deep/er/b.jsonl', bytes: log('b', 2), method: 'stored' };

function archive(...contents: readonly ZipContent[]): { folder: string; file: string } {
  const folder = tempFolder();
  const file = join(folder, 'logs.zip');
  writeFileSync(file, zipBytes(contents));
  return { folder, file };
}

const shownIn = ({ inputs }: Awaited<ReturnType<typeof runAudit>>) =>
  inputs.map(({ path, calls }) => [path, calls]);

describe('a zip archive', () => {
  test('each log in it is a file of its own, packed or stored', async () => {
    const { folder } = archive(one, { name: 'deep/', bytes: '' }, two);
    expect(shownIn(await runAudit(folder, ['logs.zip']))).toEqual([
      ['logs.zip!/a.jsonl', 3],
      ['logs.zip!/deep/er/b.jsonl', 2],
    ]);
    expect(shownIn(await runAudit(folder, ['.']))).toHaveLength(2);
    expect(shownIn(await runAudit(folder, ['*.zip']))).toHaveLength(2);
  });

  test('is known by its bytes when it is named, by its name in a folder', async () => {
    const { folder, file } = archive(one);
    renameSync(file, join(folder, 'logs.bin'));
    expect(shownIn(await runAudit(folder, ['logs.bin']))).toEqual([['logs.bin!/a.jsonl', 3]]);
    await expect(runAudit(folder, ['.'])).rejects.toThrow(/no log files there/);
    renameSync(join(folder, 'logs.bin'), join(folder, 'logs.jsonl'));
    await expect(runAudit(folder, ['.'])).rejects.toThrow(/logs\.jsonl: it is a zip archive; name it/);
  });

  test('logs in it may be compressed and encoded; what is no log, or an archive again, is left out', async () => {
    const { folder } = archive(
      one,
      { name: 'b.jsonl.gz', bytes: gzipSync(log('b', 2)) },
      { name: 'c.json', bytes: Buffer.from(`\ufeff${log('c', 1)}`, 'utf16le') },
      { name: 'inner.zip', bytes: zipBytes([one]) },
      { name: 'readme.md', bytes: 'no log' },
      { name: '__MACOSX/._a.jsonl', bytes: 'no log' },
      { name: 'deep/._a.jsonl', bytes: 'no log' },
    );
    expect(shownIn(await runAudit(folder, ['logs.zip']))).toEqual([
      ['logs.zip!/a.jsonl', 3],
      ['logs.zip!/b.jsonl.gz', 2],
      ['logs.zip!/c.json', 1],
    ]);
  });

  test('names in it are only shown, wherever they point', async () => {
    const { folder } = archive({ ...one, name: '../../etc/a.jsonl' }, { ...two, name: '/root\\b.jsonl' });
    expect(shownIn(await runAudit(folder, ['logs.zip']))).toEqual([
      ['logs.zip!/../../etc/a.jsonl', 3],
      ['logs.zip!//root/b.jsonl', 2],
    ]);
  });

  test('is not read again while it is the same, and all of it when it is another', async () => {
    const { folder, file } = archive(one, two);
    const storeFile = join(folder, 'store', 'calls.db');
    const notices: string[] = [];
    const run = () =>
      runAudit(folder, ['logs.zip'], { storeFile, hooks: { notice: (text) => notices.push(text) } });
    const before = await run();
    notices.length = 0;
    expect((await run()).totals).toEqual(before.totals);
    expect(notices).toEqual(['2 of 2 files unchanged since the last run, not read again']);

    writeFileSync(file, zipBytes([{ name: 'a.jsonl', bytes: log('a', 5) }, two]));
    utimesSync(file, START / 1000, START / 1000);
    const after = await run();
    expect(shownIn(after)).toEqual([
      ['logs.zip!/a.jsonl', 5],
      ['logs.zip!/deep/er/b.jsonl', 2],
    ]);
    expect(after.warnings).toEqual([]);
  });

  test('what has gone, from it or with it, is counted as gone', async () => {
    const { folder, file } = archive(one, two);
    const storeFile = join(folder, 'store', 'calls.db');
    const run = () => runAudit(folder, ['logs.zip'], { storeFile });
    await run();
    writeFileSync(file, zipBytes([two]));
    const fewer = await run();
    expect(shownIn(fewer)).toHaveLength(2);
    expect(fewer.warnings.map(({ code, count }) => [code, count])).toEqual([['vanished-files', 1]]);
    rmSync(file);
    const none = await run();
    expect(none.totals.calls).toBe(5);
    expect(none.warnings.map(({ code, count }) => [code, count])).toEqual([['vanished-files', 2]]);
    expect((await runAudit(folder, ['.'], { storeFile })).totals.calls).toBe(5);
  });
});

describe('what cannot be read of an archive is one line', () => {
  const whole = zipBytes([one, two]);

  test.each<[string, Buffer, RegExp]>([
    ['encrypted', zipBytes([{ ...one, isEncrypted: true }]), /logs\.zip!\/a\.jsonl: it is encrypted/],
    ['packed otherwise', zipBytes([{ ...one, method: 'bzip2' }]), /packed by zip method 12/],
    ['cut short', whole.subarray(0, whole.length - 30), /logs\.zip: the zip archive is damaged or cut short/],
    ['without logs', zipBytes([{ name: 'x.md', bytes: '' }]), /logs\.zip: it is a zip archive without logs/],
    ['empty', zipBytes([]), /logs\.zip: it is a zip archive without logs/],
  ])('%s', async (_name, bytes, message) => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'logs.zip'), bytes);
    const error = await runAudit(folder, ['logs.zip']).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ name: 'InputError', message: expect.stringMatching(message) });
    expect((error as Error).message).not.toContain('\n');
  });

  test('from standard input it is refused', async () => {
    await expect(runAudit('/', ['-'], { stdin: whole })).rejects.toThrow(/zip archive; save it as a file/);
  });

  test('an archive of a folder that is damaged, or has no logs, does not stop the others', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'a.jsonl'), log('a', 3));
    writeFileSync(join(folder, 'cut.zip'), whole.subarray(0, 99));
    writeFileSync(join(folder, 'none.zip'), zipBytes([{ name: 'x.md', bytes: '' }]));
    const { totals, warnings } = await runAudit(folder, ['.']);
    expect(totals.calls).toBe(3);
    expect(warnings.map(({ text }) => text)).toEqual([expect.stringMatching(/^cut\.zip: the zip archive/)]);
  });

  test('damaged data keeps what came before, and a wrong checksum is said', async () => {
    // Text that hardly compresses, so that the damage lies well behind the first calls.
    const noise = (i: number) => createHash('sha512').update(`${i}`).digest('base64').repeat(3);
    const lines = Array.from({ length: 600 }, (_, i) =>
      chatLine({
        id: `a-${i}`,
        prompt: [{ role: 'user', content: noise(i) }],
        usage: { input: 9, output: 1 },
      }),
    );
    const long = { name: 'a.jsonl', bytes: lines.map((line) => `${line}\n`).join('') };
    const packed = zipBytes([long]);
    packed.fill(0xff, packed.length >> 1, (packed.length >> 1) + 40);
    const folder = tempFolder();
    const read = async (bytes: Buffer) => {
      writeFileSync(join(folder, 'logs.zip'), bytes);
      return (await runAudit(folder, ['logs.zip'])).inputs[0]!;
    };
    const broken = await read(packed);
    expect(broken.calls).toBeGreaterThan(100);
    expect(broken.calls).toBeLessThan(600);
    expect(broken.skipped).toBeGreaterThan(0);
    const wrong = await read(zipBytes([{ ...long, checksum: 1 }]));
    expect(wrong).toMatchObject({ calls: 600, skipped: 1 });
    expect(wrong.skippedSamples[0]!.reason).toBe('the zip data is damaged (its checksum is another)');
  });
});
