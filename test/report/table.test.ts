import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.ts';
import { textWidth } from '../../src/report/safe-text.ts';
import table from '../../src/report/table.ts';
import { sampleNames, sampleReport } from './sample-reports.ts';

const render = (report: Report, width = 80, color = false) => table.render(report, { width, color });

describe('golden tables, 80 columns', () => {
  test.each(sampleNames)('%s', async (name) => {
    await expect(render(sampleReport(name))).toMatchFileSnapshot(
      `../../fixtures/reports/golden/audit-${name}.txt`,
    );
  });
});

describe.each(sampleNames)('%s', (name) => {
  test.each([40, 57, 80, 120, 200])('no line is wider than %s columns', (width) => {
    for (const line of render(sampleReport(name), width).split('\n')) {
      expect(textWidth(line), line).toBeLessThanOrEqual(width);
    }
  });

  test('colour changes nothing but colour', () => {
    const colored = render(sampleReport(name), 80, true);
    expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(render(sampleReport(name)));
    expect(colored).not.toBe(render(sampleReport(name)));
  });

  test('no control character but the line feed is printed', () => {
    expect(render(sampleReport(name))).not.toMatch(/[^\P{C}\n]/u);
  });
});

test('any text in any place stays inside the page', () => {
  const text = fc.string({ unit: 'binary', maxLength: 80 });
  fc.assert(
    fc.property(text, text, text, fc.integer({ min: 40, max: 130 }), (a, b, c, width) => {
      const report = sampleReport('hostile');
      const [model, ...models] = report.groups.model;
      const [finding, ...findings] = report.findings;
      const [input, ...inputs] = report.inputs;
      const changed: Report = {
        ...report,
        groups: { ...report.groups, model: [{ ...model!, key: a }, ...models] },
        findings: [
          { ...finding!, title: b, fix: c, groups: [{ ...finding!.groups[0]!, label: c, user: a }] },
          ...findings,
        ],
        inputs: [{ ...input!, path: c, source: b, skippedSamples: [{ line: 1, reason: a }] }, ...inputs],
        warnings: [{ code: a, text: `${b}${c}`, count: 1 }],
      };
      for (const line of render(changed, width).split('\n'))
        expect(textWidth(line)).toBeLessThanOrEqual(width);
    }),
    { numRuns: 60 },
  );
});

describe('unknown money is never shown as none', () => {
  test('nothing of an unpriced log reads as a price', () => {
    const text = render(sampleReport('all-unpriced'));
    expect(text).not.toContain('$');
    expect(text).toContain('An unknown amount was spent on 12 calls');
    expect(text).toContain('12 calls with 18,000 tokens have no known price');
  });

  test('a partly priced total is a lower bound everywhere', () => {
    const text = render(sampleReport('typical'));
    expect(text).toMatch(/^At least \$1,069\.77 was spent/);
    expect(text).toMatch(/acme-internal-7b .*unknown/);
    expect(text).toMatch(/2026-09-01 .*≥\$/);
  });

  test('a cost that is known to be nothing is shown as nothing', () => {
    expect(render(sampleReport('zero-cost'))).toMatch(/^\$0\.00 was spent on 5 calls/);
  });
});

test('no detector or strategy is left out, whatever came of it', () => {
  const report = sampleReport('typical');
  const text = render(report).replace(/\s+/g, ' ');
  for (const { title } of [...report.findings, ...report.strategies]) expect(text).toContain(title);
  for (const { reason } of report.findings) if (reason !== null) expect(text).toContain(reason);
});

test('findings come in order of the money that is counted', () => {
  const text = render(sampleReport('typical'));
  const places = ['1. History sent again', '2. Identical requests', '3. Failed attempts'].map((t) =>
    text.indexOf(t),
  );
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places).not.toContain(-1);
});
