/** What calls can be filtered by, beside `tag:NAME`. */
export const FILTER_KEYS = [
  'model',
  'provider',
  'user',
  'feature',
  'template',
  'session',
  'status',
  'endpoint',
  'tier',
] as const;

export type FilterKey = (typeof FILTER_KEYS)[number];

export function isFilterKey(key: string): key is FilterKey {
  return (FILTER_KEYS as readonly string[]).includes(key);
}
