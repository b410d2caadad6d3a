import { InputError } from '../../contracts/input-error.ts';
import type { CheckFault, CheckResult } from '../../model/check.ts';
import { annotations } from '../../report/check/annotations.ts';
import { CHECK_FORMATS, type CheckFormat, checkRenderers } from '../../report/check/index.ts';
import { summaryLine } from '../../report/check/summary-line.ts';
import { writeGithubFiles } from '../comment/github-files.ts';
import { deliver } from '../deliver.ts';
import type { Io } from '../io.ts';
import type { Settings } from '../settings.ts';
import { unknownName } from '../unknown-name.ts';

export interface CheckPlaces {
  readonly format: CheckFormat;
  /** Where the result goes as JSON, beside what is printed. */
  readonly out?: string;
}

/** `--format` or `--json`, text by default. Throws `InputError`. */
export function checkFormat({ format, json }: Pick<Settings, 'format' | 'json'>): CheckFormat {
  if (json && format !== undefined && format !== 'json')
    throw new InputError(`--json and --format ${format} exclude each other`);
  const wanted = json ? 'json' : (format ?? 'text');
  const id = CHECK_FORMATS.find((known) => known === wanted);
  if (id === undefined) throw new InputError(unknownName('output format of a check', wanted, CHECK_FORMATS));
  return id;
}

/** Writes a result wherever it is wanted: the file first, because a reader of the output may go away. Throws `InputError`. */
export async function deliverCheck(
  result: CheckResult | CheckFault,
  { format, out }: CheckPlaces,
  { out: _, ...settings }: Settings,
  io: Io,
): Promise<void> {
  const [{ default: renderer }, { default: json }] = await Promise.all([
    checkRenderers[format](),
    checkRenderers.json(),
  ]);
  const plain = { width: 80, color: false };
  if (out !== undefined) await deliver(io, { out }, () => json.render(result, plain));
  // What is wrong has been said where people look for it.
  const isSaid = result.verdict === 'error';
  if (!(isSaid && format === 'text'))
    await deliver(io, settings, (options) => renderer.render(result, options));
  if (!isSaid && format !== 'text' && settings.quiet !== true)
    await io.stderr.write(`${summaryLine(result)}\n`);
  if (format !== 'github') return;
  await io.stderr.write(annotations(result));
  await writeGithubFiles(io, result, { ...plain, ...(out !== undefined && { reportPath: out }) });
}
