import { InputError } from '../../contracts/input-error.ts';
import { NoCallsError } from '../../contracts/no-calls-error.ts';
import { BASELINE_KIND } from '../../gate/baseline/baseline-format.ts';
import { baselineText } from '../../gate/baseline/write-baseline.ts';
import { EXIT_CODES } from '../../gate/exit-code.ts';
import { judge } from '../../gate/judge.ts';
import type { Measurement } from '../../model/measurement.ts';
import { bytes, counted, usd } from '../../report/format.ts';
import { safeText } from '../../report/safe-text.ts';
import type { CommandContext } from '../command-context.ts';
import { deliver } from '../deliver.ts';
import { checkOutput } from '../output-place.ts';
import { type Place, target } from '../parse-value.ts';
import { watched } from '../watched.ts';
import type { CheckAsked } from './check-asked.ts';
import { checkRequest } from './check-request.ts';
import { isReplaceable } from './replaceable.ts';
import type { CheckSettings } from './settings/check-settings.ts';

const FLAG = '--write-baseline';

/**
 * Measures the calls of some logs for later checks, and judges nothing. A log that no check could be judged by is no baseline:
 * nothing is written then, and the exit code is that of a check that cannot be judged. Throws `InputError`.
 */
export async function writeBaseline(
  { paths, settings, said, flags }: CheckAsked,
  named: string,
  check: CheckSettings,
  context: CommandContext,
): Promise<void> {
  const { io, useCases } = context;
  const other = Object.entries({
    '--baseline': flags.baseline,
    '--out': said.out,
    '--format': said.format,
    '--json': said.json,
  });
  const excluded = other.find(([, value]) => value !== undefined);
  if (excluded !== undefined) throw new InputError(`${FLAG} and ${excluded[0]} exclude each other`);
  const out = await baselinePlace(named, { name: FLAG, base: io.cwd });
  const request = await checkRequest(paths, settings, check.budgets, context);
  const say = async (line: string): Promise<void> => {
    await io.stderr.write(`${safeText(line)}\n`);
  };
  const measured = await watched(io, settings, (hooks) => useCases.measure(request, hooks)).catch(
    (error: unknown) => {
      if (error instanceof NoCallsError) return error;
      throw error;
    },
  );
  const reasons =
    measured instanceof NoCallsError
      ? [measured.message]
      : judge({
          ...{ budgets: [], limits: check.limits },
          ...{ current: measured.current, warnings: measured.report.warnings },
        }).reasons;
  if (measured instanceof NoCallsError || reasons.length > 0) {
    await say(`llm-cost: no baseline was written: ${reasons.join('; ')}`);
    return io.setExitCode(flags.exitCode ? EXIT_CODES.notJudged : 0);
  }
  const { current } = measured;
  const text = baselineText(current, { name: check.name, hashKeys: flags.hashKeys ?? false });
  await deliver(io, { out }, () => text);
  if (settings.quiet !== true) await say(`baseline written to ${place(named)}: ${summary(current, text)}`);
}

/** Never over a log or the configuration: what is there already must be a baseline. Throws `InputError`. */
async function baselinePlace(named: string, flag: Place): Promise<string> {
  const out = target(named, flag);
  if (out === '-') return out;
  await checkOutput(out, { cwd: flag.base, flag: flag.name });
  if (await isReplaceable(out, ({ kind }) => kind === BASELINE_KIND)) return out;
  throw new InputError(`${flag.name}: ${named} is there and is no baseline: name another file`);
}

function place(named: string): string {
  return named === '-' ? 'standard output' : named;
}

function summary({ total }: Measurement, text: string): string {
  const { calls, unpricedCalls, money } = total;
  const cost = usd(unpricedCalls === calls ? null : money.thenUsd);
  return `${counted(calls, 'call')}, ${cost}, ${bytes(new TextEncoder().encode(text).length)}`;
}
