import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { demoLog } from '../../src/demo/demo-log.ts';
import { detectors } from '../../src/detectors/index.ts';
import type { Finding } from '../../src/model/report.ts';
import { loadCounter } from '../../src/tokens/counter.ts';
import { runAudit } from '../support/run-audit.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { impoverish, POORER, type Poorer } from './poorer-logs.ts';

const IDS = detectors.map(({ id }) => id);

/** What a detector cannot tell from such a log, and why. Of everything else it can tell at least a part. */
const BLIND: Readonly<Record<Poorer, Readonly<Record<string, string>>>> = {
  'without text': {
    duplicates: 'which prompts are equal',
    'near-duplicates': 'which prompts are alike',
    'unused-tools': 'which tools were sent',
    'prompt-cache-misses': 'which prompts begin alike',
    'history-resent': 'what was sent before',
    'truncated-output': 'whether the same was asked again',
  },
  'without status': {
    'failed-calls': 'which calls failed',
  },
  'without times': {
    'retry-storms': 'what came soon after what',
    'prompt-cache-misses': 'what a cache still had',
    'cache-writes-wasted': 'what a cache still had',
    'history-resent': 'what a cache still had',
    batchable: 'whether somebody waited',
    'budget-and-rate': 'what was used in an hour',
    'price-changes': 'on which side of a change a call was',
  },
  // Prompts that begin differently were read from no cache, whatever the usage would say.
  'without usage': {
    'cache-writes-wasted': 'what was written to a cache',
  },
  'without usage and text': {
    duplicates: 'which prompts are equal',
    'near-duplicates': 'which prompts are alike',
    'oversized-context': 'how large prompts are',
    'unused-tools': 'which tools were sent',
    'prompt-cache-misses': 'which prompts begin alike',
    'cache-writes-wasted': 'what was written to a cache',
    'history-resent': 'what was sent before',
    'verbose-output': 'how long answers are',
    'overpowered-model': 'how long answers are',
    'truncated-output': 'whether the same was asked again',
    batchable: 'what a batch would have cost',
    'budget-and-rate': 'how much was used',
    'retired-models': 'whether its models are known: nothing has a price',
    'price-changes': 'what a change did to the bill',
  },
  'without finish reasons': {
    'truncated-output': 'which answers were cut',
  },
  'without caching': {
    'cache-writes-wasted': 'what was written to a cache',
  },
  'without prices': {
    'prompt-cache-misses': 'what a cache would have saved',
    'cache-writes-wasted': 'what a write cost',
    'history-resent': 'what a cache would have saved',
    'overpowered-model': 'what another model costs',
    batchable: 'what a batch would have cost',
    'retired-models': 'which models they are',
    'price-changes': 'what they cost',
  },
};

let lines: readonly string[];

beforeAll(async () => {
  const { count } = await loadCounter('o200k_base');
  lines = demoLog(2000, 5, count).lines;
}, 60_000);

describe.each(Object.keys(POORER) as Poorer[])('a log %s', (how) => {
  let findings: ReadonlyMap<string, Finding>;

  beforeAll(async () => {
    const folder = tempFolder(false);
    writeFileSync(join(folder, 'log.jsonl'), impoverish(lines, how).join('\n'));
    // Nobody would guess that a row without a single token is a call: a person has to say so.
    const source = how === 'without usage and text' ? { source: 'generic' } : {};
    const choice = { detectors: IDS, strategies: [], ...source };
    const report = await runAudit(folder, ['log.jsonl'], choice);
    expect(report.totals.calls).toBeGreaterThan(100);
    findings = new Map(report.findings.map((finding) => [finding.detector, finding]));
  }, 60_000);

  test.each(IDS)('%s says so where it could not look', (id) => {
    const { status, reason } = findings.get(id)!;
    const blind = BLIND[how][id];
    if (blind === undefined) expect(['clean', 'found'], `${reason}`).toContain(status);
    else {
      expect(status, `it cannot know ${blind}`).toBe('notApplicable');
      expect(reason).toMatch(/^no call /);
    }
  });
});

test('of a log without calls with a fact only in some of them, those are looked at', async () => {
  const folder = tempFolder(false);
  const mixed = lines.flatMap((line, i) => (i % 2 === 0 ? [line] : impoverish([line], 'without usage')));
  writeFileSync(join(folder, 'log.jsonl'), mixed.join('\n'));
  const report = await runAudit(folder, ['log.jsonl'], { detectors: IDS, strategies: [] });
  const blind = report.findings.filter(({ status }) => status === 'notApplicable' || status === 'failed');
  expect(blind.map(({ detector, reason }) => `${detector}: ${reason}`)).toEqual([]);
}, 30_000);
