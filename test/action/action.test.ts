import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import manifest from '../../package.json' with { type: 'json' };
import { tempFolder } from '../support/temp-folder.ts';
import { action, actionText, runStandIn } from './stand-in.ts';

const OURS = ['--format=github', '--out=llm-cost-check.json', '--'];

async function checkFlags(given: Readonly<Record<string, string>>): Promise<readonly string[] | undefined> {
  return (await runStandIn({ paths: 'log.jsonl', ...given })).calls.find(({ command }) => command === 'check')
    ?.flags;
}

describe('action.yml', () => {
  const scripts = action.runs.steps.flatMap(({ run }) => run ?? []);

  it('never makes a script of what users give', () => {
    expect(scripts.length).toBeGreaterThan(3);
    for (const script of scripts) expect(script).not.toContain('${{');
    for (const script of scripts) expect(script).not.toMatch(/\beval\b|\bsource\b|`|bash -c/);
  });

  it('describes and uses every input', () => {
    const steps = actionText.slice(actionText.indexOf('\nruns:'));
    for (const [name, { description }] of Object.entries(action.inputs)) {
      expect(description, name).toMatch(/\w.{10,}[^\s]$/);
      expect(steps, name).toContain(`\${{ inputs.${name}`);
    }
    const used = [...steps.matchAll(/inputs\.([\w-]+)/g)].map(([, name]) => name);
    expect(new Set(used)).toEqual(new Set(Object.keys(action.inputs)));
  });

  it('has the outputs of the check', () => {
    expect(Object.keys(action.outputs)).toEqual([
      ...['verdict', 'exit-code', 'total-cost', 'baseline-cost', 'delta', 'delta-percent', 'report-path'],
    ]);
    for (const [name, { value }] of Object.entries(action.outputs)) {
      expect(value).toBe(`\${{ steps.check.outputs.${name} }}`);
    }
  });

  it('has a page with every input, its default and every output', () => {
    const page = readFileSync(new URL('../../docs/ci.md', import.meta.url), 'utf8');
    for (const [name, { default: value = '' }] of Object.entries(action.inputs)) {
      const cell = value === '' || value.startsWith('$') ? '.*' : ` \`${value}\` `;
      expect(page).toMatch(new RegExp(`^\\| \`${name}\` \\|${cell}\\| .*\\w`, 'm'));
    }
    for (const name of Object.keys(action.outputs))
      expect(page).toMatch(new RegExp(`^\\| .*\`${name}\``, 'm'));
  });

  it('names a shell for every script, and no version that moves for other actions', () => {
    expect(action.runs.using).toBe('composite');
    for (const { run, shell, uses } of action.runs.steps) {
      if (run !== undefined) expect(shell).toBe('bash');
      else expect(uses).toMatch(/^actions\/[a-z-]+@v\d+$/);
    }
  });

  it('wants the version of Node.js that the program wants', () => {
    const [, major, minor] = /^>=(\d+)\.(\d+)$/.exec(manifest.engines.node)!;
    expect(scripts[0]).toContain(`a > ${major} || (a === ${major} && b >= ${minor})`);
  });
});

describe('the arguments of the check', () => {
  it('are the logs and where the result goes', async () => {
    expect(await checkFlags({})).toEqual([...OURS, 'log.jsonl']);
  });

  it('hold everything that is given, each as one word', async () => {
    const given = { config: 'a b.yaml', baseline: '-base.json', name: "it's $HOME", out: 'o ut.json' };
    expect(await checkFlags(given)).toEqual([
      ...['--config=a b.yaml', '--baseline=-base.json', "--name=it's $HOME"],
      ...['--format=github', '--out=o ut.json', '--', 'log.jsonl'],
    ]);
  });

  it('take a path a line, whatever is in it', async () => {
    const paths = 'a b.jsonl\r\n\n-rf\n*.jsonl\n$(touch pwned); touch pwned `touch pwned`\n  lead\n';
    const run = await runStandIn({ paths }, { files: { 'x.jsonl': '' } });
    expect(run.calls[0]!.flags).toEqual([
      ...[...OURS, 'a b.jsonl', '-rf', '*.jsonl', '$(touch pwned); touch pwned `touch pwned`', '  lead'],
    ]);
    expect(existsSync(join(run.workspace, 'pwned'))).toBe(false);
  });

  it('split further flags as a shell does, and expand nothing', async () => {
    const args = `--max-unpriced 5%\n  --budget 'costPerCall max=0.02 for=feature:*' --name "a 'b'" x\\ y `;
    expect((await checkFlags({ args }))!.slice(0, -4)).toEqual([
      ...['--max-unpriced', '5%', '--budget', 'costPerCall max=0.02 for=feature:*', '--name', "a 'b'", 'x y'],
    ]);
    const hostile = '"; touch pwned" $(touch pwned) * ~ $HOME >pwned | touch pwned & `touch pwned` "" -n %s';
    const run = await runStandIn({ paths: 'log', args: hostile });
    expect(run.calls[0]!.flags.slice(0, -4)).toEqual([
      ...['; touch pwned', '$(touch', 'pwned)', '*', '~', '$HOME', '>pwned', '|', 'touch', 'pwned', '&'],
      ...['`touch', 'pwned`', '', '-n', '%s'],
    ]);
    expect(existsSync(join(run.workspace, 'pwned'))).toBe(false);
    expect(await checkFlags({ args: ' \n ' })).toEqual([...OURS, 'log.jsonl']);
  });

  it('take a backslash in quotes for one, and outside as a shell does, which the input and the page say', async () => {
    const args = String.raw`--filter 'feature=a\b' --filter "user=a\b" --filter model=a\ b\\c d\e`;
    expect((await checkFlags({ args }))!.slice(0, -OURS.length - 1)).toEqual([
      ...['--filter', String.raw`feature=a\b`, '--filter', String.raw`user=a\b`],
      ...['--filter', String.raw`model=a b\c`, 'de'],
    ]);
    expect(action.inputs.args!.description).toMatch(/backslash outside of them/);
    const page = readFileSync(new URL('../../docs/ci.md', import.meta.url), 'utf8');
    expect(page).toMatch(/^\| `args` .*backslash/m);
  });

  it('are wrong with a quote that is not closed, and with words that are no choice', async () => {
    for (const [input, text] of [
      ...[['args', "--name 'a"] as const, ['comment', 'yes'] as const],
      ...[['fail', ''] as const, ['fail', 'False'] as const],
    ]) {
      const run = await runStandIn({ paths: 'log', [input]: text });
      expect(run.calls).toEqual([]);
      expect(run.code).toBe(2);
      expect(run.outputs).toMatchObject({ verdict: 'error', 'exit-code': '2' });
      expect(run.log).toContain(`::error title=llm-cost check::${input}: `);
    }
  });

  it('run in the folder that is named', async () => {
    const run = await runStandIn({ paths: 'log', 'working-directory': '..' });
    expect(run.calls.map(({ cwd }) => cwd)).toEqual([join(run.workspace, '..'), join(run.workspace, '..')]);
  });
});

describe('the end of the action', () => {
  it.each(['0', '1', '2', '3'])('is the code of the check, %s, after the comment', async (code) => {
    const run = await runStandIn({ paths: 'log' }, { env: { CHECK_ENDS: code } });
    expect(run.code).toBe(Number(code));
    expect(run.calls.map(({ command }) => command)).toEqual(['check', 'comment']);
    expect(run.outputs).toMatchObject({ verdict: 'stood-in', 'exit-code': code });
    expect(run.outputs['report-path']).toBe('llm-cost-check.json');
  });

  it('passes over a failure only where that is asked for, and never over wrong input', async () => {
    for (const [code, expected] of Object.entries({ 0: 0, 1: 0, 2: 2, 3: 0, 130: 130 })) {
      const run = await runStandIn({ paths: 'log', fail: 'false' }, { env: { CHECK_ENDS: code } });
      expect(run.code).toBe(expected);
      expect(run.outputs['exit-code']).toBe(code);
    }
  });

  it('is an error without a result, or with that of an earlier run', async () => {
    for (const code of ['0', '1', '137']) {
      const run = await runStandIn(
        { paths: 'log', fail: 'false' },
        { env: { CHECK_ENDS: code, RESULT: 'none' }, files: { 'llm-cost-check.json': '{"old":1}' } },
      );
      expect(run.code).toBe(2);
      expect(run.calls.map(({ command }) => command)).toEqual(['check']);
      expect(run.outputs).toMatchObject({ verdict: 'error', 'exit-code': '2' });
      expect(readFileSync(join(run.workspace, 'llm-cost-check.json'), 'utf8')).toBe('{"old":1}');
    }
    expect((await runStandIn({ paths: 'log' }, { env: { RESULT: 'none' } })).code).toBe(2);
  });

  it.each(['0', '1', '3'])(
    'is an error where it dies with %s after it replaced an earlier result',
    async (code) => {
      const env = { CHECK_ENDS: code, RESULT: '{"verdict":"error","exitCode":2}', DIES: 'true' };
      const files = { 'llm-cost-check.json': '{"verdict":"passed","exitCode":0}' };
      const run = await runStandIn({ paths: 'log', fail: 'false' }, { env, files });
      expect(run.code).toBe(2);
      expect(run.outputs).toMatchObject({ verdict: 'error', 'exit-code': '2' });
      expect(run.log).toContain('::error title=llm-cost check::the check came to no verdict');
    },
  );

  it('tells of a comment that could not be made, but not instead of the check', async () => {
    const env = { COMMENT_ENDS: '2' };
    expect((await runStandIn({ paths: 'log' }, { env })).code).toBe(2);
    expect((await runStandIn({ paths: 'log' }, { env: { ...env, CHECK_ENDS: '1' } })).code).toBe(1);
  });

  it.each(['0', '1', '3'])('is the code of the check, %s, where GitHub does not answer', async (code) => {
    const run = await runStandIn({ paths: 'log' }, { env: { COMMENT_ENDS: '3', CHECK_ENDS: code } });
    expect(run.code).toBe(Number(code));
    expect(run.log).toMatch(/^::warning title=llm-cost comment::GitHub did not take the comment/m);
  });
});

describe('the comment', () => {
  it.each([
    ...[['auto', 'pull_request', true] as const, ['auto', 'pull_request_target', true] as const],
    ...[['auto', 'push', false] as const, ['true', 'push', true] as const],
    ['false', 'pull_request', false] as const,
  ])('%s on %s: %s', async (comment, event, isMade) => {
    const run = await runStandIn({ paths: 'log', comment }, { env: { GITHUB_EVENT_NAME: event } });
    const calls = run.calls.filter(({ command }) => command === 'comment');
    const flags = ['--github', '--result=llm-cost-check.json'];
    expect(calls.map((call) => call.flags)).toEqual(isMade ? [flags] : []);
  });

  it('alone gets the token', async () => {
    const tokens = async (given: Readonly<Record<string, string>>) =>
      (await runStandIn({ paths: 'log', ...given })).calls.map(({ token }) => token);
    expect(await tokens({})).toEqual([undefined, 'token-of-the-job']);
    expect(await tokens({ 'github-token': 'another' })).toEqual([undefined, 'another']);
  });
});

describe('writing a baseline', () => {
  it('judges nothing and comments on nothing', async () => {
    const run = await runStandIn({ paths: 'log', 'write-baseline': 'base line.json', comment: 'true' });
    expect(run.calls.map(({ flags }) => flags)).toEqual([['--write-baseline=base line.json', '--', 'log']]);
    expect(run.code).toBe(0);
  });

  it('fails where it is refused', async () => {
    const run = await runStandIn({ paths: 'log', 'write-baseline': 'b' }, { env: { CHECK_ENDS: '3' } });
    expect(run.code).toBe(3);
  });
});

describe('the installation', () => {
  it('builds in the folder of the action, once in a job', async () => {
    const tools = tempFolder();
    const [npm, note] = [join(tools, 'npm'), join(tools, 'note')];
    writeFileSync(npm, `#!/bin/sh\necho "$PWD: $*" >> '${note}'\n`);
    chmodSync(npm, 0o755);
    const env = { PATH: `${tools}:${process.env.PATH}` };
    await runStandIn({ paths: 'log' }, { env });
    expect(existsSync(note)).toBe(false);
    const run = await runStandIn({ paths: 'log' }, { env, isFresh: true });
    expect(readFileSync(note, 'utf8')).toBe(
      `${join(run.workspace, '../action')}: ci --include=dev --ignore-scripts=false --no-audit --no-fund\n`,
    );
    expect(readFileSync(join(run.workspace, '../temp/llm-cost-installed'), 'utf8')).toMatch(/action$/);
  });

  it.each([
    ['20.18.3', true],
    ['20.19.0', false],
    ['22.0.0', false],
    ['18.20.0', true],
  ])('with Node.js %s sets up another one: %s', async (version, isSetUp) => {
    const tools = join(tempFolder(), 'tools');
    mkdirSync(tools);
    const node = join(tools, 'node');
    // The real one, which says that it is another version.
    writeFileSync(
      join(tools, 'v.cjs'),
      `Object.defineProperty(process.versions,'node',{value:'${version}'})`,
    );
    writeFileSync(node, `#!/bin/sh\nexec '${process.execPath}' -r '${join(tools, 'v.cjs')}' "$@"\n`);
    chmodSync(node, 0o755);
    const run = await runStandIn({ paths: 'log' }, { env: { PATH: `${tools}:${process.env.PATH}` } });
    expect(run.used).toEqual(isSetUp ? ['Set up Node.js'] : []);
  });
});

describe('the workflows', () => {
  it.each(['check', 'ci'])('%s has few permissions and makes no script of an event', (name) => {
    const text = readFileSync(new URL(`../../.github/workflows/${name}.yml`, import.meta.url), 'utf8');
    const workflow = parse(text);
    expect(workflow.permissions.contents).toBe('read');
    expect(Object.keys(workflow.on)).toEqual(['pull_request', 'push']);
    const steps: readonly { run?: string; uses?: string }[] = Object.values<{ steps: [] }>(
      workflow.jobs,
    ).flatMap((job) => job.steps);
    for (const { run, uses } of steps) {
      if (run !== undefined) expect(run).not.toContain('${{');
      else expect(uses).toMatch(/^(\.\/|actions\/[a-z-]+@v\d+)$/);
    }
  });
});
