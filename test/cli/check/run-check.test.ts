import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { useCases } from '../../../src/cli/use-cases.ts';
import type { MeasureRequest } from '../../../src/engine/check.ts';
import type { CheckResult } from '../../../src/model/check.ts';
import { type Ran, run } from '../fake-io.ts';
import { type CheckFolder, callLines, checkFolder } from './check-folder.ts';

let folder: CheckFolder;
beforeEach(() => {
  folder = checkFolder();
});
afterEach(() => folder.remove());

const check = (...args: readonly string[]) => folder.check(args);
const budget = (text: string) => ['--budget', text];
const firstLine = ({ out }: Ran): string => out.split('\n', 1)[0]!;
const written = (ran: Ran, name: string): CheckResult => JSON.parse(ran.files.get(join(folder.path, name))!);

async function baseline(name = 'base.json', ...args: readonly string[]): Promise<void> {
  const ran = await check('log.jsonl', '--write-baseline', name, ...args);
  expect(ran.code).toBe(0);
  folder.put(name, ran.files.get(join(folder.path, name)));
}

describe('the verdict is the exit code and the first line', () => {
  test('kept is 0', async () => {
    const ran = await check('log.jsonl', ...budget('cost max=$0.028'));
    expect(ran.code).toBe(0);
    expect(firstLine(ran)).toMatch(/^passed: 1 budget kept; \$0\.0280 for 10 calls/);
  });

  test('exceeded is 1', async () => {
    const ran = await check('log.jsonl', ...budget('cost max=0.0279'), ...budget('calls max=10'));
    expect(ran.code).toBe(1);
    expect(firstLine(ran)).toMatch(/^failed: 1 of 2 budgets exceeded: .*cost max=0\.0279.*at most/);
  });

  test('exceeded where it only warns is 0, and said', async () => {
    const ran = await check('log.jsonl', ...budget('cost max=0 level=warn'));
    expect(ran.code).toBe(0);
    expect(firstLine(ran)).toMatch(/^passed: .*cost max=0 level=warn.*warns/);
  });

  test('more than the baseline allows is 1, as much as it allows is 0', async () => {
    await baseline();
    const against = ['--baseline', 'base.json'];
    // $0.0032 for $0.0028 is 14.29 % more.
    const grown = await check('grown.jsonl', ...against, ...budget('costPerCall maxIncrease=14%'));
    expect(grown.code).toBe(1);
    const within = await check('grown.jsonl', ...against, ...budget('costPerCall maxIncrease=15%'));
    expect(within.code).toBe(0);
    const same = await check('log.jsonl', ...against, ...budget('costPerCall maxIncrease=0%'));
    expect(same.code).toBe(0);
  });

  test.each([
    [['empty.jsonl', ...budget('cost max=1')], 'not judged: empty.jsonl: it is empty'],
    [['log.jsonl', '--filter', 'feature=other', ...budget('cost max=1')], 'not judged: there are no calls'],
    [['unpriced.jsonl', ...budget('calls max=99')], 'not judged: 10 of 10 calls have no price'],
    [['log.jsonl', ...budget('cost max=1 minCalls=11')], 'not judged: 1 of 1 budget: '],
    [['log.jsonl', ...budget('cost maxIncrease=5%')], 'not judged: 1 of 1 budget: '],
    [
      ['log.jsonl', '--baseline', 'no.json', ...budget('cost max=1')],
      'not judged: the baseline no.json is missing',
    ],
    [
      ['log.jsonl', '--baseline', 'log.jsonl', ...budget('cost max=1')],
      'not judged: the baseline log.jsonl cannot be used: ',
    ],
    [
      ['log.jsonl', '--baseline', '.', ...budget('cost max=1')],
      'not judged: the baseline . cannot be read: EISDIR',
    ],
  ])('what cannot be judged is 3: %j', async (args, line) => {
    const ran = await check(...args);
    expect(ran.code).toBe(3);
    expect(firstLine(ran)).toContain(line);
    expect((await check(...args, '--no-exit-code')).code).toBe(0);
  });

  test('--no-exit-code is for the shell only', async () => {
    const ran = await check('log.jsonl', ...budget('cost max=0'), '--no-exit-code', '--out', 'r.json');
    expect(ran.code).toBe(0);
    expect(written(ran, 'r.json')).toMatchObject({ verdict: 'failed', exitCode: 1 });
    expect((await check('log.jsonl', ...budget('cost mux=0'), '--no-exit-code')).code).toBe(2);
  });
});

describe('wrong configuration is 2 and one line', () => {
  const wrong = (args: readonly string[]) => check('log.jsonl', ...args);
  test.each([
    [[], /^llm-cost: there are no budgets: give one with --budget '/],
    [
      budget('cots max=1'),
      /^llm-cost: --budget "cots max=1": measure: "cots" is not a known measure; did you mean "cost"\?$/,
    ],
    [budget('cost max=1 for=feature:nobody'), /no feature of the log is "nobody"/],
    [
      [...budget('cost max=1'), '--out', '-'],
      /^llm-cost: --out: needs a file; --json prints the result instead$/,
    ],
    [
      [...budget('cost max=1'), '--db', 'x.db', '--out', 'x.db'],
      /x\.db is read for this and would be overwritten/,
    ],
    [[...budget('cost max=1'), '--out', 'log.jsonl'], /log\.jsonl is read for this and would be overwritten/],
    [
      [...budget('cost max=1'), '--baseline', 'b.json', '--out', 'b.json'],
      /b\.json is read for this and would be overwritten/,
    ],
    [
      [...budget('cost max=1'), '--hash-keys'],
      /^llm-cost: --hash-keys is for --write-baseline, which is not given$/,
    ],
    [
      budget('finding.duplicates max=0 for=feature:*').concat('--detectors', 'retry-storms'),
      /not among the chosen ones$/,
    ],
    [
      budget('strategy.nothing max=0'),
      /^llm-cost: --budget "strategy.nothing max=0": measure: "strategy.nothing" is not a known/,
    ],
  ])('%j', async (args, line) => {
    const ran = await wrong(args);
    expect(ran.code).toBe(2);
    expect(ran.out).toBe('');
    const lines = ran.err.split('\n').filter((text) => text !== '' && !text.includes(': read as '));
    expect(lines).toEqual([expect.stringMatching(line)]);
  });

  test('no log at all', async () => {
    const ran = await folder.check(budget('cost max=1'));
    expect(ran).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining("missing required argument 'paths'"),
    });
  });

  test('in the configuration it is named with its key, and other commands do not mind', async () => {
    folder.put('llm-cost.config.json', { check: { budgets: { total: { measure: 'cost', mx: 1 } } } });
    const ran = await check('log.jsonl');
    expect(ran.code).toBe(2);
    expect(ran.err).toBe(
      'llm-cost: llm-cost.config.json: check.budgets.total: "mx" is not a known key of a budget; did you mean "max"?\n',
    );
    expect((await run('audit log.jsonl', { cwd: folder.path })).code).toBe(0);
  });
});

describe('what is measured', () => {
  const asked = async (args: readonly string[]): Promise<MeasureRequest> => {
    let request: MeasureRequest | undefined;
    await folder.check(['log.jsonl', ...args], {
      useCases: {
        ...useCases,
        measure: (given, hooks) => {
          request = given;
          return useCases.measure(given, hooks);
        },
      },
    });
    return request!;
  };

  test('only the strategies, the groups and the store that somebody named', async () => {
    const plain = await asked(budget('cost max=1'));
    expect(plain).toMatchObject({
      strategies: [],
      groupings: ['model', 'feature', 'template'],
      sweeps: false,
    });
    expect(plain).not.toHaveProperty('storeFile');
    const all = [
      ...budget('strategy.cache max=$9'),
      ...budget('strategy.router max=$9 level=off'),
      ...budget('costPerUser max=9'),
      ...budget('calls max=99 for=tag:team:*'),
      ...['--db', 'x.db'],
    ];
    expect(await asked(all)).toMatchObject({
      strategies: ['cache'],
      groupings: ['model', 'feature', 'template', 'tag:team', 'user'],
      storeFile: join(folder.path, 'x.db'),
    });
  });

  test('the output of reports in the configuration is not that of a check', async () => {
    folder.put('llm-cost.config.json', {
      ...{ format: 'html', out: 'report.html', strategies: ['router'] },
      check: { budgets: { total: { measure: 'cost', max: 1 } } },
    });
    const ran = await check('log.jsonl');
    expect(ran.code).toBe(0);
    expect(firstLine(ran)).toMatch(/^passed: 1 budget kept/);
    expect(ran.files.size).toBe(0);
    expect(existsSync(join(folder.path, '.llm-cost'))).toBe(false);
  });
});

describe('outputs', () => {
  test('the result goes to --out, the format to standard output, a line to standard error', async () => {
    const ran = await check('log.jsonl', ...budget('cost max=0'), '--format', 'junit', '--out', 'sub/r.json');
    expect(ran.out).toMatch(/^<\?xml /);
    expect(ran.err.trimEnd().split('\n').at(-1)).toMatch(/^failed: 1 of 1 budget exceeded/);
    expect([...ran.folders]).toEqual([join(folder.path, 'sub')]);
    const result = written(ran, 'sub/r.json');
    expect(result).toMatchObject({
      schemaVersion: 1,
      tool: { name: 'llm-cost' },
      generatedAt: '2026-11-20T00:00:00.000Z',
      name: 'llm-cost',
      verdict: 'failed',
      exitCode: 1,
      timezone: 'UTC',
      window: { from: '2026-09-01T09:00:00.000Z', to: '2026-09-01T10:30:00.000Z' },
      inputs: [{ path: 'log.jsonl', calls: 10 }],
      current: { calls: 10 },
    });
    expect(result.current.costUsd).toBeCloseTo(0.028, 12);
    expect(JSON.parse((await check('log.jsonl', ...budget('cost max=0'), '--json')).out)).toEqual(result);
  });

  test('--quiet leaves standard error empty', async () => {
    const ran = await check('log.jsonl', ...budget('cost max=0'), '--json', '--quiet');
    expect(ran.err).toBe('');
  });

  test("GitHub's files and annotations come with its format", async () => {
    const env = { GITHUB_STEP_SUMMARY: '/summary.md', GITHUB_OUTPUT: '/outputs' };
    const line = ['log.jsonl', ...budget('cost max=0'), '--format', 'github', '--out', 'r.json'];
    const ran = await folder.check(line, { env });
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(/^<!-- llm-cost-audit check="llm-cost" /);
    expect(ran.err).toMatch(/^::error /m);
    expect(ran.files.get('/summary.md')).toContain('cost max=0');
    expect(ran.files.get('/outputs')).toContain(`verdict=failed\nexit-code=1\ntotal-cost=0.028\n`);
    expect(ran.files.get('/outputs')).toContain(`report-path=${join(folder.path, 'r.json')}\n`);
    expect((await folder.check(line.slice(0, 3), { env })).files.size).toBe(0);
  });

  test('the command that shows the calls has the flags that chose them', async () => {
    folder.put("it's.jsonl", callLines(1000));
    const args = [
      "it's.jsonl",
      ...budget('cost max=0 for=feature:*'),
      '--filter',
      'model=gpt-*',
      '--tz',
      'UTC',
    ];
    const ran = await folder.check(args, { columns: 200 });
    expect(ran.out).toContain(
      `llm-cost show 'feature=search' 'it'\\''s.jsonl' --tz UTC --filter 'model=gpt-*'`,
    );
    folder.put('-log.jsonl', callLines(1000));
    const dashed = await folder.check([...args.slice(1, 3), '--', '-log.jsonl']);
    expect(dashed.out).toContain(`llm-cost show 'feature=search' ./-log.jsonl\n`);
  });
});

test('names from a log are harmless in every format', async () => {
  const name = '\u001b]0;x\u0007\u202e</script><!--|`\n::error::x ##[group]\u009b2J';
  folder.put('hostile.jsonl', callLines(1000, name, name));
  for (const format of ['text', 'json', 'markdown', 'github', 'gitlab', 'junit']) {
    const args = ['hostile.jsonl', ...budget('calls max=0 for=feature:*'), '--max-unpriced', '100%'];
    const ran = await folder.check([...args, '--format', format, '--out', 'r.json']);
    expect(ran.code).toBe(1);
    for (const text of [ran.out, ran.err, ran.files.get(join(folder.path, 'r.json'))!]) {
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
      expect(text).not.toMatch(/^\s*::(?!error title=)|##\[/m);
    }
  }
});
