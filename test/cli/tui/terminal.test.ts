import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  expectShellBack,
  type Installed,
  installProgram,
  openApplication,
  openShell,
} from '../../support/shell.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { hasTmux } from '../../support/tmux.ts';

let installed: Installed;

beforeAll(() => {
  if (hasTmux) installed = installProgram(tempFolder(false));
}, 120_000);

describe.skipIf(!hasTmux)('in a terminal (skipped where tmux is not installed)', () => {
  test('q ends it with 0 and the terminal is as it was', async () => {
    const shell = await openApplication(installed);
    expect(shell.state('alternate_on')).toBe('1');
    expect(shell.state('cursor_flag')).toBe('0');
    await expectShellBack(shell.press('q'), 0);
  });

  test('Ctrl-C ends it with 130', async () => {
    const shell = await openApplication(installed, 'llm-cost audit demo.jsonl --tui');
    await expectShellBack(shell.press('C-c'), 130);
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGINT', 130],
  ] as const)('%s ends it with %i', async (signal, code) => {
    const shell = await openApplication(installed, `sh -c 'echo $$ > ${signal}; exec llm-cost tui'`);
    process.kill(Number(readFileSync(join(installed.work, signal), 'utf8')), signal);
    await expectShellBack(shell, code);
  });

  test('Ctrl-Z gives the shell back, and fg the application as it was', async () => {
    const shell = (await openApplication(installed)).press('2');
    await shell.shows('[Findings]');
    await shell.press('C-z').shows(/Stopped|suspended/i);
    await shell.run('fg').shows('[Findings]');
    expect(shell.state('cursor_flag')).toBe('0');
    await shell.press('1').shows('[Overview]');
    await expectShellBack(shell.press('q'), 0);
  });

  test('logs that cannot be read are one line and code 2, on the screen as it was', async () => {
    const shell = (await openShell(installed)).run('llm-cost audit no-such.jsonl --tui');
    await shell.shows(/llm-cost: .*no-such\.jsonl/);
    const screen = await expectShellBack(shell, 2);
    expect(screen.match(/^llm-cost: /gm)).toHaveLength(1);
  });

  test('without an audit before, tui says what to do', async () => {
    const shell = (await openShell(installed)).run('llm-cost tui --db none.db');
    await shell.shows('run llm-cost audit first');
    await expectShellBack(shell, 2);
  });

  test('a log from a pipe leaves the keys to the terminal', async () => {
    const shell = await openApplication(
      installed,
      'cat demo.jsonl | llm-cost audit - --tui --no-store --detectors none --strategies none',
    );
    await shell.press('2').shows('[Findings]');
    await expectShellBack(shell.press('q'), 0);
  });

  test('it follows a resize, and says when a terminal is too small', async () => {
    const shell = await openApplication(installed);
    await shell.resize(160, 50).shows('─'.repeat(160));
    expect(await shell.resize(36, 8).shows('here: 36x8')).not.toContain('Overview');
    await shell.resize(38, 8).shows('here: 38x8');
    const screen = await shell.resize(80, 24).shows('[Overview]');
    expect(screen.split('\n')[1]).toBe('─'.repeat(80));
    await expectShellBack(shell.press('q'), 0);
  });

  test('a key that means nothing does nothing', async () => {
    const shell = await openApplication(installed);
    const before = await shell.shows('e export');
    shell.press('Z', 'F5', 'C-o').type('ß');
    await shell.press('2').shows('[Findings]');
    expect(await shell.press('1').shows('[Overview]')).toBe(before);
  });

  test('without colour there is none', async () => {
    const color = /\u001b\[[\d;]*\b(3[0-7]|4[0-7]|9[0-7]|38;|48;)/;
    const shell = await openApplication(installed);
    expect(shell.screen(true)).toMatch(color);
    await expectShellBack(shell.press('q'), 0);
    expect((await openApplication(installed, 'NO_COLOR=1 llm-cost tui')).screen(true)).not.toMatch(color);
  });
});

describe.skipIf(!hasTmux)('the report instead (skipped where tmux is not installed)', () => {
  test.each([
    ['a pipe', 'llm-cost audit demo.jsonl --tui | cat', 'standard output is not a terminal'],
    ['CI', 'CI=1 llm-cost tui', 'CI is set'],
    ['a dumb terminal', 'TERM=dumb llm-cost tui', 'TERM is dumb'],
    ['JSON', 'llm-cost audit demo.jsonl --tui --json | head -3', '--json asks for the report'],
  ])('%s', async (_, command, why) => {
    const shell = await openShell(installed, { rows: 900 });
    const screen = await shell.run(`${command}; echo code-$?`).shows('code-0');
    expect(screen).toContain(`the report instead of the application: ${why}\n`);
    expect(screen).toMatch(/was spent on 300 calls|"schemaVersion"/);
  });
});
