import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Random } from '../../src/demo/random.ts';
import { detectors } from '../../src/detectors/index.ts';
import { loadCounter } from '../../src/tokens/counter.ts';
import { conversationLogs } from '../support/clean/conversations.ts';
import { otherLogs } from '../support/clean/other-shapes.ts';
import { singleRequestLogs } from '../support/clean/single-requests.ts';
import { runAudit } from '../support/run-audit.ts';
import { tempFolder } from '../support/temp-folder.ts';

const LOGS = [...conversationLogs, ...singleRequestLogs, ...otherLogs];
const IDS = detectors.map(({ id }) => id);

/** Ordinary traffic without waste: whatever is reported here is a false alarm. */
describe.each(LOGS.map((log) => [log.name, log] as const))('%s', (name, log) => {
  test.each([1, 2, 3])(
    'nobody finds anything, seed %d',
    async (seed) => {
      const { count } = await loadCounter('o200k_base');
      const folder = tempFolder(false);
      const file = `${name}.${log.ending}`;
      writeFileSync(join(folder, file), log.lines(new Random(seed), count).join('\n'));
      const report = await runAudit(folder, [file], { detectors: IDS, strategies: [] });
      const alarms = report.findings.filter(({ status }) => status !== 'clean' && status !== 'notApplicable');
      const shown = alarms.flatMap(({ detector, status, reason, groups }) => [
        `${detector}: ${status} ${reason ?? ''}`,
        ...groups.map(({ label, calls, review }) => `  ${review ? 'review ' : ''}${calls} ${label}`),
      ]);
      expect(report.totals.calls).toBeGreaterThan(10);
      expect(shown).toEqual([]);
    },
    30_000,
  );
});
