import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { accuracyOf } from '../../src/demo/accuracy.ts';
import { demoLog } from '../../src/demo/demo-log.ts';
import type { Truth } from '../../src/demo/log-line.ts';
import { detectors } from '../../src/detectors/index.ts';
import type { Finding } from '../../src/model/report.ts';
import { loadCounter } from '../../src/tokens/counter.ts';
import { runAudit } from '../support/run-audit.ts';
import { tempFolder } from '../support/temp-folder.ts';

const IDS = detectors.map(({ id }) => id);
const LINES = 5000;

/** Against what the demo log was planted with: what was found must have been planted, and the reverse. */
describe.each([1, 2])('the demo log of seed %d', (seed) => {
  let planted: ReadonlyMap<string, readonly Truth[]>;
  let findings: readonly Finding[];

  beforeAll(async () => {
    const { count } = await loadCounter('o200k_base');
    const { lines, truth } = demoLog(LINES, seed, count);
    planted = truth;
    const folder = tempFolder(false);
    writeFileSync(join(folder, 'demo.jsonl'), lines.join('\n'));
    const report = await runAudit(folder, ['demo.jsonl'], { detectors: IDS, top: 1e6, strategies: [] });
    findings = report.findings;
  }, 60_000);

  test.each(IDS)('%s finds what was planted, nothing else, and its tokens', (id) => {
    const finding = findings.find(({ detector }) => detector === id)!;
    const accuracy = accuracyOf(finding, planted);
    expect(accuracy.planted).toBeGreaterThan(10);
    expect(accuracy.recall, `recall; missed: ${accuracy.missed}`).toBeGreaterThanOrEqual(0.95);
    expect(
      accuracy.precision,
      `precision; wrongly claimed: ${accuracy.wronglyClaimed}`,
    ).toBeGreaterThanOrEqual(0.95);
    expect(Math.abs(accuracy.tokenRatio - 1), 'wasted tokens').toBeLessThanOrEqual(0.05);
  });

  test('no call that a group needs is called avoidable by it', () => {
    for (const { groups } of findings) {
      for (const { examples, kept } of groups) {
        const avoidable = new Set(examples);
        expect(kept.filter((id) => avoidable.has(id))).toEqual([]);
      }
    }
  });
});

test('a log too short for plants is the ordinary week alone', async () => {
  const { count } = await loadCounter('o200k_base');
  const { lines, truth } = demoLog(300, 1, count);
  expect(lines.length).toBeGreaterThan(280);
  expect(lines.length).toBeLessThan(320);
  expect(lines.every((line) => line.includes('"id":"req-'))).toBe(true);
  const all = new Set([...truth.values()].flat().map(({ detector }) => detector));
  expect([...all].filter((id) => !IDS.includes(id))).toEqual([]);
});
