import { Readable } from 'node:stream';
import { detectors } from '../../../src/detectors/index.ts';
import { type MeasuredLogs, type MeasureRequest, measureLogs } from '../../../src/engine/check.ts';

const NOW = Date.UTC(2026, 10, 20);

/** Measures paths below `cwd` in memory with every detector, changed as the test says. */
export function measuredLog(
  cwd: string,
  paths: readonly string[],
  changes: Partial<MeasureRequest> = {},
): Promise<MeasuredLogs> {
  const request: MeasureRequest = {
    paths,
    cwd,
    read: { map: {}, epoch: NOW },
    keepText: false,
    prices: [],
    strategies: [],
    detectors: detectors.map(({ id }) => id),
    settings: {},
    timezone: 'UTC',
    top: 10,
    workers: 0,
    maxRecordBytes: 1 << 20,
    groupings: ['model', 'feature', 'template', 'user'],
    ...changes,
  };
  return measureLogs(request, {
    now: () => NOW,
    stdin: Readable.from([]),
    progress: () => {},
    notice: () => {},
  });
}
