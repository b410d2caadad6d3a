import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { detectors } from '../../src/detectors/index.ts';
import { runAudit } from '../support/run-audit.ts';

const FOLDER = join(import.meta.dirname, '../../fixtures/detectors');

interface Line {
  readonly id: string;
  /** The detectors that claim the call, each by itself. */
  readonly expect: readonly string[];
}

function linesOf(id: string): Line[] {
  const text = readFileSync(join(FOLDER, `${id}.jsonl`), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line): Line => JSON.parse(line));
}

/** Ids of the calls that the detector claims in groups that count, in an audit with it alone. */
async function claimed(detector: string, fixture: string): Promise<Set<string>> {
  const request = { detectors: [detector], strategies: [], top: 1e6 };
  const { findings } = await runAudit(FOLDER, [`${fixture}.jsonl`], request);
  const [finding] = findings;
  expect(finding!.status, finding!.reason ?? '').not.toBe('failed');
  return new Set(finding!.groups.filter(({ review }) => !review).flatMap(({ examples }) => examples));
}

describe.each(detectors.map(({ id }) => id))('fixtures/detectors/%s.jsonl', (id) => {
  test('has a hit and a near miss', () => {
    expect(existsSync(join(FOLDER, `${id}.jsonl`))).toBe(true);
    const lines = linesOf(id);
    expect(new Set(lines.map((line) => line.id)).size).toBe(lines.length);
    const hits = lines.filter((line) => line.expect.includes(id)).length;
    expect(hits).toBeGreaterThan(0);
    expect(hits).toBeLessThan(lines.length);
  });

  test('its calls are claimed by whom they name, and by nobody else of those it names', async () => {
    const lines = linesOf(id);
    const judged = new Set([id, ...lines.flatMap((line) => line.expect)]);
    for (const detector of judged) {
      const hits = lines.filter((line) => line.expect.includes(detector)).map((line) => line.id);
      expect([...(await claimed(detector, id))].sort(), detector).toEqual(hits.sort());
    }
  }, 30_000);
});
