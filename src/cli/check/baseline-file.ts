import { readFile } from 'node:fs/promises';
import { BaselineError } from '../../gate/baseline/baseline-error.ts';
import { checkSums } from '../../gate/baseline/check-sums.ts';
import { readBaseline } from '../../gate/baseline/read-baseline.ts';
import type { Baseline } from '../../model/measurement.ts';
import type { BaselineFile } from './settings/check-settings.ts';

/** A baseline, or the one line that says why there is none. */
export type FoundBaseline =
  | { readonly baseline: Baseline & { readonly path: string } }
  | { readonly baselineFault: string };

/** Reads a baseline. What is wrong with it is no error: nothing can be judged against it, and that is a result. */
export async function foundBaseline({ named, path }: BaselineFile): Promise<FoundBaseline> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return {
      baselineFault:
        code === 'ENOENT'
          ? `the baseline ${named} is missing; --write-baseline writes one`
          : `the baseline ${named} cannot be read: ${message}`,
    };
  }
  try {
    const baseline = readBaseline(text);
    checkSums(baseline.measurement);
    return { baseline: { ...baseline, path: named } };
  } catch (error) {
    if (!(error instanceof BaselineError)) throw error;
    const advice = error.message.includes('--write-baseline') ? '' : '; write it anew with --write-baseline';
    return { baselineFault: `the baseline ${named} cannot be used: ${error.message}${advice}` };
  }
}
