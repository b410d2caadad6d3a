import { expect, test } from 'vitest';
import { usd } from '../../../src/report/format.ts';
import { keyFigures } from '../../../src/report/html/key-figures.ts';
import { sampleReport } from '../sample-reports.ts';

function figure(report: ReturnType<typeof sampleReport>, label: string): string | undefined {
  return new RegExp(`<dt>${label}</dt><dd class="figure[^"]*">([^<]*)<`).exec(
    String(keyFigures(report)),
  )?.[1];
}

test('what would be left is what the replayed strategies leave, a lower bound as long as calls have no price', () => {
  const report = sampleReport('typical');
  expect(report.combined.savedUsd).toBeGreaterThan(0);
  expect(figure(report, 'Would be left')).toBe(`≥${usd(report.combined.afterUsd)}`);
});

test('where no strategy saves anything, nothing is said to be left', () => {
  const report = sampleReport('typical');
  const { combined } = report;
  const nothing = { ...combined, savedUsd: 0, afterUsd: combined.beforeUsd };
  expect(figure({ ...report, combined: nothing }, 'Would be left')).toBeUndefined();
  expect(figure({ ...report, strategies: [] }, 'Would be left')).toBeUndefined();
});
