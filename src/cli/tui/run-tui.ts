import { auditRequest } from '../audit-request.ts';
import type { CommandContext } from '../command-context.ts';
import type { Io } from '../io.ts';
import { reportOn, runAudit } from '../run-audit.ts';
import type { Settings } from '../settings.ts';
import { saysLastAudit, showRequest } from '../show-request.ts';
import { showExplorer } from './show-explorer.ts';
import type { TerminalDevice } from './terminal-device.ts';
import { whyNoApplication } from './why-no-application.ts';

/** `audit --tui`: the application over the logs, or the report where there is nothing to show it on. Throws `InputError`. */
export async function runAuditTui(
  paths: readonly string[],
  settings: Settings,
  flags: Settings,
  context: CommandContext,
): Promise<void> {
  const { io, useCases } = context;
  const device = await terminalFor(paths, flags, io);
  if (device === undefined) return runAudit(paths, settings, context);
  await showExplorer(await auditRequest(paths, settings, io, useCases), settings, device, context);
}

/** `tui`: the same, without paths over the last audit with this store. Throws `InputError`. */
export async function runTui(
  paths: readonly string[],
  settings: Settings,
  flags: Settings,
  context: CommandContext,
): Promise<void> {
  const request = await showRequest(paths, settings, flags, context);
  const device = await terminalFor(paths, { ...flags, tui: true }, context.io);
  if (device !== undefined) return showExplorer(request, settings, device, context);
  await reportOn(request, settings, context, (hooks) => saysLastAudit(hooks, paths, request));
}

/** Says on one line of standard error why it is undefined, to who asked for the application. */
async function terminalFor(
  paths: readonly string[],
  flags: Settings,
  io: Io,
): Promise<TerminalDevice | undefined> {
  const why = whyNoApplication(paths, flags, io);
  const device = why === undefined ? io.openTerminal() : undefined;
  if (device === undefined && flags.tui === true && flags.quiet !== true)
    await io.stderr.write(`the report instead of the application: ${why ?? 'no keys can be read'}\n`);
  return device;
}
