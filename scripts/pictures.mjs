// Makes the pictures of the README from the demo log: `npm run pictures` builds the program first. Needs tmux and Chromium.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { terminalSvg } from './pictures/terminal-svg.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const pictures = join(root, 'docs/pictures');
const COLUMNS = 110;
const ROWS = 32;
const WAIT_MS = 60_000;

/** Name, title, the keys that lead there from the screen before, and what is on it then. */
const SHOTS = [
  ['overview', 'Overview: what was spent, on what, and what could be saved', [], '[Overview]'],
  ['findings', 'Findings: waste by money, down to a single call', ['2'], '[Findings]'],
  ['what-if', 'What-if: strategies switched on and off over the same calls', ['3'], '[What-if]'],
  ['models', 'Models: what the same calls would cost on each model', ['4'], '[Models]'],
];

const folder = mkdtempSync(join(tmpdir(), 'llm-cost-pictures-'));
const socket = `llm-cost-pictures-${process.pid}`;
const env = { PATH: process.env.PATH, HOME: folder, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' };
const tmux = (...args) => execFileSync('tmux', ['-L', socket, ...args], { encoding: 'utf8', env });
const llmCost = (...args) =>
  execFileSync(process.execPath, [join(root, 'bin/llm-cost.js'), ...args], {
    cwd: folder,
    env,
    stdio: 'ignore',
  });

/** The screen with its colours, once it has this and stands still. */
async function shown(wanted) {
  const until = Date.now() + WAIT_MS;
  for (let before = ''; Date.now() < until; await later(500)) {
    const screen = tmux('capture-pane', '-p', '-e', '-t', 'shot');
    if (screen === before && screen.includes(wanted)) return screen;
    before = screen;
  }
  throw new Error(`the screen never showed ${wanted}:\n${tmux('capture-pane', '-p', '-t', 'shot')}`);
}

mkdirSync(pictures, { recursive: true });
try {
  llmCost('demo', '--out', 'demo.jsonl');
  // Read before: what is shown does not depend on how fast that went.
  llmCost('audit', 'demo.jsonl', '--out', 'report.txt');
  const size = ['-x', String(COLUMNS), '-y', String(ROWS)];
  const command = `exec "${process.execPath}" "${join(root, 'bin/llm-cost.js')}" tui`;
  tmux('-f', '/dev/null', 'new-session', '-d', '-s', 'shot', ...size, '-c', folder, command);
  for (const [name, title, keys, wanted] of SHOTS) {
    if (keys.length > 0) tmux('send-keys', '-t', 'shot', ...keys);
    const svg = terminalSvg(await shown(wanted), { title, columns: COLUMNS, rows: ROWS });
    writeFileSync(join(pictures, `${name}.svg`), svg);
  }
  await import('./pictures/html-report.mjs');
} finally {
  try {
    tmux('kill-server');
  } catch {
    // It ended with the application.
  }
  rmSync(folder, { recursive: true, force: true });
}
