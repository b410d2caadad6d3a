import { baselineKey } from './hashed-key.ts';

/** `feature=search-*`, `tag:team!=core`. */
const CONDITION = /^([^=]*?)(!?=)(.*)$/s;

/**
 * Conditions as a baseline has them, sorted: those on users hashed, and with hashed keys those on all else that has a name of
 * one's own. Conditions of a log are to be compared with a baseline's in this form.
 */
export function baselineWhere(where: readonly string[], hasHashedKeys: boolean): string[] {
  const written = where.map((condition) => {
    const match = CONDITION.exec(condition);
    if (match === null) return condition;
    const [, key = '', mark = '', value = ''] = match;
    return `${key}${mark}${baselineKey(key, value, hasHashedKeys)}`;
  });
  return written.sort();
}
