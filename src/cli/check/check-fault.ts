import { TOOL_VERSION } from '../../engine/version.ts';
import type { CheckFault } from '../../model/check.ts';
import { CHECK_FORMATS } from '../../report/check/index.ts';
import { errorLine } from '../errors.ts';
import type { Io } from '../io.ts';
import { target } from '../parse-value.ts';
import { deliverCheck } from './check-output.ts';
import { DEFAULT_NAME } from './check-settings.ts';
import { isReplaceable } from './replaceable.ts';

/**
 * Leaves the result of a check that could not even begin wherever its result was wanted, so that nobody takes an older one for
 * it. The flags may be what is wrong: they are read as far as they can be. The error itself has been printed. Never throws.
 */
export async function reportFault(error: unknown, name: string | undefined, io: Io): Promise<void> {
  const fault: CheckFault = {
    schemaVersion: 1,
    tool: { name: 'llm-cost', version: TOOL_VERSION },
    generatedAt: new Date(io.now()).toISOString(),
    name: name ?? (flagValue(io.argv, '--name') || DEFAULT_NAME),
    verdict: 'error',
    exitCode: 2,
    error: errorLine(error),
  };
  const wanted = io.argv.includes('--json') ? 'json' : flagValue(io.argv, '--format');
  const format = CHECK_FORMATS.find((known) => known === wanted) ?? 'text';
  const out = await outFor(io);
  try {
    await deliverCheck(fault, { format, ...(out !== undefined && { out }), logs: '' }, {}, io);
  } catch {
    // Whatever keeps it from being written is not what went wrong first.
  }
}

/** Never a file that the check may have been about to read, whatever the flags say it is. */
async function outFor({ argv, cwd }: Io): Promise<string | undefined> {
  const named = flagValue(argv, '--out') ?? '';
  if (named === '' || named === '-') return undefined;
  const out = target(named, { name: '--out', base: cwd });
  const isOurs = (value: Readonly<Record<string, unknown>>) => 'verdict' in value && 'exitCode' in value;
  return (await isReplaceable(out, isOurs)) ? out : undefined;
}

/** What the last such flag says; behind `--` there are only paths. */
function flagValue(argv: readonly string[], flag: string): string | undefined {
  const end = argv.indexOf('--');
  const flags = end < 0 ? argv : argv.slice(0, end);
  const last = flags.findLastIndex((word) => word === flag || word.startsWith(`${flag}=`));
  const word = flags[last];
  return word === flag ? flags[last + 1] : word?.slice(flag.length + 1);
}
