import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import * as zlib from 'node:zlib';
import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ByteStream, openStdin } from '../../../src/ingest/cutting/byte-stream.ts';
import type { Report } from '../../../src/model/report.ts';
import { chatLine, chatLog, chatRecord, START } from '../../support/chat-lines.ts';
import { runAudit, withoutPlace } from '../../support/run-audit.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const LINES = Array.from({ length: 40 }, (_, i) => ({
  id: `call-${i}`,
  at: START + i * 60_000,
  prompt: [{ role: 'user', content: `Quoi de neuf à ${i % 7} €? “${'é'.repeat(i)}” 🙂\n\\"{[` }],
  usage: { input: 100 + i, output: 10 },
}));
const TEXT = LINES.map((line) => `${chatLine(line)}\n`).join('');

const EXTRA = { ...LINES[0]!, id: 'call-extra' };

const utf16 = (text: string, isBigEndian: boolean) => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return isBigEndian ? bytes.swap16() : bytes;
};

/** Only newer versions of Node have it. */
const { zstdCompressSync } = zlib as { zstdCompressSync?: (bytes: Buffer) => Buffer };

function zstdWrappings(): [string, () => Buffer][] {
  if (zstdCompressSync === undefined) return [];
  const [one, two] = [Buffer.from(TEXT.slice(0, 999)), Buffer.from(TEXT.slice(999))];
  return [['zstd in two frames', () => Buffer.concat([zstdCompressSync(one), zstdCompressSync(two)])]];
}

async function reportOf(name: string, bytes: string | Buffer): Promise<Report> {
  const folder = tempFolder();
  writeFileSync(join(folder, name), bytes);
  return runAudit(folder, [name]);
}

/** `why` may name the shape of the file; everything else must not depend on it. */
function content(report: Report) {
  const plain = withoutPlace(report);
  return { ...plain, inputs: plain.inputs.map(({ why: _why, ...input }) => input) };
}

describe('one log in any wrapping gives one report', () => {
  const records = LINES.map((line) => chatRecord(line));
  const wrappings: readonly (readonly [string, () => string | Buffer])[] = [
    ['a JSON array', () => JSON.stringify(records)],
    ['a pretty-printed JSON array', () => JSON.stringify(records, null, 2)],
    ['an array with a line a record', () => `[\n${records.map((it) => JSON.stringify(it)).join(',\n')}\n]\n`],
    ['pretty-printed values', () => records.map((it) => JSON.stringify(it, null, 2)).join('\n')],
    ['no final newline', () => TEXT.trimEnd()],
    ['CRLF', () => TEXT.replaceAll('\n', '\r\n')],
    ['blank lines', () => `\n\n${TEXT.replaceAll('\n', '\n \n\n')}`],
    ['a UTF-8 byte-order mark', () => `\ufeff${TEXT}`],
    ['UTF-16LE', () => utf16(TEXT, false)],
    ['UTF-16BE', () => utf16(TEXT, true)],
    ['gzip', () => gzipSync(TEXT)],
    ['gzip in two members', () => Buffer.concat([gzipSync(TEXT.slice(0, 999)), gzipSync(TEXT.slice(999))])],
    ['gzip of a byte-order mark', () => gzipSync(`\ufeff${TEXT}`)],
    ['gzip of UTF-16LE', () => gzipSync(utf16(TEXT, false))],
    ['gzip of an array', () => gzipSync(JSON.stringify(records, null, 1))],
    ['gzip of gzip', () => gzipSync(gzipSync(TEXT))],
    ['zlib', () => deflateSync(TEXT)],
    ['zlib, stored', () => deflateSync(TEXT, { level: 0 })],
    ['zlib, fast', () => deflateSync(TEXT, { level: 2 })],
    ['zlib, small', () => deflateSync(TEXT, { level: 9 })],
    ['gzip of zlib of UTF-16BE', () => gzipSync(deflateSync(utf16(TEXT, true)))],
    ...zstdWrappings(),
  ];

  test.each(wrappings)('%s', async (_name, wrap) => {
    const expected = await reportOf('log.jsonl', TEXT);
    expect(expected.totals.calls).toBe(40);
    expect(content(await reportOf('log.jsonl', wrap()))).toEqual(content(expected));
  });

  test.each(wrappings)('%s, from standard input', async (_name, wrap) => {
    const bytes = wrap();
    const expected = await reportOf('log.jsonl', bytes);
    expect(content(await runAudit('/', ['-'], { stdin: bytes }))).toEqual(content(expected));
  });
});

test('any log reads the same as lines, as an array, compressed and from standard input', async () => {
  await fc.assert(
    fc.asyncProperty(chatLog, async (log) => {
      const text = log.map((line) => chatLine(line)).join('\n');
      const expected = content(await runAudit('/', ['-'], { stdin: text }));
      const array = JSON.stringify(
        log.map((line) => chatRecord(line)),
        null,
        '\t',
      );
      expect(content(await runAudit('/', ['-'], { stdin: array }))).toEqual(expected);
      expect(content(await runAudit('/', ['-'], { stdin: gzipSync(`${text}\n`) }))).toEqual(expected);
    }),
    { numRuns: 25 },
  );
});

test('a line of junk with zeros is skipped, and the lines around it are read', async () => {
  const junk = Buffer.concat([
    Buffer.from(TEXT),
    Buffer.from([0, 1, 255, 254, 10]),
    Buffer.from(chatLine(EXTRA)),
  ]);
  const report = await reportOf('x.jsonl', junk);
  expect(report.inputs[0]).toMatchObject({ calls: 41, skipped: 1 });
  const first = Buffer.concat([
    Buffer.from(chatLine(EXTRA)),
    Buffer.from([10, 0, 7, 200, 10]),
    Buffer.from(TEXT),
  ]);
  expect((await reportOf('y.jsonl', first)).inputs[0]).toMatchObject({ calls: 41, skipped: 1 });
});

test('UTF-16 is known without its byte-order mark', async () => {
  expect((await reportOf('x.jsonl', Buffer.from(TEXT, 'utf16le'))).totals.calls).toBe(40);
  expect((await reportOf('y.jsonl', Buffer.from(TEXT, 'utf16le').swap16())).totals.calls).toBe(40);
});

describe('what is no text', () => {
  const open = (bytes: Buffer) => reportOf('x.log', bytes);

  test.each([
    ['a zip archive', Buffer.from('PK\u0003\u0004rest'), /x\.log: the zip archive is damaged/],
    [
      'a zip archive in gzip',
      gzipSync(Buffer.from('PK\u0003\u0004rest')),
      /a zip archive; save it as a file/,
    ],
    [
      'zstd',
      Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 1, 2]),
      /zstd-compressed, which Node reads from 22|zstd data is/,
    ],
    ['a database', Buffer.from('SQLite format 3\u0000'), /the SQLite database cannot be read/],
    ['a database in gzip', gzipSync(Buffer.from('SQLite format 3\u0000')), /an SQLite database; unpack it/],
    ['parquet', Buffer.from('PAR1....'), /a Parquet file/],
    ['binary', Buffer.from([1, 2, 0, 4]), /a binary file, not a log/],
    ['gzip three times', gzipSync(gzipSync(gzipSync(TEXT))), /compressed more than twice/],
    ['text that begins like zlib', Buffer.from('x^2 is no log\nx^3\n'), /no known log format/],
    ['binary in gzip', gzipSync(Buffer.from([1, 0, 2])), /a binary file/],
    ['nothing', Buffer.alloc(0), /x\.log: it is empty/],
    ['blanks', Buffer.from(' \n\n'), /it is empty/],
  ])('%s is refused in one line', async (_name, bytes, message) => {
    const error = await open(bytes).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ name: 'InputError' });
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).not.toContain('\n');
  });
});

test('the first bytes decide, however few of them arrive at once', async () => {
  for (const bytes of [gzipSync(deflateSync(TEXT)), utf16(TEXT, false), Buffer.from(`\ufeff${TEXT}`)]) {
    const stream = openStdin(Readable.from(Array.from(bytes, (byte) => Buffer.of(byte))));
    expect(await textIn(stream)).toBe(TEXT);
    expect(stream.bytesRead()).toBe(bytes.length);
  }
});

test('what decompresses to very much is taken little by little, and no more than is asked for', async () => {
  const bomb = gzipSync(Buffer.alloc(64 << 20, 'a'), { level: 9 });
  const pieces = Array.from({ length: bomb.length / 1000 }, (_, i) =>
    bomb.subarray(1000 * i, 1000 * (i + 1)),
  );
  const stream = openStdin(Readable.from(pieces));
  let length = 0;
  for await (const chunk of stream.chunks) {
    expect(chunk.length).toBeLessThanOrEqual(1 << 18);
    length += chunk.length;
    if (length > 8 << 20) break;
  }
  // A thousandth of what comes out goes in: with the 8 MB some that were still to come.
  expect(stream.bytesRead()).toBeLessThan(40_000);
  expect(bomb.length).toBeGreaterThan(60_000);
});

async function textIn({ chunks }: ByteStream): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk.slice());
  return Buffer.concat(parts).toString('utf8');
}

describe('damaged gzip keeps what came before the damage', () => {
  // Text that does not compress, so that the damage lies well behind the first calls.
  const noisy = Array.from({ length: 400 }, (_, i) =>
    chatLine({ id: `n-${i}`, prompt: [{ role: 'user', content: noise(i) }], usage: { input: 9, output: 1 } }),
  );
  const whole = gzipSync(noisy.map((line) => `${line}\n`).join(''));

  test.each([0.3, 0.9])('cut after %d of it', async (share) => {
    const { totals, inputs, warnings } = await reportOf(
      'a.jsonl.gz',
      whole.subarray(0, whole.length * share),
    );
    expect(totals.calls).toBeGreaterThan(400 * (share - 0.15));
    expect(totals.calls).toBeLessThan(400);
    expect(inputs[0]).toMatchObject({ calls: totals.calls, skipped: 1, records: totals.calls + 1 });
    expect(inputs[0]!.skippedSamples[0]!.reason).toMatch(/gzip data is damaged or cut short/);
    expect(warnings.map(({ code }) => code)).toContain('skipped-records');
  });

  test('a small one too', async () => {
    const small = gzipSync(TEXT);
    const { totals } = await reportOf('a.gz', small.subarray(0, small.length - 9));
    expect(totals.calls).toBeGreaterThan(30);
  });

  test('gzip in gzip and zlib too', async () => {
    for (const bytes of [gzipSync(whole), deflateSync(noisy.join('\n'))]) {
      const { totals, inputs } = await reportOf('a.bin', bytes.subarray(0, bytes.length * 0.7));
      expect(totals.calls).toBeGreaterThan(400 * 0.5);
      expect(inputs[0]).toMatchObject({ skipped: 1 });
      expect(inputs[0]!.skippedSamples[0]!.reason).toMatch(/(gzip|zlib) data is damaged or cut short/);
    }
  });

  test('overwritten in the middle', async () => {
    const damaged = Buffer.from(whole);
    damaged.fill(0xff, whole.length / 2, whole.length / 2 + 64);
    const { totals, inputs } = await reportOf('a.jsonl.gz', damaged);
    expect(totals.calls).toBeGreaterThan(100);
    expect(inputs[0]!.skipped).toBeGreaterThan(0);
  });

  test('damaged at its very beginning is an error that says so', async () => {
    const broken = Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0]), Buffer.alloc(50, 0xee)]);
    await expect(reportOf('a.gz', broken)).rejects.toThrow(/gzip data is damaged/);
  });
});

function noise(seed: number): string {
  let state = seed + 1;
  return Array.from({ length: 900 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return String.fromCharCode(0x21 + ((state >>> 24) % 90));
  }).join('');
}
