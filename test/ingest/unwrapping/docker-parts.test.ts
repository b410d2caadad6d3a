import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DockerParts } from '../../../src/ingest/unwrapping/docker-parts.ts';
import { chatLine, START } from '../../support/chat-lines.ts';
import { runAudit, withoutPlace } from '../../support/run-audit.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const PART = 16_384;

/** As Docker writes one line of a container. */
function cut(line: string, stream = 'stdout'): string[] {
  const bytes = Buffer.from(`${line}\n`);
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += PART) {
    const log = bytes.toString('utf8', at, Math.min(at + PART, bytes.length));
    parts.push(JSON.stringify({ log, stream, time: `2026-09-01T00:00:00.00000000${parts.length}Z` }));
  }
  return parts;
}

const call = (i: number, words: number) =>
  chatLine({
    ...{ id: `call-${i}`, at: START + i * 1000, usage: { input: 100 * i, output: i } },
    prompt: [{ role: 'user', content: `${i} ${'word '.repeat(words)}` }],
  });

describe('lines that Docker cut', () => {
  test('are read whole, also between those of the other stream, and wherever the last part ends', async () => {
    const folder = tempFolder();
    const calls = [call(1, 10), call(2, 9000), call(3, 20_000), call(4, 3000)];
    const exact = call(5, 1);
    calls.push(exact.replace('word', 'w'.repeat(PART - exact.length + 4)));
    expect(calls[4]).toHaveLength(PART);
    writeFileSync(join(folder, 'a.log'), calls.join('\n'));
    const bare = withoutPlace(await runAudit(folder, ['a.log']));
    const lines = calls.flatMap((it) => cut(it));
    const errors = cut(`warning: ${'x'.repeat(20_000)}`, 'stderr');
    lines.splice(3, 0, ...errors);
    writeFileSync(join(folder, 'a.log'), lines.join('\n'));
    const { inputs, ...report } = withoutPlace(await runAudit(folder, ['a.log']));
    expect({ ...report, inputs: [] }).toEqual({ ...bare, inputs: [] });
    expect(inputs).toMatchObject([
      { source: 'openai', records: lines.length, calls: 5, otherRecords: lines.length - 5, skipped: 0 },
    ]);
  });

  test('are recognised when every one of them was cut', async () => {
    const folder = tempFolder();
    const lines = [1, 2, 3].flatMap((i) => cut(call(i, 9000)));
    writeFileSync(join(folder, 'a.log'), lines.join('\n'));
    expect((await runAudit(folder, ['a.log'])).totals).toMatchObject({ calls: 3, tokens: { input: 600 } });
  });

  test('a text of that length that ends its line, and other records, stay as they are', () => {
    const parts = new DockerParts();
    const whole = { log: `${'x'.repeat(PART - 1)}\n`, stream: 'stdout' };
    expect(parts.whole(whole)).toBe(whole);
    const short = { log: 'a trimmed line', stream: 'stdout' };
    expect(parts.whole(short)).toBe(short);
    for (const other of [null, 7, [], { log: 7, stream: 'stdout' }, { log: 'x' }])
      expect(parts.whole(other)).toBe(other);
  });

  test('what never ended is told at the end', () => {
    const parts = new DockerParts();
    const log = 'x'.repeat(PART);
    expect(parts.whole({ log, stream: 'stdout', time: 'a' })).toBeUndefined();
    expect(parts.whole({ log, stream: 'stdout', time: 'b' })).toBeUndefined();
    expect(parts.rest()).toEqual([{ log: log + log, stream: 'stdout', time: 'a' }]);
    expect(parts.rest()).toEqual([]);
  });
});
