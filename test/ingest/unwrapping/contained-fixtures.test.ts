import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readFile } from '../../support/audited-file.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { zipBytes } from '../../support/zip-bytes.ts';

const FIXTURES = join(import.meta.dirname, '../../../fixtures');
const NAMES = readdirSync(FIXTURES).filter((it) => /\.(?:jsonl|json|csv)$/.test(it) && it !== 'demo.jsonl');
const folder = tempFolder(false);

type Contained = readonly [name: string, bytes: Buffer];

/** Files with the same text in another coding, or inside something. */
const CONTAINERS: Readonly<Record<string, (bytes: Buffer, name: string) => Contained>> = {
  gzip: (bytes) => ['log.gz', gzipSync(bytes)],
  'gzip of two pieces': (bytes, name) => [
    `${name}.gz`,
    Buffer.concat([gzipSync(bytes.subarray(0, 300)), gzipSync(bytes.subarray(300))]),
  ],
  zlib: (bytes) => ['log.zhar', deflateSync(bytes)],
  zip: (bytes, name) => ['logs.zip', zipBytes([{ name: `2026/${name}`, bytes }])],
  'a byte order mark': (bytes, name) => [name, Buffer.concat([Buffer.from('\uFEFF'), bytes])],
  'UTF-16LE': (bytes, name) => [name, Buffer.from(`\uFEFF${bytes.toString()}`, 'utf16le')],
  'UTF-16LE with CRLF': (bytes, name) => [
    name,
    Buffer.from(`\uFEFF${bytes.toString().replaceAll('\n', '\r\n')}`, 'utf16le'),
  ],
  CRLF: (bytes, name) => [name, Buffer.from(bytes.toString().replaceAll('\n', '\r\n'))],
  'no final newline': (bytes, name) => [name, Buffer.from(bytes.toString().trimEnd())],
  'no ending': (bytes) => ['log', bytes],
  'blank lines first': (bytes, name) => [name, Buffer.concat([Buffer.from('\n\r\n'.repeat(40)), bytes])],
};

test.each(NAMES)('%s is read the same in any container', async (name) => {
  const bytes = readFileSync(join(FIXTURES, name));
  const bare = await readFile(FIXTURES, name);
  for (const [container, contain] of Object.entries(CONTAINERS)) {
    const [file, contained] = contain(bytes, name);
    writeFileSync(join(folder, file), contained);
    expect(await readFile(folder, file), container).toEqual(bare);
  }
});
