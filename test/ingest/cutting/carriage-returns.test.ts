import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { runAudit, withoutPlace } from '../../support/run-audit.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const ROWS = [
  ['time', 'model', 'prompt_tokens', 'completion_tokens', 'user'],
  ['2026-09-01T00:00:00Z', 'gpt-4.1', '500', '10', 'ann'],
  ['2026-09-01T00:01:00Z', 'gpt-4.1', '600', '20', '"b;o,b"'],
  ['2026-09-01T00:02:00Z', 'gpt-4.1', 'many', '30', 'cem'],
];
const table = (delimiter: string, lineEnd: string, head = ''): string =>
  head + ROWS.map((row) => row.join(delimiter) + lineEnd).join('');

async function reportOf(bytes: string | Buffer) {
  const folder = tempFolder();
  writeFileSync(join(folder, 'log.csv'), bytes);
  const { inputs, ...report } = withoutPlace(await runAudit(folder, ['log.csv']));
  return { ...report, inputs: inputs.map(({ skippedSamples: _samples, ...input }) => input) };
}

test.each<[string, string | Buffer]>([
  ['carriage returns and line feeds', table(',', '\r\n')],
  ['carriage returns alone', table(',', '\r')],
  ['carriage returns alone, compressed', gzipSync(table(';', '\r'))],
  ['a separator of its own', table(';', '\n', 'sep=;\n')],
  ['a separator that no table has', table('^', '\r\n', 'sep=^\r\n')],
  ['a separator, and carriage returns alone', table('\t', '\r', 'sep=\t\r')],
])('a table with %s is the plain one', async (_name, bytes) => {
  const plain = await reportOf(table(',', '\n'));
  expect(plain.inputs).toMatchObject([{ records: 3, calls: 2, skipped: 1 }]);
  expect(await reportOf(bytes)).toEqual(plain);
});

test.each([
  ['', '\n', 4],
  ['', '\r', 4],
  ['sep=,\n', '\n', 5],
])('lines are counted with those before the header (%j, %j)', async (head, lineEnd, line) => {
  const { inputs } = await runAudit('/', ['-'], { stdin: table(',', lineEnd, head) });
  expect(inputs[0]!.skippedSamples[0]!.line).toBe(line);
});
