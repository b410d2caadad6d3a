import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../fake-io.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'llm-cost-export-'));
  writeFileSync(join(folder, 'scenario.yaml'), 'strategies: [first]\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

test('without a scenario: one line', async () => {
  const { err, code } = await run('export litellm', { cwd: folder });
  expect(code).toBe(2);
  expect(err).toBe('llm-cost: export litellm needs --scenario <file>\n');
});

test('a proxy is named', async () => {
  const { code } = await run('export nginx', { cwd: folder });
  expect(code).toBe(2);
});

test('a scenario whose strategy does not exist: one line that names the file', async () => {
  writeFileSync(join(folder, 'wrong.yaml'), 'strategies: [frist]\n');
  const { err, code } = await run('export litellm --scenario wrong.yaml', { cwd: folder });
  expect(code).toBe(2);
  expect(err).toMatch(/^llm-cost: wrong\.yaml: .*did you mean "first"\?\n$/);
});

test('help says what it is for', async () => {
  const { out, code } = await run('export litellm --help', { cwd: folder });
  expect(code).toBe(0);
  expect(out).toContain('LiteLLM');
});
