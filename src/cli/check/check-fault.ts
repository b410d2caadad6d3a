import { stat } from 'node:fs/promises';
import { TOOL_VERSION } from '../../engine/version.ts';
import type { CheckFault } from '../../model/check.ts';
import { CHECK_FORMATS, checkRenderers } from '../../report/check/index.ts';
import { errorLine } from '../errors.ts';
import type { Io } from '../io.ts';
import { target } from '../parse-value.ts';
import { deliverCheck } from './check-output.ts';
import { isReplaceable } from './replaceable.ts';
import { DEFAULT_NAME } from './settings/check-settings.ts';

/**
 * Leaves the result of a check that could not even begin wherever its result was wanted, so that nobody takes an older one for
 * it. The flags may be what is wrong: they are read as far as they can be. The error itself has been printed. Never throws.
 */
export async function reportFault(error: unknown, name: string | undefined, io: Io): Promise<void> {
  const fault = faultOf(errorLine(error), name ?? (flagValue(io.argv, '--name') || DEFAULT_NAME), io);
  const wanted = io.argv.includes('--json') ? 'json' : flagValue(io.argv, '--format');
  const format = CHECK_FORMATS.find((known) => known === wanted) ?? 'text';
  const out = await outFor(io);
  try {
    await deliverCheck(fault, { format, ...(out !== undefined && { out }) }, {}, io);
  } catch {
    // Whatever keeps it from being written is not what went wrong first.
  }
}

/** A run may be stopped at any time: what is left at its place then must not be the verdict of an earlier one. */
export async function retireOlder(
  out: string | undefined,
  name: string,
  io: Pick<Io, 'now' | 'writeFile'>,
): Promise<void> {
  const known = out === undefined ? undefined : await stat(out).catch(() => undefined);
  if (out === undefined || !known?.isFile() || known.size === 0 || !(await isReplaceable(out, isResult)))
    return;
  const { default: json } = await checkRenderers.json();
  const fault = faultOf('the check did not come to its end', name, io);
  // Whoever cannot write to it hears so with the result.
  await io.writeFile(out, json.render(fault, { width: 80, color: false })).catch(() => {});
}

function faultOf(error: string, name: string, io: Pick<Io, 'now'>): CheckFault {
  return {
    schemaVersion: 1,
    tool: { name: 'llm-cost', version: TOOL_VERSION },
    generatedAt: new Date(io.now()).toISOString(),
    name,
    verdict: 'error',
    exitCode: 2,
    error,
  };
}

function isResult(value: Readonly<Record<string, unknown>>): boolean {
  return 'verdict' in value && 'exitCode' in value;
}

/** Never a file that the check may have been about to read, whatever the flags say it is. */
async function outFor({ argv, cwd }: Io): Promise<string | undefined> {
  const named = flagValue(argv, '--out') ?? '';
  if (named === '' || named === '-') return undefined;
  const out = target(named, { name: '--out', base: cwd });
  return (await isReplaceable(out, isResult)) ? out : undefined;
}

/** What the last such flag says; behind `--` there are only paths. */
function flagValue(argv: readonly string[], flag: string): string | undefined {
  const end = argv.indexOf('--');
  const flags = end < 0 ? argv : argv.slice(0, end);
  const last = flags.findLastIndex((word) => word === flag || word.startsWith(`${flag}=`));
  const word = flags[last];
  return word === flag ? flags[last + 1] : word?.slice(flag.length + 1);
}
