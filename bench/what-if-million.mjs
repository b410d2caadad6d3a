// What a person who changes a what-if waits for, over a million calls in an open log: the engine beside the application, asked
// as the application asks it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { processIo } from '../dist/cli/io.js';
import { openEngine } from '../dist/cli/tui/engine-client.js';
import { strategies } from '../dist/strategies/index.js';
import { millionLog } from './million-calls.mjs';

/** Until what is worked out ahead is done. */
const IDLE_MS = 10_000;

const requestOf = (path, storeFile, ids) => ({
  paths: [path],
  cwd: process.cwd(),
  read: { map: {}, epoch: Date.UTC(2026, 10, 20) },
  storeFile,
  keepText: false,
  prices: [],
  strategies: ids,
  detectors: [],
  settings: {},
  timezone: 'UTC',
  top: 10,
  maxRecordBytes: 1 << 26,
});

/** Rows of a name and seconds: the first wish, each strategy switched off, an option stepped through twice, models. */
export async function whatIfMillion() {
  const folder = mkdtempSync(join(tmpdir(), 'llm-cost-what-if-'));
  const all = strategies.filter(({ isOnRequest }) => isOnRequest !== true).map(({ id }) => id);
  const path = fileURLToPath(await millionLog());
  const engine = await openEngine(requestOf(path, join(folder, 'store.db'), all), processIo());
  const rows = [];
  const timed = async (name, ids, settings = {}) => {
    const from = performance.now();
    await engine.whatIf({ strategies: ids, settings });
    rows.push({ name, seconds: (performance.now() - from) / 1000 });
  };
  try {
    await engine.open(() => {});
    await timed('the first', all, { cache: { ttl: '12h' } });
    await timed('all once more, other options', all, { cache: { ttl: '13h' } });
    engine.expect([{ strategies: all, settings: {} }]);
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
    for (const id of all)
      await timed(
        `without ${id}`,
        all.filter((other) => other !== id),
      );
    for (const ttl of ['1h', '2h', '7d']) await timed(`cache.ttl=${ttl}`, all, { cache: { ttl } });
    await timed('as it was', all);
    return rows;
  } finally {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
