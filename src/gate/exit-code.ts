import type { Verdict } from '../model/check.ts';

/** What the program ends with; 2 is for what could not be understood, where there is no verdict. */
export const EXIT_CODES = { passed: 0, failed: 1, notJudged: 3 } as const satisfies Record<
  Verdict,
  0 | 1 | 3
>;
