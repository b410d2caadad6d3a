import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { InputError } from '../../contracts/input-error.ts';
import { draftText } from '../../report/scenario/draft-text.ts';
import { auditedPaths } from '../audited-paths.ts';
import type { CommandContext } from '../command-context.ts';
import { deliver } from '../deliver.ts';
import { checkOutput, filesOf } from '../output-place.ts';
import type { Settings } from '../settings.ts';
import { saysLastAudit, showRequest } from '../show-request.ts';
import { watched } from '../watched.ts';

export interface InitChoices {
  readonly paths: readonly string[];
  /** The file that is written. */
  readonly file: string;
  /** Whether a file that is there may be lost. */
  readonly force: boolean;
}

/** Audits and writes a scenario made from what was found. `flags`: what the command line alone says. Throws `InputError`. */
export async function runScenariosInit(
  { paths: named, file, force }: InitChoices,
  settings: Settings,
  flags: Settings,
  context: CommandContext,
): Promise<void> {
  const { io, useCases } = context;
  const shown = relative(io.cwd, file);
  if (!force && existsSync(file))
    throw new InputError(`--out: ${file} exists; name another, or overwrite it with --force`);
  const paths =
    named.length > 0 || settings.agents === true ? await auditedPaths(named, settings, io) : named;
  const request = await showRequest(paths, settings, flags, context);
  const { paths: audited, cwd } = request;
  await checkOutput(file, { files: filesOf(settings), paths: audited, cwd });
  await watched(io, settings, async (hooks) => {
    const draft = await useCases.draftScenario(request, saysLastAudit(hooks, paths, request));
    await deliver(io, { ...settings, out: file }, () => draftText(draft, shown));
    hooks.notice(`wrote ${shown}; llm-cost simulate --scenario ${shown} replays it`);
  });
}
