import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { output, processIo } from '../../src/cli/io.ts';
import { tempFolder } from '../support/temp-folder.ts';

describe('writing', () => {
  test('resolves only when the reader has taken everything', async () => {
    const pipe = new PassThrough({ highWaterMark: 16 });
    const text = 'x'.repeat(1_000_000);
    let received = 0;
    let isDone = false;
    const writing = output(pipe)
      .write(text)
      .then(() => {
        isDone = true;
      });
    await new Promise(setImmediate);
    expect(isDone).toBe(false);
    pipe.on('data', (chunk: Buffer) => {
      received += chunk.length;
    });
    await writing;
    expect(received).toBe(text.length);
  });

  const failing = (code: string) =>
    new Writable({
      write: (_, __, callback) => callback(Object.assign(new Error(`write ${code}`), { code })),
    });

  test('a reader that went away is not an error, then or later', async () => {
    const closed = output(failing('EPIPE'));
    await expect(closed.write('a')).resolves.toBeUndefined();
    await new Promise(setImmediate);
    await expect(closed.write('b')).resolves.toBeUndefined();
  });

  test('a full disk is an error in words', async () => {
    await expect(output(failing('ENOSPC')).write('a')).rejects.toThrow(
      'cannot write the output: write ENOSPC',
    );
  });
});

test('a pipe is no terminal and 80 columns wide', () => {
  expect(output(new PassThrough())).toMatchObject({ isTTY: false, columns: 80 });
});

test('a folder is made with those above it, and one that is there stays as it is', async () => {
  const folder = join(tempFolder(), 'a', 'b');
  const { makeFolder, writeFile } = processIo();
  await makeFolder(folder);
  await writeFile(join(folder, 'kept.csv'), 'kept');
  await makeFolder(folder);
  expect(readFileSync(join(folder, 'kept.csv'), 'utf8')).toBe('kept');
});

test('text is put after what a file holds, which is made where there is none', async () => {
  const file = join(tempFolder(), 'outputs');
  const { appendFile } = processIo();
  await appendFile(file, 'a=1\n');
  await appendFile(file, 'b=2\n');
  expect(readFileSync(file, 'utf8')).toBe('a=1\nb=2\n');
});
