import { InputError } from '../contracts/input-error.ts';
import type { AuditHooks } from '../engine/audit-request.ts';
import { safeJson } from '../report/data/json-table.ts';
import { evidenceText } from '../report/evidence/evidence-text.ts';
import type { CommandContext } from './command-context.ts';
import { deliver } from './deliver.ts';
import { checkOutput } from './output-place.ts';
import type { Settings } from './settings.ts';
import { saysLastAudit, showRequest } from './show-request.ts';
import { watched } from './watched.ts';

export interface ShowChoices {
  readonly what: string;
  readonly paths: readonly string[];
  /** Only the names of the calls, all of them. */
  readonly ids: boolean;
}

/** Shows the calls behind a figure. `flags`: what the command line says, without the configuration file. Throws `InputError`. */
export async function runShow(
  { what, paths, ids }: ShowChoices,
  settings: Settings,
  flags: Settings,
  context: CommandContext,
): Promise<void> {
  const { io, useCases } = context;
  if (ids && settings.json) throw new InputError('--ids and --json exclude each other');
  const request = { ...(await showRequest(paths, settings, flags, context)), what };
  await checkOutput(settings.out, { paths: request.paths, cwd: request.cwd });
  const said = (hooks: AuditHooks): AuditHooks => saysLastAudit(hooks, paths, request);
  if (ids) {
    const names = await watched(io, settings, (hooks) => useCases.showIds(request, said(hooks)));
    return deliver(io, settings, () => names.map((name) => `${oneLine(name)}\n`).join(''));
  }
  const evidence = await watched(io, settings, (hooks) => useCases.show(request, said(hooks)));
  await deliver(io, settings, (options) =>
    settings.json ? `${safeJson(evidence, 2)}\n` : evidenceText(evidence, options),
  );
}

/** A name is one line for the program that reads it, whatever a log calls its calls. */
function oneLine(name: string): string {
  return name.replace(/\p{Cc}/gu, ' ');
}
