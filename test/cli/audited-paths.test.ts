import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tempFolder } from '../support/temp-folder.ts';
import { NOWHERE, run } from './fake-io.ts';

describe('--agents', () => {
  test('audits what coding agents keep, beside what is named', async () => {
    const home = tempFolder();
    const sessions = join(home, '.codex', 'sessions');
    mkdirSync(sessions, { recursive: true });
    expect((await run('audit --agents', { home })).request!.paths).toEqual([sessions]);
    expect((await run('audit x.jsonl --agents', { home })).request!.paths).toEqual(['x.jsonl', sessions]);
    const env = { CODEX_HOME: join(home, 'elsewhere') };
    expect((await run('audit x.jsonl --agents', { home, env })).request!.paths).toEqual(['x.jsonl']);
  });

  test('is one line that says where it looked when there is nothing', async () => {
    const ran = await run('audit --agents');
    expect(ran).toMatchObject({ code: 2, out: '', request: undefined });
    expect(ran.err).toMatch(/^llm-cost: --agents: no sessions of coding agents in [^\n]*\n$/);
    expect(ran.err).toContain(join(NOWHERE, '.claude', 'projects'));
    expect(ran.err).toContain('opencode*.db');
  });

  test('without it, something must be named', async () => {
    const ran = await run('audit --json');
    expect(ran).toMatchObject({ code: 2, request: undefined });
    expect(ran.err).toContain("missing required argument 'paths'");
  });
});
