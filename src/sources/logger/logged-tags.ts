import { isObject, type JsonObject } from '../record/record-access.ts';
import { isSecretName, safeText } from '../record/record-secrets.ts';

/** Most tags kept of one call; a log with more uses its metadata for something else. */
const MOST_TAGS = 32;
/** These have fields of their own in a call; as tags they would make every call a group. */
const NOT_TAGS = new Set(
  'session_id sessionId session conversation_id conversationId thread_id threadId trace_id traceId trace user user_id userId feature task attempt retry retry_count'.split(
    ' ',
  ),
);

/**
 * A call's tags: the vendor that a router passed the call on to, as `upstream_provider`; the logger's `tags`, then its `metadata`, then the request's. Objects give their scalar fields; a list
 * gives its texts, `name:value` split at the first colon, others with the value 'true'. Credentials are left out.
 */
export function loggedTags(
  record: JsonObject,
  request: JsonObject | undefined,
  response: JsonObject | undefined,
): Readonly<Record<string, string>> | undefined {
  const router = response?.provider;
  const isTagged =
    record.tags !== undefined || record.metadata !== undefined || request?.metadata !== undefined;
  if (!isTagged && typeof router !== 'string') return undefined;
  const tags = new Map<string, string>();
  add(tags, record.tags);
  add(tags, record.metadata);
  if (request !== undefined && request !== record) add(tags, request.metadata);
  if (typeof router === 'string' && tags.size < MOST_TAGS) put(tags, 'upstream_provider', router);
  return tags.size === 0 ? undefined : Object.fromEntries(tags);
}

/** Tags that a user or a column names, whatever their names, then those of a `tags` and of a `metadata` as `loggedTags` gives them. */
export function namedTags(
  named: readonly (readonly [string, string])[],
  tagsField: unknown,
  metadata: unknown,
): Readonly<Record<string, string>> | undefined {
  const tags = new Map<string, string>();
  for (const [name, value] of named) {
    if (tags.size < MOST_TAGS && !isSecretName(name) && !tags.has(name)) set(tags, name, value);
  }
  add(tags, tagsField);
  if (isObject(metadata)) add(tags, metadata);
  return tags.size === 0 ? undefined : Object.fromEntries(tags);
}

function add(tags: Map<string, string>, source: unknown): void {
  if (Array.isArray(source)) {
    for (const item of source.slice(0, MOST_TAGS)) {
      if (typeof item !== 'string' || item === '') continue;
      const colon = item.indexOf(':');
      if (colon > 0 && colon < 64) put(tags, item.slice(0, colon), item.slice(colon + 1).trim());
      else put(tags, item, 'true');
    }
  } else if (isObject(source)) {
    for (const name in source) {
      const value = source[name];
      if (typeof value === 'string' || typeof value === 'boolean') put(tags, name, String(value));
      else if (typeof value === 'number' && Number.isFinite(value)) put(tags, name, String(value));
    }
  }
}

function put(tags: Map<string, string>, name: string, value: string): void {
  if (tags.size >= MOST_TAGS || value === '' || NOT_TAGS.has(name) || isSecretName(name) || tags.has(name))
    return;
  set(tags, name, value);
}

function set(tags: Map<string, string>, name: string, value: string): void {
  tags.set(safeText(name) ?? name, safeText(value) ?? value);
}
