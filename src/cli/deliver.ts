import { stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { InputError } from '../contracts/input-error.ts';
import type { Renderer, RenderOptions } from '../contracts/renderer.ts';
import type { Report } from '../model/report.ts';
import { safeText } from '../report/safe-text.ts';
import { isColored } from './color.ts';
import { type Io, terminalWidth } from './io.ts';
import type { Settings } from './settings.ts';

/** Writes a rendered result to standard output or `--out`. Throws `InputError`. */
export async function deliver(
  io: Io,
  settings: Settings,
  render: (options: RenderOptions) => string,
): Promise<void> {
  const { out } = settings;
  const text = render(renderOptions(io, settings));
  if (out === undefined) return io.stdout.write(text);
  await io.writeFile(out, text).catch(cannotWrite(out));
}

/**
 * Writes a report to standard output or `--out`: one text, or a file for each part into a folder where `--out` names one and the
 * format has files. What the format leaves out is said on standard error. Throws `InputError`, for a place that cannot be meant
 * before the report is made.
 */
export async function deliverReport(
  io: Io,
  settings: Settings,
  renderer: Renderer,
  make: () => Promise<Report>,
): Promise<void> {
  const folder = await namedFolder(settings.out, renderer);
  const report = await make();
  const say = async (text: string): Promise<void> => {
    if (settings.quiet !== true) await io.stderr.write(`${safeText(text)}\n`);
  };
  if (folder === undefined || renderer.files === undefined) {
    await deliver(io, settings, (options) => renderer.render(report, options));
  } else {
    const files = renderer.files(report);
    await io.makeFolder(folder).catch(cannotWrite(folder));
    for (const { name, text } of files) {
      const file = join(folder, name);
      await io.writeFile(file, text).catch(cannotWrite(file));
    }
    await say(`written to ${folder}: ${files.map(({ name }) => name).join(', ')}`);
  }
  for (const line of renderer.notices?.(report, renderOptions(io, settings)) ?? []) await say(line);
}

/**
 * The folder that `--out` means: one that is there, else a name with a slash at its end; for a format of several files also a
 * name without an extension. Throws `InputError` where a folder is named for a format that is one text.
 */
async function namedFolder(out: string | undefined, renderer: Renderer): Promise<string | undefined> {
  if (out === undefined) return undefined;
  const known = await stat(out).catch(() => undefined);
  const isNamed = known === undefined ? out.endsWith('/') : known.isDirectory();
  if (renderer.files === undefined) {
    if (!isNamed) return undefined;
    throw new InputError(
      `--out: ${out} is a folder, and --format ${renderer.id} is one file: name a file in it`,
    );
  }
  const isBare = known === undefined && extname(basename(out)) === '';
  return isNamed || isBare ? out : undefined;
}

function renderOptions(io: Io, { out, width, color, billingAccount }: Settings): RenderOptions {
  return {
    width: width ?? (out === undefined ? terminalWidth(io) : 80),
    color: out === undefined && isColored(io.env, io.stdout, color),
    ...(billingAccount !== undefined && { billingAccount }),
  };
}

function cannotWrite(path: string): (error: Error) => never {
  return (error) => {
    throw new InputError(`--out: ${path} cannot be written: ${error.message}`);
  };
}
