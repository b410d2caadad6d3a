import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fixtureRecords } from '../../support/read-source.ts';
import type { AuditChanges } from '../../support/run-audit.ts';
import { runAudit } from '../../support/run-audit.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { ENVELOPES, OBJECT_WRAPPERS, TEXT_WRAPPERS } from './wrapped-lines.ts';

const FIXTURES = readdirSync(join(import.meta.dirname, '../../../fixtures')).filter((name) =>
  name.endsWith('.jsonl'),
);
const folder = tempFolder(false);
const ONLY_READ: AuditChanges = {
  strategies: [],
  detectors: [],
  read: { map: {}, epoch: 0, model: 'gpt-4.1' },
};

/** What is read of it, whatever stands around it; its own times only, since a wrapper lends its own. */
async function read(text: string) {
  writeFileSync(join(folder, 'log.jsonl'), text);
  const { inputs, totals } = await runAudit(folder, ['log.jsonl'], ONLY_READ);
  const { source, calls, repeatedRecords } = inputs[0]!;
  return { source, calls, repeatedRecords, tokens: totals.tokens, failed: totals.failedCalls };
}

const { docker, message, compose, kubernetes } = TEXT_WRAPPERS;
const lines = { docker, message, compose, kubernetes, elasticsearch: OBJECT_WRAPPERS.elasticsearch };

test.each(FIXTURES)('%s is read the same in any wrapper', async (name) => {
  const records = fixtureRecords(name).filter((it) => it !== undefined);
  const texts = records.map((it) => JSON.stringify(it));
  const bare = await read(texts.join('\n'));
  for (const [wrapper, wrap] of Object.entries(lines)) {
    expect(await read(texts.map((it, i) => wrap!(it, i)).join('\n')), wrapper).toEqual(bare);
  }
  for (const wrapper of ['data', 'hits', 'records', 'cloudWatch']) {
    expect(await read(JSON.stringify(ENVELOPES[wrapper]!(records), undefined, 2)), wrapper).toEqual(bare);
  }
  expect(await read(JSON.stringify(records)), 'a list').toEqual(bare);
});
