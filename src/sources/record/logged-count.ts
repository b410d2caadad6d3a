import { billedTokens, type TokenCounts } from '../../model/usage.ts';
import type { JsonObject } from './record-access.ts';

/** What a source makes of a logged usage object; without `usage` the numbers were refused, and `warning` says why. */
export interface LoggedUsage {
  readonly usage?: TokenCounts;
  readonly warning?: string;
}

/**
 * One logged token count: a whole number from 0 to 2^53 - 1, or plain digits in text, as exports from tables write it. Absent and null give undefined; anything else that is
 * not a count gives undefined too, and a note that says what was refused.
 */
export function countAt(holder: JsonObject | undefined, name: string, notes: string[]): number | undefined {
  const value = holder?.[name];
  if (value === undefined || value === null) return undefined;
  const number = typeof value === 'string' && /^\d{1,16}(?:\.0)?$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number + 0;
  notes.push(
    `${name} is ${typeof value === 'number' ? String(value) : `a ${typeof value}`}, not a count of tokens`,
  );
  return undefined;
}

/** The first of the named counts that is not 0: vendors log one number under several names. */
export function firstCount(
  holder: JsonObject | undefined,
  names: readonly string[],
  notes: string[],
): number {
  for (const name of names) {
    const count = countAt(holder, name, notes);
    if (count !== undefined && count > 0) return count;
  }
  return 0;
}

/** Closes a reading: refuses counts whose sum is beyond exact integers, and joins the notes into one line. */
export function closeUsage(usage: TokenCounts | undefined, notes: readonly string[]): LoggedUsage {
  const warning = notes.length === 0 ? undefined : notes.join('; ');
  if (usage === undefined) return { warning: warning ?? 'usage holds no token counts' };
  if (!Number.isSafeInteger(billedTokens(usage))) return { warning: 'token counts are beyond 2^53' };
  return warning === undefined ? { usage } : { usage, warning };
}
