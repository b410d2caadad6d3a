import type { Progress } from '../engine/audit-request.ts';
import { bytes, count, counted, duration, percent } from '../report/format.ts';
import { cut } from '../report/safe-text.ts';
import { bar } from '../report/table/bar.ts';
import type { Io } from './io.ts';

/** Work shorter than this shows nothing. */
const DELAY_MS = 1000;
const REDRAW_MS = 100;
const BAR_COLUMNS = 20;
const CLEAR = '\r\u001b[2K';

export interface ProgressBar {
  show(progress: Progress): void;
  /** Takes the bar off the terminal; the next `show` draws it again. */
  clear(): void;
}

const SILENT: ProgressBar = { show: () => {}, clear: () => {} };

/** One line on standard error, redrawn in place. Shows nothing in a pipe, on a dumb terminal, in CI, or when quiet. */
export function progressBar(io: Io, quiet: boolean): ProgressBar {
  const { isTTY, columns } = io.stderr;
  if (!isTTY || quiet || io.env.TERM === 'dumb' || (io.env.CI ?? '') !== '') return SILENT;
  const started = io.now();
  let drawn = Number.NEGATIVE_INFINITY;
  let isShown = false;
  return {
    show(progress) {
      const now = io.now();
      if (now - started < DELAY_MS || now - drawn < REDRAW_MS) return;
      drawn = now;
      isShown = true;
      void io.stderr.write(CLEAR + cut(progressLine(progress, now - started), columns - 1));
    },
    clear() {
      if (!isShown) return;
      isShown = false;
      drawn = Number.NEGATIVE_INFINITY;
      void io.stderr.write(CLEAR);
    },
  };
}

/** What the bar says after `elapsedMs`: how far, how much, how fast, how long still. */
export function progressLine(progress: Progress, elapsedMs: number): string {
  const { bytesDone, bytesTotal, calls, phase } = progress;
  if (phase === 'embed') return `embedding ${count(bytesDone)} of ${counted(bytesTotal, 'text')}`;
  if (phase === 'analyse') return `analysing ${counted(calls, 'call')}`;
  const speed = `${count(Math.round((calls / elapsedMs) * 1000))} calls/s`;
  if (bytesTotal === 0) return `reading: ${bytes(bytesDone)}, ${counted(calls, 'call')}, ${speed}`;
  const share = Math.min(1, bytesDone / bytesTotal);
  const left = share > 0 ? `, ${duration((elapsedMs * (1 - share)) / share)} left` : '';
  return `${bar(share, BAR_COLUMNS).padEnd(BAR_COLUMNS, '░')} ${percent(share)} of ${bytes(bytesTotal)}, ${counted(calls, 'call')}, ${speed}${left}`;
}
