import { InputError } from '../contracts/input-error.ts';
import type { Renderer } from '../contracts/renderer.ts';
import type { Report } from '../model/report.ts';
import { RENDERER_IDS, type RendererId, renderers } from '../report/index.ts';
import { safeText } from '../report/safe-text.ts';
import { auditRequest } from './audit-request.ts';
import { isColored } from './color.ts';
import type { CommandContext } from './command-context.ts';
import { type Io, terminalWidth } from './io.ts';
import { progressBar } from './progress-bar.ts';
import type { Settings } from './settings.ts';
import { unknownName } from './unknown-name.ts';

/** Audits and delivers the report to standard output or `--out`. Throws `InputError`. */
export async function runAudit(
  paths: readonly string[],
  settings: Settings,
  context: CommandContext,
): Promise<void> {
  const { default: renderer } = await renderers[chosenFormat(settings)]();
  const report = await watched(paths, settings, context);
  await deliver(report, renderer, settings, context.io);
}

function chosenFormat({ format, json }: Settings): RendererId {
  if (json && format !== undefined && format !== 'json') {
    throw new InputError(`--json and --format ${format} exclude each other`);
  }
  const wanted = json ? 'json' : (format ?? RENDERER_IDS[0]!);
  const id = RENDERER_IDS.find((known) => known === wanted);
  if (id === undefined) throw new InputError(unknownName('output format', wanted, RENDERER_IDS));
  return id;
}

/** Runs the audit with a progress bar and notices on standard error, the terminal left clean whatever happens. */
async function watched(
  paths: readonly string[],
  settings: Settings,
  context: CommandContext,
): Promise<Report> {
  const { io, useCases } = context;
  const isQuiet = settings.quiet ?? false;
  const request = await auditRequest(paths, settings, io, useCases);
  const progress = progressBar(io, isQuiet);
  const stopListening = io.onInterrupt(progress.clear);
  try {
    return await useCases.audit(request, {
      now: io.now,
      stdin: io.stdin,
      progress: progress.show,
      notice: (text) => {
        if (isQuiet) return;
        progress.clear();
        void io.stderr.write(`${safeText(text)}\n`);
      },
    });
  } finally {
    stopListening();
    progress.clear();
  }
}

async function deliver(report: Report, renderer: Renderer, settings: Settings, io: Io): Promise<void> {
  const { out } = settings;
  const width = settings.width ?? (out === undefined ? terminalWidth(io) : 80);
  const color = isColored(io.env, out === undefined ? io.stdout : { isTTY: false }, settings.color);
  const text = renderer.render(report, { width, color: color && out === undefined });
  if (out === undefined) return io.stdout.write(text);
  await io.writeFile(out, text).catch((error: Error) => {
    throw new InputError(`--out: ${out} cannot be written: ${error.message}`);
  });
}
