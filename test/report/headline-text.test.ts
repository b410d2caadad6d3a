import { expect, test } from 'vitest';
import { usageSentences } from '../../src/report/headline-text.ts';
import { sampleNames, sampleReport } from './sample-reports.ts';

test.each([
  [0, '500 written to a cache'],
  [200, '200 read from a cache, 500 written to one'],
])('with %d tokens read from a cache, what was written names it', (cacheRead, words) => {
  const report = sampleReport(sampleNames[0]!);
  const tokens = { ...report.totals.tokens, cacheRead, cacheWrite5m: 500, cacheWrite1h: 0 };
  const [sentence] = usageSentences({ ...report, totals: { ...report.totals, tokens } });
  expect(sentence).toContain(`(${words})`);
});
