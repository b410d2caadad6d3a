import { linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LastAudit } from '../../src/engine/last-audit.ts';
import { sampleReport } from '../report/sample-reports.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { zipBytes } from '../support/zip-bytes.ts';
import { run } from './fake-io.ts';

const FILES = {
  's1.yaml': 'name: one\nstrategies: [first]\n',
  's2.yaml': 'name: two\nstrategies: [second]\n',
  's3.yaml': 'name: three\nstrategies: [first]\nprices: own.json\n',
  'own.json': '{"prices":[]}',
  'c.yaml': 'top: 3\n',
  'ledgers/l.json': '{}',
  'logs/a.jsonl': '{}\n',
  'logs/old.html': '',
} as const;

/** A folder of logs and of all that is read beside them; the last audit was of `logs`. */
function world(more: Readonly<Record<string, string>> = {}) {
  const cwd = tempFolder();
  for (const folder of ['logs', 'ledgers']) mkdirSync(join(cwd, folder));
  for (const [name, text] of Object.entries({ ...FILES, ...more })) writeFileSync(join(cwd, name), text);
  linkSync(join(cwd, 'logs', 'a.jsonl'), join(cwd, 'same.jsonl'));
  const last: LastAudit = {
    ...{ paths: ['logs'], cwd, read: { map: {}, epoch: 0 }, keepText: false, prices: [] },
    ...{ detectors: [], settings: {}, timezone: 'UTC' },
  };
  const read: string[] = [];
  const useCases = {
    lastAudit: async () => last,
    showIds: async () => {
      read.push('show');
      return ['id'];
    },
    simulate: async (_: unknown, scenarios: readonly unknown[]) => {
      read.push('simulate');
      return scenarios.map(() => sampleReport('typical'));
    },
    audit: async () => {
      read.push('audit');
      return sampleReport('typical');
    },
  };
  return { cwd, read, useCases };
}

const REFUSED: readonly (readonly [string, string])[] = [
  ['show user=ab --ids', 'logs/a.jsonl'],
  ['show user=ab', 'logs/a.jsonl'],
  ['show user=ab', 'same.jsonl'],
  ['show user=ab logs', 'logs/a.jsonl'],
  ['show user=ab logs/*.jsonl', 'logs/a.jsonl'],
  ['simulate --compare s1.yaml s2.yaml', 'logs/a.jsonl'],
  ['simulate --compare s1.yaml --compare s2.yaml', 'logs/a.jsonl'],
  ['simulate logs --scenario s1.yaml --compare s2.yaml', 's2.yaml'],
  ['simulate logs --scenario s1.yaml --compare s2.yaml', 's1.yaml'],
  ['simulate logs --scenario s1.yaml --compare s3.yaml', 'own.json'],
  ['simulate logs --scenario s3.yaml', 'own.json'],
  ['simulate logs --scenario s3.yaml', 's3.yaml'],
  ['export litellm --scenario s1.yaml logs', 'logs/a.jsonl'],
  ['export litellm --scenario s1.yaml', 's1.yaml'],
  ['export litellm --scenario s1.yaml --prices own.json', 'own.json'],
  ['export litellm --scenario s3.yaml', 'own.json'],
  ['reconcile logs --ledger ledgers', 'logs/a.jsonl'],
  ['reconcile logs --ledger ledgers', 'ledgers/l.json'],
  ['estimate --models gpt-4o --input 1k --prices own.json', 'own.json'],
  ['estimate --models gpt-4o --input 1k --config c.yaml', 'c.yaml'],
  ['scenarios init logs --force', 'logs/a.jsonl'],
  ['scenarios init --force', 'logs/a.jsonl'],
  ['demo --requests 20 --prices own.json', 'own.json'],
  ['audit logs --config c.yaml', 'c.yaml'],
];

test.each(REFUSED)('%s is not written over %s', async (command, out) => {
  const { cwd, read, useCases } = world();
  const ran = await run(`${command} --out ${out}`, { cwd, useCases });
  expect(ran.err).toBe(
    `llm-cost: --out: ${join(cwd, out)} is read for this and would be overwritten: name another file\n`,
  );
  expect([ran.code, ran.out, ran.files.size, read]).toEqual([2, '', 0, []]);
});

test('a configuration that was found is not written over, and neither by what it says itself', async () => {
  const name = 'llm-cost.config.json';
  const estimate = 'estimate --models gpt-4o --input 1k';
  const flag = await run(`${estimate} --out ${name}`, world({ [name]: '{"top":3}' }));
  const own = await run(estimate, world({ [name]: `{"out":"${name}"}` }));
  for (const ran of [flag, own]) {
    expect(ran.err).toContain(`${name} is read for this and would be overwritten`);
    expect([ran.code, ran.files.size]).toEqual([2, 0]);
  }
});

test.each([
  ['simulate --compare s1.yaml s2.yaml --out logs/'],
  ['simulate --compare s1.yaml s2.yaml --out logs'],
  ['simulate --compare s1.yaml s2.yaml --out new/'],
  ['show user=ab --ids --out logs'],
])('%s names a folder, which is said before anything is read', async (command) => {
  const { cwd, read, useCases } = world();
  const ran = await run(command, { cwd, useCases });
  expect(ran.err).toMatch(/is a folder, and this result is one file: name a file in it\n$/);
  expect([ran.code, ran.files.size, read]).toEqual([2, 0, []]);
});

test.each([
  ['show user=ab --ids', 'logs/new.jsonl'],
  ['show user=ab --ids', 'logs/old.html'],
  ['show user=ab --ids logs', 'own.json'],
  ['simulate --compare s1.yaml s2.yaml', 'logs/new.txt'],
  ['export litellm --scenario s1.yaml logs', 's2.yaml'],
  ['estimate --models gpt-4o --input 1k', 'own.json'],
])('%s is written to %s, which is not read for it', async (command, out) => {
  const { cwd, useCases } = world();
  const ran = await run(`${command} --out ${out}`, { cwd, useCases });
  expect(ran).toMatchObject({ code: 0, out: '' });
  expect([...ran.files.keys()]).toEqual([join(cwd, out)]);
});

test('an archive in a folder is not written over', async () => {
  const { cwd, read, useCases } = world();
  writeFileSync(join(cwd, 'logs', 'b.zip'), zipBytes([{ name: 'a.jsonl', bytes: Buffer.from('{}') }]));
  const ran = await run('show user=ab --ids --out logs/b.zip', { cwd, useCases });
  expect(ran.err).toContain('b.zip is read for this and would be overwritten');
  expect([ran.code, ran.files.size, read]).toEqual([2, 0, []]);
});

test('the last audit names its logs from its own folder, wherever it is replayed', async () => {
  const { cwd, useCases } = world();
  const report = sampleReport('typical');
  const inputs = [{ ...report.inputs[0]!, path: join('logs', 'a.jsonl'), calls: 3 }];
  const simulate = async () => [{ ...report, inputs }];
  const elsewhere = { cwd: tempFolder(), useCases: { ...useCases, simulate } };
  const ran = await run(`simulate --json --out ${join(cwd, 'logs', 'a.jsonl')}`, elsewhere);
  expect(ran.err).toContain('a.jsonl is read for this and would be overwritten');
  expect([ran.code, ran.files.size]).toEqual([2, 0]);
});

test('- is standard output', async () => {
  const ran = await run('show user=ab --ids --out -', world());
  expect([ran.code, ran.out, ran.files.size]).toEqual([0, 'id\n', 0]);
});
