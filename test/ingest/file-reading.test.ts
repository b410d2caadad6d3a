import { appendFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { chatLine, chatLog, START } from '../support/chat-lines.ts';
import { type AuditChanges, runAudit } from '../support/run-audit.ts';
import { tempFolder } from '../support/temp-folder.ts';

const FEW = Array.from({ length: 6 }, (_, i) =>
  chatLine({
    id: `call-${i}`,
    at: START + i * 60_000,
    prompt: [{ role: 'user', content: i % 2 === 0 ? 'Name a river.' : `Name river ${i} — ça va?` }],
    usage: { input: 50 + i, output: 5 },
  }),
);
const TEXT = FEW.map((line) => `${line}\n`).join('');

/** The report of one pass over the whole, in memory. */
function onePass(text: string | Buffer, name = 'log.jsonl', changes: AuditChanges = {}): Promise<Report> {
  const folder = tempFolder();
  writeFileSync(join(folder, name), text);
  return runAudit(folder, [name], changes);
}

let written = 0;

/** Each write gets a later time of change than the one before, whatever the disk's clock can tell apart. */
function write(path: string, bytes: string | Buffer, isAppend = false): void {
  if (isAppend) appendFileSync(path, bytes);
  else writeFileSync(path, bytes);
  const at = new Date(Date.UTC(2026, 0, 1) + ++written * 1000);
  utimesSync(path, at, at);
}

/** A file that is audited, grows, and is audited again, with one store. */
async function grown(parts: readonly (string | Buffer)[], name = 'log.jsonl', changes: AuditChanges = {}) {
  const folder = tempFolder();
  const path = join(folder, name);
  const storeFile = join(folder, 'store.db');
  let report: Report | undefined;
  for (const [i, part] of parts.entries()) {
    write(path, part, i > 0);
    report = await runAudit(folder, [name], { storeFile, ...changes }).catch((error: Error) => {
      // What is only the beginning of a first record cannot be read yet.
      if (i === parts.length - 1 || error.name !== 'InputError') throw error;
      return undefined;
    });
  }
  return report!;
}

describe('a file cut anywhere and completed later equals one pass over the whole', () => {
  test('at every byte of its second line and around it', async () => {
    const bytes = Buffer.from(TEXT);
    const expected = await onePass(TEXT);
    const first = Buffer.byteLength(`${FEW[0]}\n`);
    const second = first + Buffer.byteLength(`${FEW[1]}\n`);
    const cuts = [0.1, 0.5].map((share) => Math.floor(first * share));
    for (let cut = first - 1; cut <= second + 1; cut += cut < first + 2 || cut > second - 3 ? 1 : 23)
      cuts.push(cut);
    for (const cut of cuts) {
      const report = await grown([bytes.subarray(0, cut), bytes.subarray(cut)]);
      expect(report, `cut at ${cut}`).toEqual(expected);
    }
  });

  test('random logs in three parts', async () => {
    await fc.assert(
      fc.asyncProperty(chatLog, fc.nat(), fc.nat(), async (log, a, b) => {
        const bytes = Buffer.from(log.map((line) => `${chatLine(line)}\n`).join(''));
        const [from, to] = [a % bytes.length, b % bytes.length].sort((x, y) => x - y) as [number, number];
        const report = await grown([bytes.subarray(0, from), bytes.subarray(from, to), bytes.subarray(to)]);
        expect(report).toEqual(await onePass(bytes));
      }),
      { numRuns: 10 },
    );
  });

  test('calls without a time keep their place', async () => {
    const untimed = (i: number) =>
      chatLine({ id: `u-${i}`, usage: { input: 10, output: i }, answer: `${i}` });
    const timed = (i: number, at: number) => chatLine({ id: `t-${i}`, at, usage: { input: 10, output: 1 } });
    const lines = [timed(1, START + 9e6), timed(2, START + 1e6), untimed(1), untimed(2), timed(3, START)];
    const text = lines.map((line) => `${line}\n`).join('');
    const expected = await onePass(text);
    for (let part = 1; part < lines.length; part++) {
      const cut = lines.slice(0, part).join('\n').length + 1;
      expect(await grown([text.slice(0, cut), text.slice(cut)])).toEqual(expected);
    }
  });

  test('broken lines and lines that are too long', async () => {
    const long = chatLine({ id: 'long', prompt: [{ role: 'user', content: 'x'.repeat(3000) }] });
    const lines = [FEW[0], '{"broken": ', long, FEW[1], '[7]', long];
    const text = lines.join('\n');
    const limit = { maxRecordBytes: 2000 };
    const expected = await onePass(text, 'log.jsonl', limit);
    expect(expected.inputs[0]).toMatchObject({ records: 6, calls: 2, skipped: 3, otherRecords: 1 });
    const starts = lines.map((_, i) => lines.slice(0, i).join('\n').length);
    for (const cut of [...starts.slice(1), starts[2]! + 2500, starts[5]! + 1000, starts[5]! + 2500]) {
      const report = await grown([text.slice(0, cut), text.slice(cut), '\n'], 'log.jsonl', limit);
      expect(report, `cut at ${cut}`).toEqual(expected);
    }
  });

  test('a table, also inside its header and inside quotes', async () => {
    const rows = [
      '2026-09-01 10:00:00,gpt-4.1,100,10,"a, ""b""\nc"',
      '2026-09-01 10:00:05,gpt-4o,50,5,"é\n"',
    ];
    const text = `timestamp,model,prompt_tokens,completion_tokens,prompt\n${rows.join('\n')}\n`;
    const bytes = Buffer.from(text);
    const expected = await onePass(text, 'log.csv');
    expect(expected.totals).toMatchObject({ calls: 2, tokens: { input: 150, output: 15 } });
    for (let cut = 1; cut < bytes.length; cut += cut < 60 ? 4 : 3) {
      const report = await grown([bytes.subarray(0, cut), bytes.subarray(cut)], 'log.csv');
      expect(report, `cut at ${cut}`).toEqual(expected);
    }
  });

  test('an array and a compressed log, which are read anew', async () => {
    const array = `[${FEW.join(',\n')}]`;
    expect(await grown([array.slice(0, 900), array.slice(900)], 'log.json')).toEqual(
      await onePass(array, 'log.json'),
    );
    const members = [gzipSync(TEXT.slice(0, 700)), gzipSync(TEXT.slice(700))];
    expect(await grown(members, 'a.gz')).toEqual(await onePass(Buffer.concat(members), 'a.gz'));
  });
});

test('reading that is interrupted goes on to the same result', async () => {
  const text = TEXT.repeat(2).replaceAll('call-', () => `call-${written++}-`);
  const expected = await onePass(text, 'log.jsonl');
  for (const stopAt of [1, 2]) {
    const folder = tempFolder();
    const storeFile = join(folder, 'store.db');
    write(join(folder, 'log.jsonl'), text);
    write(join(folder, 'zz.jsonl'), TEXT);
    let told = 0;
    const progress = ({ phase }: { phase: string }) => {
      if (phase === 'read' && ++told === stopAt) throw new Error('interrupted');
    };
    const paths = ['log.jsonl', 'zz.jsonl'];
    await expect(runAudit(folder, paths, { storeFile, hooks: { progress } })).rejects.toThrow('interrupted');
    expect(await runAudit(folder, ['log.jsonl'], { storeFile })).toEqual(expected);
  }
});

test('a log of several pieces that is interrupted at any of them goes on to the same result', async () => {
  // The pieces of a file are 4 MiB long.
  const filler = 'All work and no play makes a dull log. '.repeat(2000);
  const lines = Array.from({ length: 170 }, (_, i) =>
    chatLine({
      id: `c-${i}`,
      at: START + ((i * 7919) % 170) * 1000,
      prompt: [
        { role: 'system', content: filler },
        { role: 'user', content: `Question ${i % 40}` },
      ],
      usage: { input: 20_000, output: i },
    }),
  );
  const text = lines.join('\n');
  const expected = await onePass(text);
  const folder = tempFolder();
  const storeFile = join(folder, 'store.db');
  write(join(folder, 'log.jsonl'), text);
  let read = 0;
  for (let stop = 0; stop < 2; stop++) {
    let told = 0;
    const progress = ({ phase, calls }: { phase: string; calls: number }) => {
      if (phase !== 'read') return;
      read = Math.max(read, calls);
      if (++told === 1) throw new Error('interrupted');
    };
    await expect(runAudit(folder, ['log.jsonl'], { storeFile, hooks: { progress } })).rejects.toThrow(
      'interrupted',
    );
  }
  // The second attempt went on where the first one had stopped.
  expect(read).toBeGreaterThan(60);
  expect(await runAudit(folder, ['log.jsonl'], { storeFile })).toEqual(expected);
});

describe('records that cannot be read', () => {
  test('are counted with line and reason, and the rest is read', async () => {
    const lines = [FEW[0], '{"cut": "off', '', FEW[1], 'plain text', '{"a":1}', FEW[2], '"a string"'];
    const [input] = (await onePass(lines.join('\n'))).inputs;
    expect(input).toMatchObject({ records: 7, calls: 3, skipped: 2, otherRecords: 2 });
    expect(input!.skippedSamples.map(({ line }) => line)).toEqual([2, 5]);
    for (const { reason } of input!.skippedSamples) expect(reason).toMatch(/^not JSON: \S/);
  });

  test('nothing of a broken record is quoted, since it may be a secret', async () => {
    const lines = [FEW[0], 'sk-abcdefghij0123456789', '{"key":"k" sk-live-0123456789', '{"a":zz-secret-9}'];
    const report = await onePass(lines.join('\n'));
    expect(report.inputs[0]!.skipped).toBe(3);
    expect(JSON.stringify(report)).not.toMatch(/sk-|secret/);
  });

  test('nesting without end stops neither the reader nor the other records', async () => {
    const deep = (open: string, close: string) => `${open.repeat(150_000)}1${close.repeat(150_000)}`;
    const hostile = [
      `{"request":{"model":"gpt-4.1","messages":[{"type":"x","y":${deep('[', ']')}}]},"response":{}}`,
      `{"request":{"model":"gpt-4.1","messages":[{"role":"user","content":"a"}],"seed":${deep('{"a":', '}')}}}`,
      deep('[', ']'),
      deep('{"request":', '}'),
    ];
    const report = await onePass([FEW[0], ...hostile, FEW[1]].join('\n'), 'log.jsonl', {
      maxRecordBytes: 1 << 22,
    });
    const [input] = report.inputs;
    expect(report.totals.calls).toBeGreaterThanOrEqual(2);
    expect(input!.calls + input!.skipped + input!.otherRecords).toBe(6);
  });

  test('counts and times beyond all bounds stop nothing', async () => {
    const rows = [1e300, -5, 0.5, 2 ** 40, '1e999', null].map((value) =>
      JSON.stringify({ timestamp: value, input_length: value, output_length: value, hash_ids: [1] }),
    );
    const good = JSON.stringify({ timestamp: 5, input_length: 400, output_length: 5, hash_ids: [2] });
    const report = await onePass([good, ...rows].join('\n'), 'log.jsonl', {
      read: { map: {}, epoch: 0, model: 'gpt-4.1' },
    });
    const [input] = report.inputs;
    expect(input!.calls + input!.repeatedRecords + input!.skipped + input!.otherRecords).toBe(input!.records);
    expect(report.totals.calls).toBeGreaterThanOrEqual(1);
  });
});
