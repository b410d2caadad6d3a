import { safeJson } from '../data/json-table.ts';

/** Fields of the log are a second scheme of tags beside the user's own and need a prefix that tells them apart. */
const FIELD_PREFIX = 'llm-cost/';

/**
 * Tags as one flat JSON object (FOCUS, attribute KeyValueFormat): the user's own under their names, fields of the log such as
 * user and feature with a prefix. Null where the log has none of them.
 */
export function focusTags(tags: Readonly<Record<string, string>>): string | null {
  const known = Object.entries(tags).filter(([, value]) => value !== '');
  if (known.length === 0) return null;
  return safeJson(Object.fromEntries(known.map(([grouping, value]) => [keyOf(grouping), value])));
}

function keyOf(grouping: string): string {
  return grouping.startsWith('tag:') ? grouping.slice('tag:'.length) : `${FIELD_PREFIX}${grouping}`;
}
