import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { InputError } from '../../../src/contracts/input-error.ts';
import type { CheckResult } from '../../../src/model/check.ts';
import { type Ran, run } from '../fake-io.ts';
import { type CheckFolder, callLines, checkFolder } from './check-folder.ts';

let folder: CheckFolder;
beforeEach(() => {
  folder = checkFolder();
});
afterEach(() => folder.remove());

const written = (ran: Ran): CheckResult => JSON.parse(ran.files.get(join(folder.path, 'r.json'))!);
const failing = ['--budget', 'cost max=0 for=feature:*', '--format', 'github', '--out', 'r.json'];

describe('a verdict that is there stays the verdict', () => {
  const refused = () => Promise.reject(new Error("ENOENT: no such file or directory, open '/no/x'"));

  test("where the runner's files cannot be written, which is said in a line for each", async () => {
    const env = { GITHUB_STEP_SUMMARY: '/no/s', GITHUB_OUTPUT: '/no/x' };
    const ran = await folder.check(['log.jsonl', ...failing], { env, io: { appendFile: refused } });
    expect(ran.code).toBe(1);
    expect(written(ran)).toMatchObject({ verdict: 'failed', exitCode: 1 });
    expect(ran.out.match(/^<!-- llm-cost-audit/gm)).toHaveLength(1);
    expect(ran.err).not.toContain('wrong configuration');
    const lines = ran.err.split('\n').filter((line) => line.startsWith('llm-cost: '));
    expect(lines).toEqual([
      "llm-cost: GITHUB_STEP_SUMMARY: /no/s cannot be written: ENOENT: no such file or directory, open '/no/x'",
      "llm-cost: GITHUB_OUTPUT: /no/x cannot be written: ENOENT: no such file or directory, open '/no/x'",
    ]);
    const trial = ['log.jsonl', ...failing, '--no-exit-code', '--quiet'];
    expect((await folder.check(trial, { env, io: { appendFile: refused } })).code).toBe(0);
  });

  test('where standard output cannot be written, which is an error of its own', async () => {
    const write = () => Promise.reject(new InputError('cannot write the output: ENOSPC'));
    const outputs = new Map<string, string>();
    const ran = await folder.check(['log.jsonl', ...failing], {
      env: { GITHUB_OUTPUT: '/outputs' },
      io: {
        stdout: { isTTY: false, columns: 80, write },
        appendFile: async (path, text) => void outputs.set(path, text),
      },
    });
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('llm-cost: cannot write the output: ENOSPC\n');
    expect(written(ran)).toMatchObject({ verdict: 'failed', exitCode: 1 });
    expect(outputs.size).toBe(0);
  });
});

test('no change is told where few calls without a price have most of the tokens', async () => {
  const baseline = join(folder.path, 'baseline.json');
  folder.put(
    'baseline.json',
    (await folder.check(['log.jsonl', '--write-baseline', baseline])).files.get(baseline),
  );
  const [last] = callLines(1_000_000, 'gpt-nobody-knows').trimEnd().split('\n').slice(-1);
  folder.put('part.jsonl', [...callLines(1000).split('\n').slice(0, 9), last, ''].join('\n'));
  const outputs: string[] = [];
  const check = async (maxUnpriced: string) => {
    outputs.length = 0;
    const args = ['part.jsonl', '--baseline', baseline, '--max-unpriced', maxUnpriced, ...failing];
    return folder.check(args, {
      env: { GITHUB_OUTPUT: '/outputs' },
      io: { appendFile: async (_, text) => void outputs.push(text) },
    });
  };
  const part = await check('10%');
  expect(written(part)).toMatchObject({ current: { unpricedCalls: 1, isCostComplete: false } });
  expect(outputs.join('')).toMatch(/^delta=$/m);
  expect(part.out).not.toMatch(/other usage/i);
  const tolerated = await check('100%');
  expect(outputs.join('')).toMatch(/^delta=-0\.0028$/m);
  expect(tolerated.out).toMatch(/other usage/i);
});

describe('the comment that is posted has the command that the check prints', () => {
  async function posted(args: readonly string[]): Promise<{ readonly check: Ran; readonly comment: Ran }> {
    const check = await folder.check([...args, ...failing]);
    folder.put('r.json', check.files.get(join(folder.path, 'r.json')));
    const comment = await run(['comment', '--github', '--dry-run', '--result', join(folder.path, 'r.json')]);
    return { check, comment };
  }

  test('with the logs and flags as they were given', async () => {
    folder.put('a b.jsonl', callLines(1000));
    folder.put('mine.json', { prices: [] });
    folder.put('c.json', {});
    const args = ['--config', 'c.json', 'a b.jsonl', '--filter', 'model=gpt-*', '--since', '2026-08-01'];
    const { check, comment } = await posted(args);
    expect(written(check).logs).toEqual([
      ...['a b.jsonl', '--config', 'c.json', '--since', '2026-08-01', '--filter', 'model=gpt-*'],
    ]);
    expect(comment.out).toContain(
      "`llm-cost show 'feature=search' 'a b.jsonl' --config c.json --since 2026-08-01 --filter 'model=gpt-*'`",
    );
    expect(comment.out).toBe(check.out);
  });

  test('with a folder and not each of its files', async () => {
    const { check, comment } = await posted(['.', '--source', 'openai', '--max-unpriced', '100%']);
    expect(written(check).inputs.length).toBeGreaterThan(1);
    expect(comment.out).toContain("`llm-cost show 'feature=search' . --source openai`");
    expect(comment.out).toBe(check.out);
  });

  test('also where no call was found', async () => {
    const { check } = await posted(['log.jsonl', '--filter', 'feature=nobody']);
    expect(written(check)).toMatchObject({ logs: ['log.jsonl', '--filter', 'feature=nobody'] });
  });

  test('and nothing that a token or an address with one could be in', async () => {
    const secret = ['--embeddings', 'https://me:secret@host', '--embedding-model', 'm'];
    const { check } = await posted(['log.jsonl', ...secret]);
    expect(check.code).toBe(2);
    expect((await folder.check(['log.jsonl', '--budget', 'cost max=0', '--json'])).out).toMatch(
      /"logs": \[\n {4}"log\.jsonl"\n {2}\]/,
    );
  });
});
