import { InputError } from '../../contracts/input-error.ts';
import { NoCallsError } from '../../contracts/no-calls-error.ts';
import type { MeasureRequest } from '../../engine/check.ts';
import { TOOL_VERSION } from '../../engine/version.ts';
import { EXIT_CODES } from '../../gate/exit-code.ts';
import { judge, noCalls } from '../../gate/judge.ts';
import type { CheckResult, Judgement } from '../../model/check.ts';
import type { Measurement } from '../../model/measurement.ts';
import { readUserPrices } from '../../pricing/own/user-prices.ts';
import { loadPriceBook } from '../../pricing/price-book.ts';
import type { CommandContext } from '../command-context.ts';
import { chosenIds } from '../definition-settings.ts';
import { checkOutput, filesOf } from '../output-place.ts';
import type { Settings } from '../settings.ts';
import { watched } from '../watched.ts';
import { type FoundBaseline, foundBaseline } from './baseline-file.ts';
import type { CheckAsked } from './check-asked.ts';
import { retireOlder } from './check-fault.ts';
import { checkFormat, deliverCheck } from './check-output.ts';
import { checkRequest } from './check-request.ts';
import { type CheckSettings, checkSettings, checkThereAreBudgets } from './settings/check-settings.ts';
import type { Judgeable } from './settings/known-measures.ts';
import { writeBaseline } from './write-baseline.ts';

/** Judges the calls of some logs, or measures them for later. Sets the exit code. Throws `InputError`. */
export async function runCheck(asked: CheckAsked, context: CommandContext): Promise<void> {
  const { paths, logs, settings, said, flags } = asked;
  const { io } = context;
  const format = checkFormat(said);
  const check = checkSettings(settings.check, flags, await judgeable(settings, context), io.cwd);
  if (flags.writeBaseline !== undefined) return writeBaseline(asked, flags.writeBaseline, check, context);
  if (flags.hashKeys) throw new InputError('--hash-keys is for --write-baseline, which is not given');
  checkThereAreBudgets(check);
  const { out } = said;
  if (out === '-') throw new InputError('--out: needs a file; --json prints the result instead');
  const request = await checkRequest(paths, settings, check.budgets, context);
  const { storeFile } = request;
  const files = [
    ...filesOf(settings),
    ...(check.baseline === undefined ? [] : [check.baseline.path]),
    ...(storeFile === undefined ? [] : [storeFile]),
  ];
  await checkOutput(out, { files, paths, cwd: io.cwd });
  await retireOlder(out, check.name, io);
  const found = check.baseline === undefined ? undefined : await foundBaseline(check.baseline);
  const result = await watched(io, settings, async (hooks): Promise<CheckResult> => {
    try {
      const { report, current, baseline } = await context.useCases.measure(
        { ...request, ...(found !== undefined && 'baseline' in found && { baseline: found.baseline }) },
        hooks,
      );
      const judgement = judge({
        ...{ ...about(check), current, warnings: report.warnings },
        ...priced(found, baseline),
      });
      const { priceBook, timezone, window } = current;
      return {
        ...header(check, judgement, io.now()),
        ...{ priceBook, timezone, window, logs, inputs: report.inputs, warnings: report.warnings },
        ...judgement,
      };
    } catch (error) {
      if (!(error instanceof NoCallsError)) throw error;
      const judgement = noCalls({ ...about(check), ...found }, error.message);
      return { ...header(check, judgement, io.now()), ...nothingRead(request), logs, ...judgement };
    }
  });
  // First, so that a failure is one whatever becomes of its output.
  io.setExitCode(flags.exitCode ? result.exitCode : 0);
  // There is a verdict: what fails from here on is said, but no fault takes its place.
  context.whenFailed(async () => {});
  await deliverCheck(result, { format, ...(out !== undefined && { out }) }, settings, io);
}

/** What budgets can be about. Throws `InputError`. */
async function judgeable(settings: Settings, { useCases }: CommandContext): Promise<Judgeable> {
  const [detectors, strategies] = await Promise.all([useCases.detectors(), useCases.strategies()]);
  return {
    detectors: detectors.map(({ id }) => id),
    chosenDetectors: chosenIds('detector', detectors, settings.detectors),
    strategies: strategies.map(({ id }) => id),
  };
}

function about({ budgets, limits }: CheckSettings): Pick<CheckSettings, 'budgets' | 'limits'> {
  return { budgets, limits };
}

/** The baseline with its money at the prices of the day. */
function priced(
  found: FoundBaseline | undefined,
  measurement: Measurement | undefined,
): Partial<FoundBaseline> {
  if (found === undefined || !('baseline' in found) || measurement === undefined) return found ?? {};
  return { baseline: { ...found.baseline, measurement } };
}

function header(
  { name }: CheckSettings,
  { verdict }: Judgement,
  now: number,
): Pick<CheckResult, 'schemaVersion' | 'tool' | 'generatedAt' | 'name' | 'exitCode'> {
  return {
    schemaVersion: 1,
    tool: { name: 'llm-cost', version: TOOL_VERSION },
    generatedAt: new Date(now).toISOString(),
    name,
    exitCode: EXIT_CODES[verdict],
  };
}

function nothingRead({
  prices,
  timezone,
}: MeasureRequest): Pick<CheckResult, 'priceBook' | 'timezone' | 'window' | 'inputs' | 'warnings'> {
  const own = prices.map(({ value, origin }) => readUserPrices(value, origin));
  const { version, overrides } = loadPriceBook({ overrides: own });
  return {
    priceBook: { version, overrides },
    timezone,
    window: { from: null, to: null },
    inputs: [],
    warnings: [],
  };
}
