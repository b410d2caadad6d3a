import { InputError } from '../../contracts/input-error.ts';
import type { Report } from '../../model/report.ts';
import { renderers } from '../../report/index.ts';
import { safeText } from '../../report/safe-text.ts';
import { auditRequest } from '../audit-request.ts';
import { isColored } from '../color.ts';
import type { CommandContext, Configure } from '../command-context.ts';
import { addFlags, readSettings } from '../flags.ts';
import type { Io } from '../io.ts';
import { unknownName } from '../nearest.ts';
import { progressBar } from '../progress-bar.ts';
import type { Settings } from '../settings.ts';

const FORMATS = renderers.map(({ id }) => id);

const configure: Configure = (command, context) => {
  addFlags(
    command.argument('<paths...>', 'files, folders or globs; - is standard input'),
    [
      ...(['source', 'map', 'model', 'epoch', 'prices', 'at', 'db', 'store', 'keepText'] as const),
      ...(['strategies', 'detectors', 'set', 'timezone', 'top', 'workers', 'maxRecordBytes'] as const),
      ...(['format', 'json', 'out', 'width'] as const),
    ],
    { format: FORMATS },
  ).action(async (paths: readonly string[]) => {
    const settings = await readSettings(context.io, command);
    const renderer = chosenRenderer(settings);
    const report = await watched(paths, settings, context);
    await deliver(report, renderer, settings, context.io);
  });
};

export default configure;

function chosenRenderer({ format, json }: Settings): (typeof renderers)[number] {
  if (json && format !== undefined && format !== 'json') {
    throw new InputError(`--json and --format ${format} exclude each other`);
  }
  const id = json ? 'json' : (format ?? FORMATS[0]);
  const renderer = renderers.find((candidate) => candidate.id === id);
  if (renderer === undefined) throw new InputError(unknownName('output format', String(id), FORMATS));
  return renderer;
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

async function deliver(
  report: Report,
  renderer: (typeof renderers)[number],
  settings: Settings,
  io: Io,
): Promise<void> {
  const { out } = settings;
  const width =
    settings.width ?? (out === undefined && io.stdout.isTTY ? Math.max(40, io.stdout.columns) : 80);
  const color = isColored(io.env, out === undefined ? io.stdout : { isTTY: false }, settings.color);
  const text = renderer.render(report, { width, color: color && out === undefined });
  if (out === undefined) return io.stdout.write(text);
  await io.writeFile(out, text).catch((error: Error) => {
    throw new InputError(`--out: ${out} cannot be written: ${error.message}`);
  });
}
