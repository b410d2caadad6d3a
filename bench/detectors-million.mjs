// All detectors, and each alone, over a million calls with text that a store already has: whole processes, timed from outside.
// `node bench/detectors-million.mjs audit <folder> <store> <detectors,...>` is one of them.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { detectors } from '../dist/detectors/index.js';
import { audit } from '../dist/engine/audit.js';
import { millionLog } from './million-calls.mjs';

const NOW = Date.UTC(2026, 10, 20);
const ALL = detectors.map(({ id }) => id);

/** Seconds of one audit of the log with these detectors; reading is done with the first. */
async function auditWith(file, storeFile, ids, top) {
  const request = {
    paths: [file],
    cwd: '/',
    read: { map: {}, epoch: NOW },
    storeFile,
    keepText: false,
    prices: [],
    strategies: [],
    detectors: ids,
    settings: {},
    timezone: 'UTC',
    // A length that nobody asked for before, so that no stored report answers.
    top,
    maxRecordBytes: 1 << 24,
  };
  const [from, before] = [performance.now(), process.cpuUsage()];
  const report = await audit(request, {
    now: () => NOW,
    stdin: Readable.from([]),
    progress() {},
    notice() {},
  });
  const found = report.findings.map(({ detector, status, reason, calls, groupsTotal }) => ({
    detector,
    status,
    reason,
    calls,
    groupsTotal,
  }));
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - from) / 1000;
  return { seconds, cpuSeconds: (user + system) / 1e6, calls: report.totals.calls, found };
}

function measured(file, storeFile, ids, top) {
  const script = fileURLToPath(import.meta.url);
  const args = ['-f', '%M', process.execPath, script, 'audit', file, storeFile, ids.join(','), String(top)];
  const child = spawnSync('/usr/bin/time', args, { maxBuffer: 1 << 28 });
  if (child.status !== 0) throw new Error(child.stderr.toString());
  const megabytes = Number(child.stderr.toString().trim().split('\n').at(-1)) / 1024;
  return { megabytes, ...JSON.parse(child.stdout.toString()) };
}

/** CPU seconds beside those on the clock: they tell the same on a machine that has other things to do. */
function added(run, none) {
  return {
    ...run,
    seconds: run.seconds - none.seconds,
    cpuSeconds: run.cpuSeconds - none.cpuSeconds,
  };
}

/** What all detectors and each by itself add to an audit without any: seconds, and the peak of the whole process in MB. */
export async function detectorsMillion(storeFile, alone = ALL) {
  const file = fileURLToPath(await millionLog());
  const top = 10 + Math.floor(performance.now() % 1000) * 50;
  if (!existsSync(storeFile)) measured(file, storeFile, [], top);
  const none = measured(file, storeFile, [], top + 1);
  const all = measured(file, storeFile, ALL, top + 2);
  const each = alone.map((id, i) => {
    return { id, ...added(measured(file, storeFile, [id], top + 3 + i), none) };
  });
  return { calls: all.calls, none, all: added(all, none), each };
}

if (process.argv[2] === 'audit') {
  const [file, storeFile, ids, top] = process.argv.slice(3);
  const result = await auditWith(file, storeFile, ids === '' ? [] : ids.split(','), Number(top));
  process.stdout.write(JSON.stringify(result));
}
