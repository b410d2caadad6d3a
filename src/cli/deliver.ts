import { stat } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { InputError } from '../contracts/input-error.ts';
import type { Renderer, RenderOptions } from '../contracts/renderer.ts';
import type { Report } from '../model/report.ts';
import { safeText } from '../report/safe-text.ts';
import { isColored } from './color.ts';
import { type Io, terminalWidth } from './io.ts';
import { archiveOf, checkKept, checkPlace } from './output-place.ts';
import type { Settings } from './settings.ts';

/** Writes a rendered result to standard output or `--out`. Throws `InputError`. */
export async function deliver(
  io: Io,
  asked: Settings,
  render: (options: RenderOptions) => string,
): Promise<void> {
  const settings = placed(asked);
  const { out } = settings;
  const text = render(renderOptions(io, settings));
  if (out === undefined) return io.stdout.write(text);
  await makeFolderOf(io, out);
  await io.writeFile(out, text).catch(cannotWrite(out));
}

/**
 * Writes a report to standard output or `--out`: one text, or a file for each part into a folder where `--out` names one and the
 * format has files. What the format leaves out is said on standard error. Throws `InputError`, for a place that cannot be meant
 * before the report is made.
 */
export async function deliverReport(
  io: Io,
  asked: Settings,
  renderer: Renderer,
  make: () => Promise<Report>,
): Promise<void> {
  const settings = placed(asked);
  const { out } = settings;
  const folder = await namedFolder(out, renderer);
  if (out !== undefined) await checkPlace(out);
  const report = await make();
  const logs = loggedIn(report, io.cwd);
  const say = async (text: string): Promise<void> => {
    if (settings.quiet !== true) await io.stderr.write(`${safeText(text)}\n`);
  };
  if (folder === undefined || renderer.files === undefined) {
    if (out !== undefined) await checkKept(out, logs);
    await deliver(io, settings, (options) => renderer.render(report, options));
  } else {
    const files = renderer.files(report);
    for (const { name } of files) await checkKept(join(folder, name), logs);
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

/** `--out -` is standard output, as it is without `--out`. */
function placed({ out, ...settings }: Settings): Settings {
  return out === undefined || out === '-' ? settings : { ...settings, out };
}

/** The files that have the report's calls; an earlier report beside them may be written anew. */
function loggedIn({ inputs }: Report, cwd: string): string[] {
  return inputs
    .filter(({ calls, repeatedRecords }) => calls + repeatedRecords > 0)
    .map(({ path }) => resolve(cwd, archiveOf(path)));
}

async function makeFolderOf(io: Io, file: string): Promise<void> {
  const folder = dirname(file);
  const known = await stat(folder).catch(() => undefined);
  if (known === undefined) await io.makeFolder(folder).catch(cannotWrite(file));
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
