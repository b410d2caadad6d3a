import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { textWidth } from '../../../src/report/safe-text.ts';
import { run } from '../fake-io.ts';

describe('the list', () => {
  test('one line per price in force, inside the terminal', async () => {
    const { out, code } = await run('prices');
    expect(code).toBe(0);
    // OpenAI's list price of GPT-4.1: $2 in, $0.50 cached, $8 out per 1M tokens.
    expect(out).toMatch(/^gpt-4\.1 +openai +\$2\.00 +\$0\.50 +\$8\.00/m);
    for (const line of out.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(80);
  });

  test('--json is the same as data', async () => {
    const prices: { model: string; provider: string; inForce: boolean }[] = JSON.parse(
      (await run('prices --json')).out,
    );
    expect(prices.length).toBeGreaterThan(50);
    expect(prices.every(({ inForce }) => inForce)).toBe(true);
  });

  test('--at shows the prices of that day', async () => {
    const models = async (line: string) =>
      (JSON.parse((await run(line)).out) as { model: string }[]).map(({ model }) => model);
    expect(await models('prices --json')).toContain('gpt-6-sol');
    expect(await models('prices --json --at 2026-09-01')).not.toContain('gpt-6-sol');
  });
});

describe('one model', () => {
  test.each([40, 80, 200])('at %s columns', async (width) => {
    const { out, code } = await run(`prices claude-sonnet-5 --width ${width}`);
    expect(code).toBe(0);
    expect(out).toMatch(/standard +\$2\.00 .*\$10\.00/);
    for (const line of out.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(width);
  });

  test('an unknown one is an error with code 2', async () => {
    const ran = await run('prices no-such-model');
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toMatch(/^llm-cost: prices: [^\n]*no-such-model[^\n]*\n$/);
  });

  test('a price of your own comes first', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'llm-cost-prices-'));
    writeFileSync(
      join(folder, 'own.json'),
      JSON.stringify({ prices: [{ model: 'acme-7b', provider: 'acme', input: 0.125, output: 0.5 }] }),
    );
    const { out } = await run('prices acme-7b --prices own.json', { cwd: folder });
    rmSync(folder, { recursive: true });
    expect(out).toContain('your own price from own.json');
    expect(out).toMatch(/standard +\$0\.125 +- .*\$0\.50/);
  });

  test('a broken price file is an error of one line', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'llm-cost-prices-'));
    writeFileSync(join(folder, 'own.json'), '{"prcies": []}');
    const ran = await run('prices --prices own.json', { cwd: folder });
    rmSync(folder, { recursive: true });
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toMatch(/^llm-cost: own\.json[^\n]*prices[^\n]*\n$/);
  });
});
