import { hash52 } from '../../model/hash.ts';
import { isObject } from '../record/record-access.ts';

/** What names a key without being it (its alias, id or hash) is no credential: gateways log it to say who spends. */
const SECRET_NAME =
  /api[-_]?key(?![-_]?(?:alias|name|id|hash)$)|authori[sz]ation|secret|passw|cookie|credential|bearer|^x-goog-api|(?:access|auth|refresh|session|bearer)[-_]?token|^token$|headers$/i;
const SECRET_TEXT =
  /\b(?:sk|pk|rk)[-_][\w-]{8}|\bbearer\s+\S|\bbasic [\w+/=]{8}|\bAIza[\w-]{10}|\bgsk_\w{8}|\bxai-\w{8}|\bAKIA\w{8}|\b(?:gh[pousr]|hf)_\w{8}|\bxox[abp]-\w{8}|\beyJ[\w-]{8,200}\.|[?&](?:api[-_]?key|key|access_token|token|sig)=/i;

/** Longest text that identifies anything (a user, a session); what is longer keeps its start and a hash of the whole. */
const LONGEST_NAME = 200;

/** True for names of fields that hold credentials; whole header collections count. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/**
 * Text from a log as it may be kept: cut to 200 characters, and replaced by a hash of itself where it looks like a
 * credential (provider key prefixes, Bearer and Basic, JSON web tokens, keys in URLs), so that it still groups calls.
 */
export function safeText(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const short = text.length > LONGEST_NAME ? text.slice(0, LONGEST_NAME) : text;
  if (SECRET_TEXT.test(short)) return `redacted-${hash52(text).toString(36)}`;
  return short === text ? text : `${short}#${hash52(text).toString(36)}`;
}

/**
 * The value without credentials, for request parameters, which are hashed and may nest. Values without any are
 * returned as they are, uncopied. Nesting beyond 20 levels is replaced as a whole.
 */
export function withoutSecrets(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return SECRET_TEXT.test(value.slice(0, 512)) ? safeText(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 20) return '[nested]';
  if (Array.isArray(value)) {
    const items = value.map((item) => withoutSecrets(item, depth + 1));
    return items.some((item, i) => item !== value[i]) ? items : value;
  }
  if (!isObject(value)) return value;
  const kept: [string, unknown][] = [];
  let isSame = true;
  for (const [name, item] of Object.entries(value)) {
    const clean = isSecretName(name) ? undefined : withoutSecrets(item, depth + 1);
    if (clean !== undefined) kept.push([name, clean]);
    if (clean !== item) isSame = false;
  }
  return isSame ? value : Object.fromEntries(kept);
}
