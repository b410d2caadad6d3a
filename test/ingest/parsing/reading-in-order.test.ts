import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { runAudit, withoutPlace } from '../../support/run-audit.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const STREAMS = 3000;
const usage = { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 };

/** Streams of three chunks of which several run at any time; the usage of the last ones never came. */
function lines(): string[] {
  const at = (i: number, part: number): string => {
    const id = `chatcmpl-${i}`;
    const base = { id, object: 'chat.completion.chunk', created: 1_789_000_000 + i, model: 'gpt-4.1' };
    const delta = { content: part === 0 ? `${i} ${'word '.repeat(300)}` : '' };
    if (part < 2)
      return JSON.stringify({
        ...base,
        choices: [{ index: 0, delta, finish_reason: part === 1 ? 'stop' : null }],
      });
    return JSON.stringify({ ...base, choices: [], usage });
  };
  const all: string[] = [];
  for (let i = 0; i < STREAMS + 20; i++) {
    if (i < STREAMS) all.push(at(i, 0));
    if (i >= 10 && i - 10 < STREAMS) all.push(at(i - 10, 1));
    if (i >= 20 && i - 20 < STREAMS - 5) all.push(at(i - 20, 2));
  }
  return all;
}

const LINES = lines();
const TEXT = LINES.join('\n');

describe('a source that reads in order', () => {
  test('gets every piece of a file in order, and what it held back to the end counts', async () => {
    const folder = tempFolder();
    expect(TEXT.length).toBeGreaterThan(4 << 20);
    writeFileSync(join(folder, 'a.jsonl'), TEXT);
    const { inputs, totals } = await runAudit(folder, ['a.jsonl'], { strategies: [], detectors: [] });
    expect(inputs).toMatchObject([
      {
        source: 'stream-events',
        records: LINES.length,
        calls: STREAMS,
        otherRecords: LINES.length - STREAMS,
      },
    ]);
    expect(totals).toMatchObject({ calls: STREAMS, estimatedCalls: 5, tokens: { input: 7 * (STREAMS - 5) } });
  });

  test('reads a file that has grown anew, with the line that had not ended', async () => {
    const few = LINES.slice(0, 60).join('\n');
    const folder = tempFolder();
    const path = join(folder, 'a.jsonl');
    const storeFile = join(folder, 'store.db');
    writeFileSync(path, few);
    const expected = withoutPlace(await runAudit(folder, ['a.jsonl']));
    for (const cut of [1200, few.length - 100]) {
      writeFileSync(path, few.slice(0, cut));
      await runAudit(folder, ['a.jsonl'], { storeFile }).catch(() => undefined);
      appendFileSync(path, few.slice(cut));
      expect(withoutPlace(await runAudit(folder, ['a.jsonl'], { storeFile }))).toEqual(expected);
    }
  });

  test('tells what it held back also where the file is damaged', async () => {
    const folder = tempFolder();
    const bytes = gzipSync(LINES.slice(0, 4000).join('\n'));
    writeFileSync(join(folder, 'a.jsonl.gz'), bytes.subarray(0, bytes.length - 4000));
    const [input] = (await runAudit(folder, ['a.jsonl.gz'])).inputs;
    expect(input!.skipped).toBeGreaterThan(0);
    expect(input!.calls).toBeGreaterThan(100);
    expect(input!.calls + input!.skipped + input!.otherRecords + input!.repeatedRecords).toBe(input!.records);
  });

  test('inside a wrapper it is the same', async () => {
    const folder = tempFolder();
    const few = LINES.slice(0, 90);
    writeFileSync(join(folder, 'a.jsonl'), few.join('\n'));
    const bare = (await runAudit(folder, ['a.jsonl'])).inputs[0]!;
    const log = few.map((it) =>
      JSON.stringify({ log: `${it}\n`, stream: 'stdout', time: '2026-09-01T00:00:00Z' }),
    );
    writeFileSync(join(folder, 'a.jsonl'), log.join('\n'));
    const { why, ...wrapped } = (await runAudit(folder, ['a.jsonl'])).inputs[0]!;
    expect(why).toMatch(/^docker lines: /);
    expect({ why: bare.why, ...wrapped }).toEqual(bare);
  });
});
