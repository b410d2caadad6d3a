import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
let folder: string;

/** The program as it is shipped, built beside its manifest in a folder of its own. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'llm-cost-process-'));
  for (const part of ['bin', 'package.json'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [
    compiler,
    '-p',
    join(root, 'tsconfig.build.json'),
    '--noCheck',
    '--outDir',
    join(folder, 'dist'),
  ]);
  mkdirSync(join(folder, 'work'));
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [join(folder, 'bin/llm-cost.js'), ...args], {
    cwd: join(folder, 'work'),
    env: { PATH: process.env.PATH, HOME: folder },
  });
}

async function finished(child: ChildProcess): Promise<{ code: number | null; out: string; err: string }> {
  let [out, err] = ['', ''];
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, out, err };
}

test('JSON larger than a pipe buffer arrives whole although its reader is slow', async () => {
  const child = start(['prices', '--json']);
  child.stdout?.pause();
  setTimeout(() => child.stdout?.resume(), 1500);
  const { code, out, err } = await finished(child);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out.length).toBeGreaterThan(100_000);
  expect(JSON.parse(out)).toBeInstanceOf(Array);
}, 30_000);

test('a reader that stops early is not an error', async () => {
  const child = start(['prices', '--json']);
  child.stdout?.once('data', () => child.stdout?.destroy());
  expect(await finished(child)).toMatchObject({ code: 0, err: '' });
}, 30_000);

test('errors are one line on standard error and code 2', async () => {
  const ran = await finished(start(['audit', 'no-such-file.jsonl']));
  expect(ran).toMatchObject({ code: 2, out: '' });
  expect(ran.err).toMatch(/^llm-cost: [^\n]*no-such-file\.jsonl[^\n]*\n$/);
}, 30_000);

test('an interrupt while reading ends with 130', async () => {
  const child = start(['audit', '-', '--no-store']);
  const ran = finished(child);
  const line = JSON.stringify({ model: 'gpt-4.1', usage: { prompt_tokens: 10, completion_tokens: 2 } });
  child.stdin?.on('error', () => {});
  // Once far more than a pipe holds was taken, the program is in the middle of its work.
  child.stdin?.once('drain', () => child.kill('SIGINT'));
  child.stdin?.write(`${line}\n`.repeat(20_000));
  expect(await ran).toMatchObject({ code: 130, out: '' });
}, 30_000);

test('a small log is audited, twice the same', async () => {
  const call = (i: number) => ({
    id: `chatcmpl-${i}`,
    object: 'chat.completion',
    created: 1_788_000_000 + i,
    model: 'gpt-4.1-2025-04-14',
    usage: { prompt_tokens: 1000, completion_tokens: 100, total_tokens: 1100 },
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Yes.' } }],
  });
  const log = [0, 1, 2].map((i) => JSON.stringify(call(i))).join('\n');
  writeFileSync(join(folder, 'work/log.jsonl'), `${log}\n`);
  const first = await finished(start(['audit', 'log.jsonl', '--json', '--quiet']));
  const second = await finished(start(['audit', 'log.jsonl', '--json', '--quiet']));
  const report = JSON.parse(first.out);
  // 3 calls of 1,000 tokens in at $2 and 100 out at $8 per 1M.
  expect(report.totals).toMatchObject({ calls: 3, unpricedCalls: 0 });
  expect(report.totals.costUsd).toBeCloseTo(3 * (0.002 + 0.0008), 12);
  expect({ ...JSON.parse(second.out), generatedAt: '' }).toEqual({ ...report, generatedAt: '' });
}, 30_000);
