import { createHash } from 'node:crypto';

/** What a hashed key looks like: it is not hashed again. */
const HASHED = /^#[0-9a-f]{12}$/;

/** Keys that name no one and nothing of one's own, or that are needed as they are: prices are looked up by the model. */
const OPEN = new Set(['model', 'provider', 'day', 'status', 'endpoint', 'tier']);

/** Names prompts by their hash already. */
const PROMPT = /^prompt:[0-9a-f]+$/;

/**
 * Twelve hexadecimal digits in place of a name, the same for the same name: names can be compared, and are not to be read. Whoever
 * guesses a name can still confirm it. '' stays what it is.
 */
export function hashedKey(by: string, key: string): string {
  if (key === '' || HASHED.test(key)) return key;
  return `#${createHash('sha256').update(`${by}\0${key}`).digest('hex').slice(0, 12)}`;
}

/** What a baseline calls the group of a grouping, or the value of a condition: users are always hashed. */
export function baselineKey(by: string, key: string, hasHashedKeys: boolean): string {
  if (by !== 'user' && (!hasHashedKeys || OPEN.has(by) || (by === 'template' && PROMPT.test(key))))
    return key;
  return hashedKey(by, key);
}
