import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { AuditRequest } from '../../../src/engine/audit-request.ts';
import { draftText } from '../../../src/report/scenario/draft-text.ts';
import { sampleReport } from '../../report/sample-reports.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { run } from '../fake-io.ts';

const draft = { audit: sampleReport('typical'), simulated: null, chosen: [], left: [], moves: [] };

async function drafted(line: string, cwd = tempFolder()) {
  let asked: AuditRequest | undefined;
  const useCases = {
    draftScenario: async (request: AuditRequest) => {
      asked = request;
      return draft;
    },
  };
  return { ...(await run(line, { cwd, useCases })), asked, cwd };
}

test('scenario.yaml in the working folder, and it says so', async () => {
  const { code, out, err, files, cwd, asked } = await drafted(
    'scenarios init log.jsonl --timezone Asia/Tokyo',
  );
  expect([code, out]).toEqual([0, '']);
  expect(err).toBe('wrote scenario.yaml; llm-cost simulate --scenario scenario.yaml replays it\n');
  expect([...files]).toEqual([[join(cwd, 'scenario.yaml'), draftText(draft, 'scenario.yaml')]]);
  expect(asked).toMatchObject({
    paths: ['log.jsonl'],
    timezone: 'Asia/Tokyo',
    strategies: ['first', 'second'],
  });
});

test('--out names another, --quiet says nothing', async () => {
  const { err, files, cwd } = await drafted('scenarios init log.jsonl --out plans/a.yaml --quiet');
  expect(err).toBe('');
  expect([...files.keys()]).toEqual([join(cwd, 'plans/a.yaml')]);
});

test('a file that is there stays unless --force is given', async () => {
  const cwd = tempFolder();
  writeFileSync(join(cwd, 'scenario.yaml'), 'mine');
  const kept = await drafted('scenarios init log.jsonl', cwd);
  expect(kept).toMatchObject({ code: 2, out: '', asked: undefined });
  expect(kept.err).toMatch(/^llm-cost: --out: .*scenario\.yaml exists; name another[^\n]*\n$/);
  expect(kept.files.size).toBe(0);
  expect((await drafted('scenarios init log.jsonl --force', cwd)).files.size).toBe(1);
});

test('without a subcommand its help, as the program without a command', async () => {
  const { code, out, err } = await drafted('scenarios');
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain('Usage: llm-cost scenarios');
});

test('nothing was audited yet', async () => {
  const { code, err } = await drafted('scenarios init');
  expect(code).toBe(2);
  expect(err).toMatch(/^llm-cost: no audit in .*store\.db yet: name the logs[^\n]*\n$/);
});
