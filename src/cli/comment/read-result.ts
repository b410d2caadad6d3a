import { readFile } from 'node:fs/promises';
import { InputError } from '../../contracts/input-error.ts';
import type { CheckFault, CheckResult } from '../../model/check.ts';
import { isRecord } from '../parse-value.ts';
import { withPostedCommands } from './posted-commands.ts';
import { faultShape, resultShape } from './result-shape.ts';

/** What `llm-cost check --out` wrote, with no commands but such as may be posted. Throws `InputError`, one line that names the file. */
export async function readResult(path: string): Promise<CheckResult | CheckFault> {
  const value = parsed(await textOf(path), path);
  const schema = isRecord(value) ? value.schemaVersion : undefined;
  if (typeof schema === 'number' && schema !== 1)
    throw new InputError(`--result: ${path} has schema version ${schema}, which this version does not know`);
  const fault = isFault(value) ? faultShape(value, '') : resultShape(value, '');
  if (fault !== undefined) throw new InputError(`--result: ${path} is no result of llm-cost check: ${fault}`);
  return isFault(value) ? (value as CheckFault) : withPostedCommands(value as CheckResult);
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const hint = isMissing ? 'is not there; llm-cost check --out writes it' : 'cannot be read';
    throw new InputError(`--result: ${path} ${hint}`);
  }
}

function parsed(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputError(`--result: ${path} is not JSON`);
  }
}

function isFault(value: unknown): boolean {
  return isRecord(value) && value.verdict === 'error';
}
