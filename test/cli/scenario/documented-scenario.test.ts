import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readScenario } from '../../../src/cli/scenario/scenario-file.ts';
import { strategies } from '../../../src/strategies/index.ts';
import { tempFolder } from '../../support/temp-folder.ts';

test('the example of docs/scenarios.md is a scenario', async () => {
  const page = readFileSync(new URL('../../../docs/scenarios.md', import.meta.url), 'utf8');
  const [, example] = /```yaml\n([\s\S]*?)```/.exec(page)!;
  const folder = tempFolder();
  writeFileSync(join(folder, 'plan.yaml'), example!);
  writeFileSync(join(folder, 'own-prices.json'), '{"prices": []}');
  expect(await readScenario(join(folder, 'plan.yaml'), strategies)).toEqual({
    name: 'third article',
    describe: 'Cheaper models, then a cache for a week',
    strategies: ['model-map', 'router', 'cache', 'compression'],
    order: 'auto',
    settings: {
      'model-map': { map: 'gpt-4.1 -> deepseek-v4-flash' },
      cache: { ttl: '7d', mode: 'exact' },
      compression: { preset: 'third-article' },
    },
    sweeps: { cache: [{ option: 'ttl', values: ['1h', '24h', '7d'] }] },
    volume: 2,
    growthPerMonth: 0.1,
    pricesAt: Date.UTC(2027, 0, 1),
    prices: [{ origin: 'own-prices.json', value: { prices: [] } }],
  });
});
