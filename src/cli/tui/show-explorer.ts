import type { AuditRequest } from '../../engine/audit-request.ts';
import type { Ending } from '../../tui/app.tsx';
import { openScreen } from '../../tui/opened-screen.ts';
import { isColored } from '../color.ts';
import type { CommandContext } from '../command-context.ts';
import type { Settings } from '../settings.ts';
import type { OpenExplorer } from '../use-cases.ts';
import { startedExplorer } from './started-explorer.ts';
import type { TerminalDevice } from './terminal-device.ts';

/** What the program ends with once Ctrl-C was pressed, as shells have it. */
const INTERRUPTED = 130;

/**
 * Shows the application on the terminal until it is quit; however that comes about, the terminal is as it was found. Throws
 * what went wrong.
 */
export async function showExplorer(
  request: AuditRequest,
  settings: Settings,
  device: TerminalDevice,
  { io, useCases }: CommandContext,
): Promise<void> {
  const terminal = { ...device, isColored: isColored(io.env, io.stdout, settings.color) };
  const painter = openScreen(terminal);
  const leave = (): void => painter.leave();
  const undo: (() => void)[] = [() => device.close(), io.onExit(leave), leave];
  const faulted = new Promise<Ending>((resolve) => {
    undo.push(io.onFault((error) => resolve({ how: 'failed', error })));
  });
  let explorer: OpenExplorer | undefined;
  try {
    explorer = await useCases.explore(request, io);
    // Loaded while the engine reads.
    const started = startedExplorer(explorer);
    const { showApp } = await import('../../tui/show-app.tsx');
    const shown = showApp(started, terminal, painter);
    undo.push(shown.close);
    const ending = await Promise.race([shown.ended, faulted]);
    if (ending.how === 'failed') throw ending.error;
    if (ending.how === 'interrupted') io.setExitCode(INTERRUPTED);
  } finally {
    for (const step of undo.reverse()) step();
    await explorer?.close();
  }
}
