import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import type { TerminalDevice } from '../../../src/cli/tui/terminal-device.ts';
import { InputError } from '../../../src/contracts/input-error.ts';
import type { AuditRequest } from '../../../src/engine/audit-request.ts';
import { fakeExplorer, openedSample } from '../../tui/fake-explorer.ts';
import { run, type World } from '../fake-io.ts';

const LEAVE = '\u001b[?25h\u001b[?1049l';

/** A terminal on which a key is pressed once the application is shown. */
function fakeDevice(key: string) {
  const seen = { written: '', isRaw: false, isClosed: false };
  const input = Object.assign(new EventEmitter(), {
    isTTY: true,
    setRawMode: (isRaw: boolean) => {
      seen.isRaw = isRaw;
    },
    ...{ setEncoding: () => {}, ref: () => {}, unref: () => {} },
    read: () => waiting.shift() ?? null,
  });
  const waiting: string[] = [];
  const press = (): void => {
    waiting.push(key);
    input.emit('readable');
  };
  const device: TerminalDevice = {
    input: input as unknown as TerminalDevice['input'],
    write: (text) => {
      seen.written += text;
      if (text.includes('[Overview]')) setTimeout(press, 5);
    },
    size: () => ({ columns: 80, rows: 24 }),
    onResize: () => () => {},
    close: () => {
      seen.isRaw = false;
      seen.isClosed = true;
    },
  };
  return { device, seen };
}

function world(key: string, changes: Partial<World> = {}, answers: Parameters<typeof fakeExplorer>[1] = {}) {
  const { device, seen } = fakeDevice(key);
  const asked: AuditRequest[] = [];
  const closed: boolean[] = [];
  const made: World = {
    tty: { stdout: true, stderr: true },
    terminal: device,
    useCases: {
      explore: async (request) => {
        asked.push(request);
        return {
          ...fakeExplorer(openedSample('typical'), answers),
          close: async () => void closed.push(true),
        };
      },
    },
    ...changes,
  };
  return { made, seen, asked, closed };
}

describe('the application ends', () => {
  test.each([
    ['q', 0],
    ['\u0003', 130],
  ])('with %j and code %i, everything closed and nothing on standard output', async (key, code) => {
    const { made, seen, asked, closed } = world(key);
    const ran = await run('audit x --tui --detectors plain --set picky.strict=false', made);
    expect(ran).toMatchObject({ code, out: '', err: '' });
    expect(asked[0]).toMatchObject({ paths: ['x'], detectors: ['plain'] });
    expect(seen).toMatchObject({ isRaw: false, isClosed: true });
    expect(seen.written.endsWith(LEAVE)).toBe(true);
    expect(closed).toEqual([true]);
  });

  test('with one line and code 2 when the logs cannot be read, after the screen is left', async () => {
    const { made, seen } = world('', {}, { open: () => Promise.reject(new InputError('x: no such file')) });
    expect(await run('audit x --tui', made)).toMatchObject({ code: 2, err: 'llm-cost: x: no such file\n' });
    expect(seen.written.endsWith(LEAVE)).toBe(true);
  });

  test('in the same way when an error is caught by nothing', async () => {
    const { made, seen, closed } = world('', {
      onFault: (listener) => {
        setTimeout(() => listener(new Error('boom')), 200);
        return () => {};
      },
    });
    const ran = await run('audit x --tui', made);
    expect(ran).toMatchObject({
      code: 2,
      err: expect.stringMatching(/unexpected went wrong: boom[^\n]*\n$/),
    });
    expect(seen.written.endsWith(LEAVE)).toBe(true);
    expect(closed).toEqual([true]);
  });

  test('in the same way when a screen throws', async () => {
    const broken = openedSample('typical');
    const { made, seen } = world(
      '',
      {},
      {
        open: async () => ({ ...broken, report: { ...broken.report, totals: undefined as never } }),
      },
    );
    expect(await run('audit x --tui', made)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^llm-cost: [^\n]*\n$/),
    });
    expect(seen.written.endsWith(LEAVE)).toBe(true);
  });

  test('by the program being ended: the screen is left at once', async () => {
    let cleanUp: () => void = () => {};
    let left = '';
    const { made, seen } = world(
      'q',
      {
        onExit: (listener) => {
          cleanUp = listener;
          return () => {};
        },
      },
      {
        open: async () => {
          cleanUp();
          left = seen.written;
          return openedSample('typical');
        },
      },
    );
    void run('audit x --tui', made);
    await expect.poll(() => left.endsWith(LEAVE)).toBe(true);
  });
});

describe('the report instead, and why', () => {
  const said = (why: string): string => `the report instead of the application: ${why}\n`;
  test.each([
    ['audit x --tui', { tty: {} }, said('standard output is not a terminal')],
    ['audit x --tui', { env: { CI: 'true' } }, said('CI is set')],
    ['audit x --tui', { env: { TERM: 'dumb' } }, said('TERM is dumb')],
    ['audit x --tui', { terminal: undefined as never }, said('no keys can be read')],
    ['audit x --tui --json', {}, said('--json asks for the report')],
    ['audit x --tui --format table', {}, said('--format table asks for the report')],
    ['audit x --tui --quiet', { tty: {} }, ''],
    ['tui x', { env: { CI: 'true' } }, said('CI is set')],
  ])('%s with %j', async (line, changes, err) => {
    const { made, asked } = world('q', changes);
    const ran = await run(line, made);
    expect(ran).toMatchObject({ code: 0, err });
    expect(ran.out.length).toBeGreaterThan(1000);
    expect(asked).toEqual([]);
  });
});

test('tui without paths and without an audit before says what to do', async () => {
  const { made } = world('q');
  expect(await run('tui', made)).toMatchObject({
    code: 2,
    err: expect.stringContaining('run llm-cost audit first'),
  });
});
