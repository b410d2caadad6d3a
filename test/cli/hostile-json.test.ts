import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Evidence } from '../../src/model/evidence.ts';
import { sampleReconciliation } from '../report/reconciliation/sample-reconciliation.ts';
import { sampleReport } from '../report/sample-reports.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { run, type World } from './fake-io.ts';
import { definitions } from './scenario/fake-definitions.ts';

/** A C1 control (the bytes C2 9B), DEL, a bidi mark, and half of a character. */
const HOSTILE = 'ann\u009b31m\u007f\u202e\ud800';

const sample = sampleReport('what-if');
const report = {
  ...sample,
  scenario: { ...sample.scenario!, name: HOSTILE },
  groups: { ...sample.groups, user: sample.groups.model.map((group) => ({ ...group, key: HOSTILE })) },
};

const useCases: World['useCases'] = {
  simulate: async (_, wanted) => wanted.map(() => report),
  show: async () => ({ paths: [HOSTILE] }) as unknown as Evidence,
  reconcile: async () => ({
    ...sampleReconciliation(),
    warnings: [{ code: 'a', text: HOSTILE, count: 1 }],
  }),
  strategies: async () => definitions.map((definition) => ({ ...definition, title: HOSTILE })),
};

test.each([
  ['simulate x --json'],
  ['simulate x --json --compare a.yaml b.yaml'],
  ['show total x --json'],
  ['reconcile x --ledger y --json'],
  ['strategies --json'],
  ['prices --prices own.json --json'],
  ['estimate --input 10 --output 5 --models OWN --prices own.json --json'],
])('%s: nothing that a terminal obeys or hides is raw, and a parser reads it as it was', async (line) => {
  const cwd = tempFolder();
  for (const name of ['a', 'b']) writeFileSync(join(cwd, `${name}.yaml`), `name: ${name}\n`);
  const price = { model: HOSTILE, provider: 'acme', input: 1, output: 2 };
  writeFileSync(join(cwd, 'own.json'), JSON.stringify({ prices: [price] }));
  const words = line.split(' ').map((word) => (word === 'OWN' ? HOSTILE : word));
  const { out, err, code } = await run(words, { cwd, useCases });
  expect([code, err]).toEqual([0, '']);
  expect(out.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
  const texts: unknown[] = [];
  JSON.parse(out, (_, value: unknown) => {
    texts.push(value);
    return value;
  });
  expect(texts).toContain(HOSTILE);
});
