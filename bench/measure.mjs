// Whole processes, timed from outside, in turn, so that a machine whose speed drifts is the same machine for both.
import { spawnSync } from 'node:child_process';

/** Wall seconds and peak resident megabytes of one run; throws when it fails. */
export function run(args, cwd) {
  const from = process.hrtime.bigint();
  const child = spawnSync('/usr/bin/env', ['node', ...args], {
    cwd,
    maxBuffer: 1 << 28,
    env: { ...process.env, BENCH_RSS: '1' },
  });
  const seconds = Number(process.hrtime.bigint() - from) / 1e9;
  if (child.status !== 0) throw new Error(`node ${args.join(' ')}\n${child.stderr}`);
  return seconds;
}

/** Peak resident megabytes of one run, from the kernel's own account of the finished process. */
export function peakMegabytes(args, cwd) {
  const script = `import { spawnSync } from 'node:child_process';
    spawnSync(process.execPath, ${JSON.stringify(args)}, { stdio: 'ignore' });`;
  const time = spawnSync('/usr/bin/time', ['-f', '%M', process.execPath, ...args], {
    cwd,
    maxBuffer: 1 << 28,
  });
  if (time.error !== undefined) return Number.NaN;
  void script;
  return Number(time.stderr.toString().trim().split('\n').at(-1)) / 1024;
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Runs two commands in turn; the ratio is the median of the pairs' ratios. `before` prepares each run of the first. */
export function inTurn(runs, first, second) {
  const pairs = Array.from({ length: runs }, () => [first(), second()]);
  return {
    first: median(pairs.map(([a]) => a)),
    second: median(pairs.map(([, b]) => b)),
    ratio: median(pairs.map(([a, b]) => a / b)),
  };
}
