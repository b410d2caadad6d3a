import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { buildProgram } from './built-program.ts';
import { TmuxPane } from './tmux.ts';

const demo = fileURLToPath(new URL('../../fixtures/demo.jsonl', import.meta.url));

/** The program as it is shipped, and a folder with a log that it has audited. */
export interface Installed {
  readonly path: string;
  readonly work: string;
}

export function installProgram(folder: string): Installed {
  const path = buildProgram(folder);
  const work = join(folder, 'work');
  mkdirSync(work);
  copyFileSync(demo, join(work, 'demo.jsonl'));
  execFileSync(join(path, 'llm-cost'), ['audit', 'demo.jsonl', '--quiet'], { cwd: work, stdio: 'ignore' });
  return { path, work };
}

/** A shell's prompt, at the end of the screen. */
const PROMPT = /(^|\n)[$#]\s*$/;

/** A shell in that folder, in a terminal on which something stands already. */
export async function openShell(
  { path, work }: Installed,
  size: { readonly columns?: number; readonly rows?: number } = {},
): Promise<TmuxPane> {
  const shell = new TmuxPane({ cwd: work, path, ...size });
  await shell.shows(PROMPT);
  await shell.run('echo earlier-$((40+2))').shows(/\nearlier-42/);
  return shell;
}

/** The application over the log, as the command shows it. */
export async function openApplication(
  installed: Installed,
  command = 'llm-cost tui',
  size: { readonly columns?: number; readonly rows?: number } = {},
): Promise<TmuxPane> {
  const shell = await openShell(installed, size);
  await shell.run(command).shows('[Overview]');
  return shell;
}

/** The application is gone: what stood there before is back, what is typed is seen again, and the code is this. */
export async function expectShellBack(shell: TmuxPane, code: number): Promise<string> {
  await shell.shows(PROMPT);
  const screen = await shell.run('echo code-$?; stty -a').shows(/\biexten\b/);
  expect(screen).toContain('earlier-42');
  expect(screen).toContain(`code-${code}\n`);
  expect(screen).toMatch(/(?<!-)\bisig icanon\b/);
  expect(screen).toMatch(/(?<!-)\becho\b/);
  expect(shell.state('alternate_on')).toBe('0');
  expect(shell.state('cursor_flag')).toBe('1');
  return screen;
}
