import { hash52 } from '../../model/hash.ts';

/** Tags under which gateways log the key that a request was made with, letters only. */
const KEY_TAGS: ReadonlySet<string> = new Set([
  'key',
  'keyalias',
  'keyname',
  'keyid',
  'keyhash',
  'apikey',
  'apikeyalias',
  'apikeyname',
  'apikeyid',
  'apikeyhash',
  'userapikey',
  'userapikeyalias',
  'userapikeyname',
  'userapikeyhash',
  'virtualkey',
  'virtualkeyid',
  'virtualkeyname',
]);

/** A tag of that name with a text, in compact JSON. */
const TAG = /"([^"\\]*key[^"\\]*)":("(?:[^"\\]|\\.)*")/gi;

/** Names before hashes where a call carries both. */
const NAME = /alias|name/i;

/** The API key's name or hash in a call's tags; '' when they have none. */
export function apiKeyIn(tags: string): string {
  if (tags === '') return '';
  let found = '';
  for (const [, tag = '', value = ''] of tags.matchAll(TAG)) {
    if (value === '""' || !KEY_TAGS.has(tag.replace(/[^a-z]/gi, '').toLowerCase())) continue;
    if (NAME.test(tag)) return textOf(value);
    if (found === '') found = value;
  }
  return found === '' ? '' : textOf(found);
}

function textOf(json: string): string {
  return json.includes('\\') ? String(JSON.parse(json)) : json.slice(1, -1);
}

/** Shortest text that may be a secret rather than a name of one. Own choice: provider keys have 32 characters and more. */
const SECRET_LENGTH = 20;
/** One word of letters and digits in which both come: a key or a hash, which nobody can tell apart; names are spelt in words. */
const RANDOM_WORD = /(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]*[a-z\d]{16}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/i;

/** The key without what would let anybody use it. */
export function shownKey(key: string): string {
  const isSecret = /^(?:sk|pk|rk|gsk|xai|key)[-_]/i.test(key) || RANDOM_WORD.test(key);
  return isSecret && key.length >= SECRET_LENGTH ? `${key.slice(0, 6)}...${key.slice(-4)}` : key;
}

/** What stands for the key in identifiers: of a shortened one a hash tells it from others that look alike. */
export function keyIdentity(key: string): string {
  const shown = shownKey(key);
  return shown === key ? key : `${shown} ${hash52(key).toString(36)}`;
}
