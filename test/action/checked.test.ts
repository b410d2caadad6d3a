import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { buildProgram } from '../support/built-program.ts';
import {
  type GithubApi,
  githubApi,
  PULL_REQUEST,
  problem,
  REPOSITORY,
  reply,
  TOKEN,
} from '../support/github-api.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { type JobRun, runAction } from './composite-runner.ts';
import { action } from './stand-in.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const RECORDED = 'fixtures/check';
const BASELINE = `${RECORDED}/llm-cost-baseline.json`;

const actionPath = tempFolder(false);
beforeAll(() => void buildProgram(actionPath), 120_000);

/** What the project's own workflow gives to its action. */
const given: Readonly<Record<string, string>> = parse(
  readFileSync(join(ROOT, '.github/workflows/check.yml'), 'utf8'),
).jobs.check.steps.find(({ uses }: { uses?: string }) => uses === './').with;

/** Inputs other than the workflow's. */
type Changes = Readonly<Record<string, string>>;

interface Checkout {
  readonly workspace: string;
  run(changes?: Changes, env?: Readonly<Record<string, string>>): Promise<JobRun>;
}

/** What the workflow checks out, and its job on a pull request. */
function checkout(api?: GithubApi): Checkout {
  const folder = tempFolder();
  const [workspace, event] = [join(folder, 'workspace'), join(folder, 'event.json')];
  cpSync(join(ROOT, RECORDED), join(workspace, RECORDED), { recursive: true });
  writeFileSync(event, JSON.stringify({ number: PULL_REQUEST, pull_request: { number: PULL_REQUEST } }));
  const onGithub = {
    ...{ GITHUB_EVENT_NAME: api === undefined ? 'push' : 'pull_request', GITHUB_EVENT_PATH: event },
    ...{ GITHUB_REPOSITORY: REPOSITORY, GITHUB_API_URL: api?.url ?? 'http://127.0.0.1:1' },
  };
  let jobs = 0;
  return {
    workspace,
    run: (changes = {}, env = {}) => {
      const temp = join(folder, `temp-${++jobs}`);
      mkdirSync(temp);
      writeFileSync(join(temp, 'llm-cost-installed'), actionPath);
      const job = { workspace, temp, actionPath, token: TOKEN, env: { ...onGithub, ...env } };
      return runAction(action, { ...given, ...changes }, job);
    },
  };
}

function edit(path: string, change: (text: string) => string): void {
  const before = readFileSync(path, 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(path, after);
}

describe("the project's own check", () => {
  it('passes, and says so on the pull request', async () => {
    const api = await githubApi();
    const { workspace, run } = checkout(api);
    const first = await run();
    expect(first.log).toContain('passed');
    expect(first.code).toBe(0);
    expect(first.outputs).toMatchObject({ verdict: 'passed', 'exit-code': '0', delta: '0' });
    expect(Number(first.outputs['total-cost'])).toBeCloseTo(0.1347, 3);
    const result = JSON.parse(readFileSync(join(workspace, RECORDED, 'llm-cost-check.json'), 'utf8'));
    expect(result).toMatchObject({ name: 'demo', verdict: 'passed', exitCode: 0 });
    expect(first.outputs['report-path']).toBe(join(workspace, RECORDED, 'llm-cost-check.json'));
    expect(first.summary).toContain('120 calls');
    expect(first.log).not.toContain(TOKEN);
    expect(api.written()).toEqual(['POST']);
    expect(api.comments[0]!.body).toMatch(/^<!-- llm-cost-audit check="demo" /);
  });

  it('has the baseline that its program writes', async () => {
    const { workspace, run } = checkout();
    const written = await run({ 'write-baseline': 'again.json' });
    expect(written.code).toBe(0);
    const again = readFileSync(join(workspace, RECORDED, 'again.json'), 'utf8');
    // Where this fails for a good reason: llm-cost check demo.jsonl --write-baseline llm-cost-baseline.json
    expect(again).toBe(readFileSync(join(ROOT, BASELINE), 'utf8'));
  });

  it('fails on a prompt that grew, after it said so on the pull request', async () => {
    const api = await githubApi();
    const { workspace, run } = checkout(api);
    await run();
    edit(join(workspace, RECORDED, 'demo.jsonl'), (text) =>
      text
        .replaceAll('You answer questions', `${'Be brief and kind. '.repeat(60)}You answer questions`)
        .replace(
          /"(prompt|total)_tokens":(\d+)/g,
          (_, kind: string, tokens: string) => `"${kind}_tokens":${Number(tokens) + 300}`,
        ),
    );
    const failed = await run();
    expect(failed.code).toBe(1);
    expect(failed.ran.at(-1)).toBe('Verdict');
    expect(failed.outputs).toMatchObject({ verdict: 'failed', 'exit-code': '1' });
    expect(Number(failed.outputs.delta)).toBeGreaterThan(0);
    expect(failed.log).toMatch(/^::error /m);
    expect(api.comments).toHaveLength(1);
    expect(api.written()).toEqual(['POST', `PATCH ${api.comments[0]!.id}`]);
    expect(api.comments[0]!.body).toContain('cost-per-call');
  });
});

describe('what cannot be judged', () => {
  it('is wrong configuration, said on the pull request too', async () => {
    const api = await githubApi();
    const { workspace, run } = checkout(api);
    edit(join(workspace, RECORDED, 'llm-cost.config.yaml'), (text) => text.replace('measure:', 'meassure:'));
    const wrong = await run({ fail: 'false' });
    expect(wrong.code).toBe(2);
    expect(wrong.outputs).toMatchObject({ verdict: 'error', 'exit-code': '2', 'total-cost': '' });
    expect(wrong.log).toMatch(/llm-cost\.config\.yaml: .*meassure.*measure/);
    expect(api.written()).toEqual(['POST']);
    expect(api.comments[0]!.body).toContain('meassure');
  });

  it('is an empty log, and a baseline that is not there', async () => {
    const { workspace, run } = checkout();
    writeFileSync(join(workspace, RECORDED, 'empty.jsonl'), '');
    const tried: readonly Changes[] = [{ paths: 'empty.jsonl' }, { baseline: 'not-there.json' }];
    for (const changes of tried) {
      const ended = await run(changes);
      expect(ended.code).toBe(3);
      expect(ended.outputs).toMatchObject({ verdict: 'notJudged', 'exit-code': '3' });
    }
  });

  it('is a command line that judges nothing', async () => {
    const { run } = checkout();
    for (const args of ['--help', '--no-such-flag']) {
      const nothing = await run({ args, fail: 'false' });
      expect(nothing.code).toBe(2);
      expect(nothing.outputs).toMatchObject({ verdict: 'error', 'exit-code': '2' });
    }
  });

  it('is a check that dies, also beside the result of an earlier one', async () => {
    const { workspace, run } = checkout();
    expect((await run()).code).toBe(0);
    // It ends once the earlier result is replaced, with the code of a failed check.
    const preload = join(workspace, 'dies.cjs');
    writeFileSync(
      preload,
      `const fs = require('node:fs/promises');
      const { writeFile } = fs;
      fs.writeFile = (...of) => writeFile(...of).then(() => process.exit(1));
      require('node:module').syncBuiltinESMExports();`,
    );
    const died = await run({ fail: 'false' }, { NODE_OPTIONS: `--require ${JSON.stringify(preload)}` });
    const left = readFileSync(join(workspace, RECORDED, 'llm-cost-check.json'), 'utf8');
    expect(JSON.parse(left).error).toBe('the check did not come to its end');
    expect(died.code).toBe(2);
    expect(died.outputs).toMatchObject({ verdict: 'error', 'exit-code': '2' });
    expect(died.log).toMatch(/^::error title=llm-cost check::/m);
  });

  it('is a hostile path or flag, of which nothing is run', async () => {
    const { workspace, run } = checkout();
    const tried: readonly Changes[] = [
      { paths: '"; touch pwned; "\n$(touch pwned)\n`touch pwned`' },
      { paths: 'demo.jsonl', args: '"; touch pwned" $(touch pwned)', config: 'x.yaml; touch pwned' },
    ];
    for (const changes of tried) {
      expect((await run(changes)).code).toBe(2);
    }
    expect(() => readFileSync(join(workspace, RECORDED, 'pwned'))).toThrow();
  });
});

describe('while GitHub limits the rate', () => {
  it('the comment is in the log, and the check decides', async () => {
    const api = await githubApi((_, response) =>
      reply(response, 429, problem(429, 'Slow down')[1], { 'retry-after': '600' }),
    );
    const { run } = checkout(api);
    const [passed, failed] = [await run(), await run({ args: "--budget 'cost max=0.001'" })];
    expect([passed.code, failed.code]).toEqual([0, 1]);
    for (const { log } of [passed, failed]) {
      expect(log).toContain('and asks to wait 10 minutes; try again later');
      expect(log).toMatch(/^### .* LLM costs/m);
      expect(log).toMatch(/^::warning title=llm-cost comment::/m);
    }
  });
});

describe('without permission to comment', () => {
  it('the comment is in the log, and the check decides', async () => {
    const api = await githubApi((_, response) => {
      const [status, body] = problem(403, 'Resource not accessible by integration');
      return reply(response, status, body);
    });
    const { run } = checkout(api);
    const [passed, failed] = [await run(), await run({ args: "--budget 'cost max=0.001'" })];
    expect([passed.code, failed.code]).toEqual([0, 1]);
    for (const { log } of [passed, failed]) expect(log).toContain('pull-requests: write');
  });
});
