// Writes docs/pictures/report.png: the top of the HTML report of the demo log, as Chromium shows it.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../bin/llm-cost.js', import.meta.url));
const PICTURES = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
const SIZE = '1280,1220';
const LARGEST_BYTES = 250_000;

const browser = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].find(
  (command) => spawnSync(command, ['--version']).status === 0,
);
if (browser === undefined)
  throw new Error('no Chromium is installed; Debian and Ubuntu: apt-get install chromium');
const folder = mkdtempSync(join(tmpdir(), 'report-picture-'));
const page = join(folder, 'report.html');
const picture = join(PICTURES, 'report.png');
try {
  const args = [PROGRAM, 'demo', '--format', 'html', '--quiet'];
  writeFileSync(page, execFileSync(process.execPath, args, { maxBuffer: 1 << 26 }));
  mkdirSync(PICTURES, { recursive: true });
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars'];
  const own = [`--user-data-dir=${folder}/profile`, `--window-size=${SIZE}`, `--screenshot=${picture}`];
  execFileSync(browser, [...flags, ...own, pathToFileURL(page).href], { stdio: 'ignore' });
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}
const { size } = statSync(picture);
if (size > LARGEST_BYTES) throw new Error(`${picture} has ${size} bytes, ${LARGEST_BYTES} at most`);
