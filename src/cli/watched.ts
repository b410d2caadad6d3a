import type { AuditHooks } from '../engine/audit-request.ts';
import { withoutCommands } from '../report/check/words/ci-commands.ts';
import { safeText } from '../report/safe-text.ts';
import { confirmed } from './confirmed.ts';
import type { Io } from './io.ts';
import { progressBar } from './progress-bar.ts';
import type { Settings } from './settings.ts';

/** Runs a use case with a progress bar and notices on standard error, the terminal left clean whatever happens. */
export async function watched<Result>(
  io: Io,
  settings: Settings,
  run: (hooks: AuditHooks) => Promise<Result>,
): Promise<Result> {
  const isQuiet = settings.quiet ?? false;
  const progress = progressBar(io, isQuiet);
  const stopListening = io.onInterrupt(progress.clear);
  try {
    return await run({
      now: io.now,
      stdin: io.stdin,
      progress: progress.show,
      wire: io,
      confirm: (plan) => {
        progress.clear();
        return confirmed(plan, io, settings.yes ?? false);
      },
      notice: (text) => {
        if (isQuiet) return;
        progress.clear();
        void io.stderr.write(`${withoutCommands(safeText(text))}\n`);
      },
    });
  } finally {
    stopListening();
    progress.clear();
  }
}
