import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { retireOlder } from '../../../src/cli/check/check-fault.ts';
import { useCases } from '../../../src/cli/use-cases.ts';
import { type CheckFolder, checkFolder } from './check-folder.ts';

let folder: CheckFolder;
beforeEach(() => {
  folder = checkFolder();
});
afterEach(() => folder.remove());

const fault = (error: unknown, name = 'llm-cost') => ({
  schemaVersion: 1,
  tool: { name: 'llm-cost', version: expect.stringMatching(/^\d/) },
  generatedAt: '2026-11-20T00:00:00.000Z',
  name,
  verdict: 'error',
  exitCode: 2,
  error,
});

describe('a check that cannot begin leaves a result that says so', () => {
  test.each([
    [['log.jsonl', '--bugdet', 'cost max=1'], "unknown option '--bugdet' (Did you mean --budget?)"],
    [['log.jsonl', '--format', 'xml'], expect.stringContaining("'xml' is invalid")],
    [['log.jsonl', '--budget', 'cots max=1'], expect.stringContaining('did you mean "cost"?')],
    [
      ['log.jsonl', '--budget', 'cost max=1', '--top', '0'],
      expect.stringContaining("unknown option '--top'"),
    ],
    [['nowhere.jsonl', '--budget', 'cost max=1'], expect.stringContaining('no such file or folder')],
    [['log.jsonl', '--config', 'nowhere.json'], expect.stringContaining('nowhere.json cannot be read')],
    [['log.jsonl', '--budget'], expect.stringContaining('argument missing')],
  ])('%j', async (args, error) => {
    for (const out of [['--out', 'r.json'], ['--out=r.json']]) {
      const ran = await folder.check([...out, ...args]);
      expect(ran.code).toBe(2);
      expect(JSON.parse(ran.files.get(join(folder.path, 'r.json'))!)).toEqual(fault(error));
    }
  });

  test('where the last flag says, as everywhere', async () => {
    const ran = await folder.check(['log.jsonl', '--nonsense', '--out', 'q.json', '--out', 'r.json']);
    expect([...ran.files.keys()]).toEqual([join(folder.path, 'r.json')]);
  });

  test('behind -- there are only paths', async () => {
    const ran = await folder.check([
      '--out',
      'r.json',
      '--budget',
      'cots max=1',
      '--',
      'log.jsonl',
      '--out=x.json',
    ]);
    expect([...ran.files.keys()]).toEqual([join(folder.path, 'r.json')]);
  });

  test('with a fault of the program too', async () => {
    const measure = () => Promise.reject(new Error('boom\n  at x'));
    const ran = await folder.check(['log.jsonl', '--budget', 'cost max=1', '--out', 'r.json'], {
      useCases: { ...useCases, measure },
    });
    expect(ran.code).toBe(2);
    expect(JSON.parse(ran.files.get(join(folder.path, 'r.json'))!)).toEqual(
      fault('something unexpected went wrong: boom at x (--debug shows where)'),
    );
  });

  test('under the name that the configuration or the flag gives it', async () => {
    const budgets = { total: { measure: 'cots', max: 1 } };
    folder.put('llm-cost.config.json', { check: { name: 'search', budgets } });
    const named = async (...args: readonly string[]) =>
      JSON.parse((await folder.check(['log.jsonl', '--json', ...args])).out).name;
    expect(await named()).toBe('search');
    expect(await named('--name', 'chat')).toBe('chat');
    expect(await named('--name=chat', '--nonsense')).toBe('chat');
  });
});

describe('what is printed is in the format that was asked for', () => {
  const wrong = ['log.jsonl', '--budget', 'cots max=1'];
  test.each([
    ['text', /^$/],
    ['json', /^\{\n {2}"schemaVersion": 1,/],
    ['junit', /^<\?xml .*<error message="wrong configuration/s],
    ['github', /^<!-- llm-cost-audit check="llm-cost" /],
  ])('%s', async (format, text) => {
    const ran = await folder.check([...wrong, '--format', format]);
    expect(ran.out).toMatch(text);
    expect(ran.err).toMatch(/^llm-cost: --budget "cots max=1": measure: /);
  });

  test('for GitHub with its annotation and its outputs', async () => {
    const env = { GITHUB_STEP_SUMMARY: '/summary.md', GITHUB_OUTPUT: '/outputs' };
    const ran = await folder.check([...wrong, '--format=github'], { env });
    expect(ran.err).toMatch(/^::error /m);
    expect(ran.files.get('/outputs')).toMatch(/^verdict=error\nexit-code=2\ntotal-cost=\n/);
    expect(ran.files.get('/summary.md')).toContain('cots max=1');
  });

  test('both formats at once are JSON, as far as that can be told', async () => {
    const ran = await folder.check(['log.jsonl', '--budget', 'cost max=1', '--json', '--format', 'text']);
    expect(ran.code).toBe(2);
    expect(JSON.parse(ran.out)).toEqual(fault('--json and --format text exclude each other'));
  });
});

describe('it is written over an earlier result only', () => {
  test.each(['log.jsonl', 'llm-cost.config.json', 'base.json'])('never over %s', async (name) => {
    folder.put('llm-cost.config.json', { check: { budgets: { total: { measure: 'cost', max: 1 } } } });
    folder.put('base.json', { kind: 'llm-cost baseline' });
    const before = readFileSync(join(folder.path, name), 'utf8');
    for (const args of [['--nonsense'], ['--budget', 'cots max=1'], []]) {
      const ran = await folder.check(['log.jsonl', '--baseline', 'base.json', '--out', name, ...args]);
      expect(ran.code).toBe(2);
      expect(ran.files.size).toBe(0);
    }
    expect(readFileSync(join(folder.path, name), 'utf8')).toBe(before);
  });

  test('a run that is stopped leaves no earlier verdict', async () => {
    const written = new Map<string, string>();
    const io = {
      now: () => Date.UTC(2026, 10, 20),
      writeFile: async (path: string, text: string | Iterable<string>) =>
        void written.set(path, [...text].join('')),
    };
    const place = (name: string) => join(folder.path, name);
    folder.put('r.json', { verdict: 'passed', exitCode: 0 });
    folder.put('other.json', { verdict: 'passed' });
    for (const out of [undefined, place('new.json'), place('empty.jsonl'), place('other.json'), '/dev/null'])
      await retireOlder(out, 'search', io);
    expect(written.size).toBe(0);
    await retireOlder(place('r.json'), 'search', io);
    expect(JSON.parse(written.get(place('r.json'))!)).toEqual(
      fault('the check did not come to its end', 'search'),
    );
  });

  test('over one that passed', async () => {
    const passed = await folder.check(['log.jsonl', '--budget', 'cost max=1', '--out', 'r.json']);
    folder.put('r.json', passed.files.get(join(folder.path, 'r.json')));
    const ran = await folder.check(['log.jsonl', '--budget', 'cost mux=1', '--out', 'r.json']);
    expect(JSON.parse(ran.files.get(join(folder.path, 'r.json'))!)).toMatchObject({ verdict: 'error' });
  });
});

test('help is no fault', async () => {
  const ran = await folder.check(['--help', '--out', 'r.json']);
  expect(ran).toMatchObject({ code: 0, err: '' });
  expect(ran.files.size).toBe(0);
});
