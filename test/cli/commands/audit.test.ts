import { describe, expect, test } from 'vitest';
import json from '../../../src/report/json.ts';
import table from '../../../src/report/table.ts';
import { strategies } from '../../../src/strategies/index.ts';
import { sampleReport } from '../../report/sample-reports.ts';
import { NOWHERE, run } from '../fake-io.ts';

const report = sampleReport('typical');

describe('what is printed', () => {
  test('a table by default, 80 columns without colour in a pipe', async () => {
    const ran = await run('audit x');
    expect(ran).toMatchObject({ code: 0, err: '', out: table.render(report, { width: 80, color: false }) });
  });

  test('as wide as the terminal, in colour', async () => {
    const ran = await run('audit x', { tty: { stdout: true }, columns: 133 });
    expect(ran.out).toBe(table.render(report, { width: 133, color: true }));
  });

  test.each(['audit x --json', 'audit x --format json', 'audit --json x --quiet'])(
    '%s is JSON',
    async (line) => {
      const ran = await run(line, { tty: { stdout: true } });
      expect(ran.out).toBe(json.render(report, { width: 80, color: false }));
      expect(JSON.parse(ran.out)).toEqual(report);
    },
  );

  test('--out writes the file, plain, and prints nothing', async () => {
    const ran = await run('audit x --out r/report.txt', { tty: { stdout: true }, env: { FORCE_COLOR: '1' } });
    expect(ran.out).toBe('');
    expect([...ran.files]).toEqual([
      [`${NOWHERE}/r/report.txt`, table.render(report, { width: 80, color: false })],
    ]);
  });

  test.each([
    ['audit x --no-color', {}, true, false],
    ['--no-color audit x', { FORCE_COLOR: '1' }, true, false],
    ['audit x', { NO_COLOR: '1' }, true, false],
    ['audit x', { NO_COLOR: '' }, true, true],
    ['audit x', { TERM: 'dumb' }, true, false],
    ['audit x', { FORCE_COLOR: '1' }, false, true],
    ['audit x', { FORCE_COLOR: '0' }, true, false],
    ['audit x', { FORCE_COLOR: '1', NO_COLOR: '1' }, true, false],
    ['audit x', {}, false, false],
  ])('%s with %j on a terminal: %s, coloured: %s', async (line, env, isTTY, colored) => {
    const { out } = await run(line, { env, tty: { stdout: isTTY } });
    expect(out.includes('\u001b[')).toBe(colored);
  });
});

describe('what is asked of the audit', () => {
  test('the defaults', async () => {
    expect((await run('audit a.jsonl logs')).request).toEqual({
      paths: ['a.jsonl', 'logs'],
      cwd: NOWHERE,
      read: { map: {}, epoch: Date.UTC(2026, 10, 20) },
      storeFile: `${NOWHERE}/.llm-cost/store.db`,
      keepText: false,
      prices: [],
      strategies: ['first', 'second'],
      detectors: ['plain', 'picky'],
      settings: {},
      timezone: 'UTC',
      top: 10,
      maxRecordBytes: 67_108_864,
    });
  });

  test('every flag', async () => {
    const line =
      'audit - --source acme-log --map model=m --map user=who.id --model gpt-4.1 --epoch 2026-09-01 --at 2026-10-01T12:00:00+02:00 ' +
      '--db x/s.db --keep-text --strategies second,first --detectors picky --set picky.withinHours=1.5 --set picky.strict=false ' +
      '--set second.share=0 --timezone Europe/Berlin --top 3 --workers 2 --max-record-bytes 1MiB';
    expect((await run(line)).request).toEqual({
      paths: ['-'],
      cwd: NOWHERE,
      source: 'acme-log',
      read: { model: 'gpt-4.1', map: { model: 'm', user: 'who.id' }, epoch: Date.UTC(2026, 8, 1) },
      storeFile: `${NOWHERE}/x/s.db`,
      keepText: true,
      prices: [],
      pricesAt: Date.UTC(2026, 9, 1, 10),
      strategies: ['second', 'first'],
      detectors: ['picky'],
      settings: { picky: { withinHours: 1.5, strict: false }, second: { share: 0 } },
      timezone: 'Europe/Berlin',
      top: 3,
      workers: 2,
      maxRecordBytes: 1_048_576,
    });
  });

  test('all: every one, also those that only run on request', async () => {
    const asked = async (line: string) =>
      (await run(line, { useCases: { strategies: async () => strategies } })).request!.strategies;
    const ids = strategies.map(({ id }) => id);
    expect(await asked('audit x --strategies all')).toEqual(ids);
    expect(await asked('audit x')).toEqual(
      strategies.filter(({ isOnRequest }) => isOnRequest !== true).map(({ id }) => id),
    );
  });

  test('--no-store and none', async () => {
    const { request } = await run('audit x --no-store --strategies none --detectors none');
    expect(request).toMatchObject({ strategies: [], detectors: [] });
    expect(request).not.toHaveProperty('storeFile');
  });
});

describe('what is said while it runs', () => {
  const slow = { bytesDone: 50, bytesTotal: 200, calls: 1000, phase: 'read' } as const;
  const watching = (world: Parameters<typeof run>[1] = {}, line = 'audit x') =>
    run(line, {
      tty: { stderr: true },
      during: (hooks, clock) => {
        clock.tick(999);
        hooks.progress(slow);
        clock.tick(1001);
        hooks.progress(slow);
        hooks.notice('x: openai, found by "object"');
      },
      ...world,
    });

  test('a bar on a terminal after a second, cleared before a notice and at the end', async () => {
    const { err, out } = await watching();
    expect(err).toBe(
      '\r\u001b[2K█████░░░░░░░░░░░░░░░ 25.0% of 200 B, 1,000 calls, 500 calls/s, 6.0 s left' +
        '\r\u001b[2Kx: openai, found by "object"\n',
    );
    expect(out).not.toContain('openai, found');
  });

  test.each([
    ['in a pipe', { tty: {} }],
    ['in CI', { env: { CI: 'true' } }],
    ['on a dumb terminal', { env: { TERM: 'dumb' } }],
  ])('no bar %s', async (_, world) => {
    expect((await watching(world)).err).toBe('x: openai, found by "object"\n');
  });

  test('--quiet says nothing at all', async () => {
    expect((await watching({}, 'audit x --quiet')).err).toBe('');
  });

  test('work under a second shows no bar', async () => {
    const ran = await run('audit x', {
      tty: { stderr: true },
      during: (hooks, clock) => {
        clock.tick(999);
        hooks.progress(slow);
      },
    });
    expect(ran.err).toBe('');
  });

  test('an interrupt and a failure leave a clean line', async () => {
    const during: NonNullable<Parameters<typeof run>[1]>['during'] = (hooks, clock) => {
      clock.tick(2000);
      hooks.progress(slow);
      clock.interrupt();
    };
    expect((await run('audit x', { tty: { stderr: true }, during })).err).toMatch(/left\r\u001b\[2K$/);
    const failed = await run('audit x', {
      tty: { stderr: true },
      during: (hooks, clock) => {
        clock.tick(2000);
        hooks.progress(slow);
        throw new Error('x');
      },
    });
    expect(failed.err).toMatch(/left\r\u001b\[2Kllm-cost: /);
  });

  test('the bar is never wider than the terminal', async () => {
    const { err } = await watching({ columns: 30 });
    for (const line of err.split('\r\u001b[2K').filter((part) => part.includes('█'))) {
      expect(line.length).toBeLessThan(30);
    }
  });

  test('a hostile notice is made harmless', async () => {
    const ran = await run('audit x', { during: (hooks) => hooks.notice('\u001b]0;owned\u0007\n') });
    expect(ran.err).toBe('␛]0;owned␇␊\n');
  });
});
