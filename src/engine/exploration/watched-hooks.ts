import type { Reading } from '../../contracts/explorer.ts';
import type { AuditHooks, Progress } from '../audit-request.ts';
import { ReadTally } from './read-tally.ts';

const TELL_EVERY_MS = 100;

/** Lines that are told; the earliest go first. */
const NOTICES_TOLD = 20;

/** Hooks that tell whoever watches, ten times a second at most and once more when another phase begins. */
export function watchedHooks(
  { now, stdin }: Pick<AuditHooks, 'now' | 'stdin'>,
  watch: (reading: Reading) => void,
): AuditHooks {
  const started = now();
  const tally = new ReadTally();
  const notices: string[] = [];
  let told = Number.NEGATIVE_INFINITY;
  let last: Progress = { bytesDone: 0, bytesTotal: 0, calls: 0, phase: 'read' };
  const tell = (progress: Progress): void => {
    const time = now();
    const isOther = progress.phase !== last.phase;
    last = progress;
    if (!isOther && time - told < TELL_EVERY_MS) return;
    told = time;
    watch({
      ...progress,
      elapsedMs: time - started,
      models: tally.models(),
      notices: notices.slice(-NOTICES_TOLD),
    });
  };
  return {
    ...{ now, stdin, progress: tell },
    notice: (text) => {
      notices.push(text);
      tell(last);
    },
    stored: (batch, texts) => tally.add(batch, texts),
  };
}
