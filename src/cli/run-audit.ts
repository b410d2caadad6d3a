import { InputError } from '../contracts/input-error.ts';
import type { Renderer } from '../contracts/renderer.ts';
import type { AuditHooks, AuditRequest } from '../engine/audit-request.ts';
import { RENDERER_IDS, type RendererId, renderers } from '../report/index.ts';
import { auditRequest } from './audit-request.ts';
import type { CommandContext } from './command-context.ts';
import { deliverReport } from './deliver.ts';
import type { Settings } from './settings.ts';
import { unknownName } from './unknown-name.ts';
import { watched } from './watched.ts';

/** Audits and delivers the report to standard output or `--out`. Throws `InputError`. */
export async function runAudit(
  paths: readonly string[],
  settings: Settings,
  context: CommandContext,
): Promise<void> {
  // A wrong format is said before anything is looked for.
  chosenFormat(settings);
  await reportOn(await auditRequest(paths, settings, context.io, context.useCases), settings, context);
}

/** The same for a request that is made. `heard` wraps what listens to the audit. Throws `InputError`. */
export async function reportOn(
  request: AuditRequest,
  settings: Settings,
  { io, useCases }: CommandContext,
  heard: (hooks: AuditHooks) => AuditHooks = (hooks) => hooks,
): Promise<void> {
  const { default: renderer } = await renderers[chosenFormat(settings)]();
  const asked = requestFor(renderer, settings, request);
  // The report names its files from the folder of the audit, which may be another one's.
  await deliverReport({ ...io, cwd: asked.cwd }, settings, renderer, () =>
    watched(io, settings, (hooks) => useCases.audit(asked, heard(hooks))),
  );
}

/** What a format needs to be in the report; a length of lists that somebody gave goes before the format's own. */
export function requestFor<R extends AuditRequest>(
  { top, needsCharges }: Pick<Renderer, 'top' | 'needsCharges'>,
  settings: Settings,
  request: R,
): R {
  return {
    ...request,
    ...(top !== undefined && settings.top === undefined && { top }),
    ...(needsCharges === true && { charges: true }),
  };
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
