import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectShellBack, type Installed, installProgram, openApplication } from '../../support/shell.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { hasTmux } from '../../support/tmux.ts';

let installed: Installed;

beforeAll(() => {
  if (hasTmux) installed = installProgram(tempFolder(false));
}, 120_000);

describe.skipIf(!hasTmux)('the screens in a terminal of 80x24 (skipped where tmux is not installed)', () => {
  test('each shows what it is for, with the keys at the bottom', async () => {
    const shell = await openApplication(installed);
    const screens = [
      ['Overview', /by model[\s\S]*gpt-4o/],
      ['Findings', /Repeated prompts[\s\S]*avoidable/],
      ['What-if', /\[x\] {2}1 /],
      ['Models', /gpt-5-nano/],
      ['Inputs', /demo\.jsonl/],
      ['Help', /tab, shift-tab/],
    ] as const;
    for (const [i, [title, content]] of screens.entries()) {
      await shell.press(String(i + 1)).shows(`[${title}]`);
      const screen = await shell.shows(content);
      const lines = screen.trimEnd().split('\n');
      expect(lines).toHaveLength(24);
      expect(lines.at(-1)).toMatch(/tab next|q quit/);
    }
    await shell.press('Tab').shows('[Overview]');
    await expectShellBack(shell.press('q'), 0);
  });

  test('from a finding to its groups, their calls, one call, and back', async () => {
    const shell = await openApplication(installed);
    await shell.press('2').shows(/› Repeated prompts/);
    await shell.press('Enter').shows('Findings › Repeated prompts');
    await shell.press('Enter').shows(/Findings › Repeated prompts › Situation[\s\S]*needed/);
    const call = await shell.press('Enter').shows(/› call \d+[\s\S]*Prompt of \d+ segments/);
    expect(call).toContain('demo.jsonl, line');
    await shell.press('Escape').shows('needed');
    await shell.press('Escape').shows(/63/);
    await shell.press('Escape').shows('was avoidable');
  });

  test('a strategy switched off changes the total, and on again brings it back', async () => {
    const shell = await openApplication(installed);
    const total = (screen: string): string | undefined => /→ (\S+)/.exec(screen)?.[1];
    const before = total(await shell.press('3').shows(/› \[x\] {2}1 /));
    expect(before).toMatch(/^\$/);
    shell.press('Space');
    await shell.shows(/› \[ \].*off\b[\s\S]*\[x\] {2}1 /);
    await shell.showsOnce((screen) => total(screen) !== before, 'another total');
    await shell.press('Space').shows(`→ ${before}`);
  });

  test('a list is filtered, sorted, and shown whole again', async () => {
    const shell = await openApplication(installed);
    await shell.press('2').shows('Retry storms');
    const filtered = await shell.press('/').type('retry').shows('filter: retry');
    expect(filtered).not.toContain('Repeated prompts');
    shell.press('Enter');
    await shell.press('s').shows('sorted by');
    await shell.press('Escape').shows('Repeated prompts');
  });

  test('what is shown is written to a file', async () => {
    const shell = await openApplication(installed);
    await shell.press('2').shows('Retry storms');
    await shell.press('e').shows('as which format?');
    await shell.press('m').shows('Wrote llm-cost-findings.md');
    expect(readFileSync(join(installed.work, 'llm-cost-findings.md'), 'utf8')).toContain(
      '| Repeated prompts',
    );
  });

  test('a larger terminal shows more, and the smaller one what it showed', async () => {
    const shell = await openApplication(installed);
    const small = await shell.press('2').shows(/Why The answer[\s\S]*\n ⏎ open/);
    const isLarge = (screen: string): boolean => {
      const lines = screen.trimEnd().split('\n');
      return lines[1] === '─'.repeat(160) && lines.length === 50;
    };
    await shell.resize(160, 50).showsOnce(isLarge, 'the whole size');
    await shell.resize(80, 24).showsOnce((screen) => screen === small, 'what it showed at 80x24');
  });
});
