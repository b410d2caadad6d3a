// Whole processes, timed from outside, in turn, so that a machine whose speed drifts is the same machine for both.
import { spawnSync } from 'node:child_process';

/** Wall seconds of one run; throws when it fails. */
export function run(args, cwd) {
  const from = process.hrtime.bigint();
  const child = spawnSync(process.execPath, args, { cwd, maxBuffer: 1 << 28 });
  if (child.status !== 0) throw new Error(`node ${args.join(' ')}\n${child.stderr}`);
  return Number(process.hrtime.bigint() - from) / 1e9;
}

/** Peak resident megabytes of one run, as the kernel accounts for the finished process (Linux: through /usr/bin/time). */
export function peakMegabytes(args, cwd) {
  const child = spawnSync('/usr/bin/time', ['-f', '%M', process.execPath, ...args], {
    cwd,
    maxBuffer: 1 << 28,
  });
  return child.error === undefined
    ? Number(child.stderr.toString().trim().split('\n').at(-1)) / 1024
    : Number.NaN;
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Runs two commands in turn; the ratio is the median of the pairs' ratios. */
export function inTurn(runs, first, second) {
  const pairs = Array.from({ length: runs }, () => [first(), second()]);
  return {
    first: median(pairs.map(([a]) => a)),
    second: median(pairs.map(([, b]) => b)),
    ratio: median(pairs.map(([a, b]) => a / b)),
  };
}
