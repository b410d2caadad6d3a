import { createHash } from 'node:crypto';
import type { RenderOptions } from '../../contracts/renderer.ts';
import type { CheckFault, CheckResult } from '../../model/check.ts';
import { isCostPartial } from '../../report/check/comparison-rows.ts';
import { checkRenderers } from '../../report/check/index.ts';
import { safeText } from '../../report/safe-text.ts';
import { messageOf } from '../errors.ts';
import type { Io } from '../io.ts';

type RunnerIo = Pick<Io, 'env' | 'appendFile' | 'stderr'>;

export interface GithubFileOptions extends RenderOptions {
  /** Where the result was written to; absent: nowhere. */
  readonly reportPath?: string;
}

/**
 * What GitHub's runner reads when the step has ended: the job's summary and the step's outputs, in the files that
 * `GITHUB_STEP_SUMMARY` and `GITHUB_OUTPUT` name; without them nothing is written. A file that cannot be written is said on standard
 * error and changes nothing else: the verdict stands.
 */
export async function writeGithubFiles(
  io: RunnerIo,
  result: CheckResult | CheckFault,
  options: GithubFileOptions,
): Promise<void> {
  await append(io, 'GITHUB_STEP_SUMMARY', async () => {
    const { default: markdown } = await checkRenderers.markdown();
    return `${markdown.render(result, options).trimEnd()}\n`;
  });
  await append(io, 'GITHUB_OUTPUT', async () => outputs(result, options.reportPath));
}

/** Some runners set a variable without a value. */
async function append(io: RunnerIo, variable: string, text: () => Promise<string>): Promise<void> {
  const file = io.env[variable] ?? '';
  if (file === '') return;
  await io.appendFile(file, await text()).catch(async (error: unknown) => {
    const line = `${variable}: ${file} cannot be written: ${messageOf(error)}`;
    await io.stderr.write(`llm-cost: ${safeText(line)}\n`);
  });
}

function outputs(result: CheckResult | CheckFault, reportPath = ''): string {
  const [total, baseline] = 'current' in result ? [result.current, result.baseline] : [null, null];
  const [now, before] = [total?.costUsd ?? null, baseline?.costUsd ?? null];
  const isPartial = 'current' in result && isCostPartial(result);
  const delta = now === null || before === null || isPartial ? null : now - before;
  const share = delta === null || before === null || before === 0 ? null : delta / before;
  return [
    output('verdict', result.verdict),
    output('exit-code', String(result.exitCode)),
    output('total-cost', figure(now, 6)),
    output('baseline-cost', figure(before, 6)),
    output('delta', figure(delta, 6)),
    output('delta-percent', figure(share === null ? null : share * 100, 2)),
    output('report-path', reportPath),
  ].join('');
}

/**
 * A plain decimal number for the workflow's expressions; empty where it is not known. Millionths of a dollar keep rounding of
 * sums out, so that no change is 0, and are the most that JavaScript writes without an exponent.
 */
function figure(value: number | null, digits: number): string {
  return value === null ? '' : String(Math.round(value * 10 ** digits) / 10 ** digits);
}

/** One output, in the form that the runner takes several lines in where the value has them. */
function output(name: string, value: string): string {
  if (!/[\r\n]/.test(value)) return `${name}=${value}\n`;
  const delimiter = `end-${createHash('sha256').update(value).digest('hex')}`;
  return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
}
