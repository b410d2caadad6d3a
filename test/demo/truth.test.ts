import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { demoLog } from '../../src/demo/demo-log.ts';
import type { Finding } from '../../src/model/report.ts';
import { loadCounter } from '../../src/tokens/counter.ts';
import { runAudit } from '../support/run-audit.ts';
import { tempFolder } from '../support/temp-folder.ts';

const DETECTORS = ['duplicates', 'near-duplicates', 'oversized-context', 'retry-storms'];

/** Against what the demo log was planted with: what was found must have been planted, and the reverse. */
describe.each([1, 2])('the demo log of seed %d', (seed) => {
  let planted: ReadonlyMap<string, readonly { readonly detector: string; readonly tokens: number }[]>;
  let findings: readonly Finding[];

  beforeAll(async () => {
    const { count } = await loadCounter('o200k_base');
    const { lines, truth } = demoLog(2000, seed, count);
    planted = truth;
    const folder = tempFolder(false);
    writeFileSync(join(folder, 'demo.jsonl'), lines.join('\n'));
    const report = await runAudit(folder, ['demo.jsonl'], { top: 1e6, strategies: [] });
    findings = report.findings;
  }, 60_000);

  test.each(DETECTORS)('%s finds what was planted, nothing else, and its tokens', (id) => {
    const finding = findings.find(({ detector }) => detector === id)!;
    const found = new Set(finding.groups.filter(({ review }) => !review).flatMap(({ examples }) => examples));
    const truth = [...planted].filter(([, parts]) => parts.some(({ detector }) => detector === id));
    const hits = truth.filter(([call]) => found.has(call)).length;
    expect(truth.length).toBeGreaterThan(10);
    expect(hits / truth.length, 'recall').toBeGreaterThanOrEqual(0.95);
    expect(hits / found.size, 'precision').toBeGreaterThanOrEqual(0.95);
    const tokens = truth.flatMap(([, parts]) => parts).filter(({ detector }) => detector === id);
    const wanted = tokens.reduce((sum, part) => sum + part.tokens, 0);
    const { input, cacheRead, cacheWrite5m, cacheWrite1h, output } = finding.wastedTokens;
    const wasted = input + cacheRead + cacheWrite5m + cacheWrite1h + output;
    expect(Math.abs(wasted / wanted - 1), 'wasted tokens').toBeLessThanOrEqual(0.05);
  });

  test('no call that a group needs is called avoidable by it', () => {
    for (const { groups } of findings) {
      for (const { examples, kept } of groups) expect(kept.filter((id) => examples.includes(id))).toEqual([]);
    }
  });
});
