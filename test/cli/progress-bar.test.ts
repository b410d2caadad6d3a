import { expect, test } from 'vitest';
import { progressLine } from '../../src/cli/progress-bar.ts';

test.each([
  [
    { bytesDone: 150_000_000, bytesTotal: 300_000_000, calls: 12_345, phase: 'read' },
    2000,
    '██████████░░░░░░░░░░ 50.0% of 300.0 MB, 12,345 calls, 6,173 calls/s, 2.0 s left',
  ],
  [
    { bytesDone: 0, bytesTotal: 300_000_000, calls: 0, phase: 'read' },
    2000,
    '░░░░░░░░░░░░░░░░░░░░ 0% of 300.0 MB, 0 calls, 0 calls/s',
  ],
  [{ bytesDone: 5000, bytesTotal: 0, calls: 1, phase: 'read' }, 1000, 'reading: 5.0 kB, 1 call, 1 calls/s'],
  [
    { bytesDone: 400, bytesTotal: 300, calls: 10, phase: 'read' },
    1000,
    '████████████████████ 100% of 300 B, 10 calls, 10 calls/s, 0 ms left',
  ],
  [{ bytesDone: 5, bytesTotal: 5, calls: 20_000, phase: 'analyse' }, 1000, 'analysing 20,000 calls'],
] as const)('%j after %s ms', (progress, elapsed, line) => {
  expect(progressLine(progress, elapsed)).toBe(line);
});
