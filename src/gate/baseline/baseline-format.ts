/** What the files of this kind call themselves. */
export const BASELINE_KIND = 'llm-cost baseline';
export const BASELINE_VERSION = 1;

/** In characters. One of 2,000 groups in each of ten groupings has about ten million. */
export const LONGEST_BASELINE = 100_000_000;

/** Groups of one grouping that a baseline lists. Own choice: more than that nobody reviews. */
export const MOST_GROUPS = 2000;

export const TOKEN_KINDS = [
  'input',
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite1h',
  'output',
  'reasoning',
] as const;
export const CALL_COUNTS = ['failedCalls', 'unpricedCalls', 'countedCalls', 'estimatedCalls'] as const;
export const READ_COUNTS = ['records', 'calls', 'repeatedRecords', 'skipped', 'otherRecords'] as const;
