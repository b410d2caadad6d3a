import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { snippets } from './snippets.ts';
import { Workshop } from './workshop.ts';

const hasPython = spawnSync('python3', ['--version']).status === 0;
const fixture = new URL('../../fixtures/litellm.jsonl', import.meta.url);
/** The standard payloads of the fixture; its other rows are of the proxy's table. */
const payloads = readFileSync(fixture, 'utf8')
  .split('\n')
  .filter((line) => line.includes('"saved_cache_cost"'))
  .map((line) => JSON.parse(line) as { metadata: object });

test('the proxy is told the name that the logger has', () => {
  const config: unknown = parse(snippets().get('litellm-config.yaml')!);
  expect(config).toMatchObject({ litellm_settings: { callbacks: 'litellm_calls.recorder' } });
  expect(snippets().get('litellm_calls.py')).toContain('\nrecorder = RecordCalls()');
});

describe.skipIf(!hasPython)('the logger, in a stand-in of LiteLLM (skipped without python3)', () => {
  test('writes each payload once, as the log of LiteLLM that it is', async () => {
    const shop = new Workshop('');
    const module = join(shop.folder, 'litellm/integrations');
    mkdirSync(module, { recursive: true });
    shop.write('litellm/integrations/custom_logger.py', 'class CustomLogger:\n    pass\n');
    const said = { spend_logs_metadata: { feature: 'search', user: 'u-17' } };
    const rows = payloads.map((payload, i) =>
      i === 0 ? { ...payload, end_user: '', metadata: said } : payload,
    );
    writeFileSync(
      join(shop.folder, 'payloads.jsonl'),
      rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
    );
    await shop.run('python3', 'litellm-calls.py', 'payloads.jsonl');

    const recorded = shop.recorded().trimEnd().split('\n');
    expect(recorded.map((line): unknown => JSON.parse(line))).toEqual(rows);
    const { totals, groups, inputs } = await shop.audit();
    expect(inputs[0]).toMatchObject({ source: 'litellm', records: rows.length, skipped: 0 });
    expect(totals.calls).toBe(rows.length);
    expect(totals.failedCalls).toBeGreaterThan(0);
    expect(groups.feature?.map(({ key }) => key)).toContain('search');
    expect(groups.user?.map(({ key }) => key)).toContain('u-17');
  });
});
