import { InputError } from '../contracts/input-error.ts';
import { RENDERER_IDS, type RendererId, renderers } from '../report/index.ts';
import { auditRequest } from './audit-request.ts';
import type { CommandContext } from './command-context.ts';
import { deliver } from './deliver.ts';
import type { Settings } from './settings.ts';
import { unknownName } from './unknown-name.ts';
import { watched } from './watched.ts';

/** Audits and delivers the report to standard output or `--out`. Throws `InputError`. */
export async function runAudit(
  paths: readonly string[],
  settings: Settings,
  { io, useCases }: CommandContext,
): Promise<void> {
  const { default: renderer } = await renderers[chosenFormat(settings)]();
  const request = await auditRequest(paths, settings, io, useCases);
  const report = await watched(io, settings, (hooks) => useCases.audit(request, hooks));
  await deliver(io, settings, (options) => renderer.render(report, options));
}

/** `--format` or `--json`, the first format by default. Throws `InputError`. */
export function chosenFormat({ format, json }: Settings): RendererId {
  if (json && format !== undefined && format !== 'json') {
    throw new InputError(`--json and --format ${format} exclude each other`);
  }
  const wanted = json ? 'json' : (format ?? RENDERER_IDS[0]!);
  const id = RENDERER_IDS.find((known) => known === wanted);
  if (id === undefined) throw new InputError(unknownName('output format', wanted, RENDERER_IDS));
  return id;
}
