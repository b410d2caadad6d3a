import { expect, test } from 'vitest';
import table from '../../../src/report/table.ts';
import { sampleReport } from '../sample-reports.ts';

test("a detector's dates, states and models are whole at 80 columns; columns without room are left out", () => {
  const report = sampleReport('typical');
  const [finding] = report.findings;
  const columns = ['Status', 'Retires', 'Replacement', 'Model', 'Left'].map((label) => ({
    key: label.toLowerCase(),
    label,
    kind: 'text' as const,
  }));
  const own = {
    ...{ status: 'retires soon', retires: '2027-01-14', replacement: 'claude-3-5-sonnet' },
    ...{ model: 'gpt-4o-2024-08-06', left: '55 days' },
  };
  const groups = [{ ...finding!.groups[0]!, ...own, label: 'A prompt that is long enough to be cut' }];
  const text = table.render(
    { ...report, findings: [{ ...finding!, columns, groups }] },
    { width: 80, color: false },
  );
  const lines = text.split('\n');
  const head = lines.findIndex((line) => line.trim().startsWith('show') && line.includes('Status'));
  const shown = columns.filter(({ label }) => lines[head]!.includes(label));
  expect(shown.length).toBeGreaterThan(0);
  for (const { key } of shown) expect(lines[head + 1]).toContain(own[key as keyof typeof own]);
});
