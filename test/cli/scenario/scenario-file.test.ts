import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readScenario } from '../../../src/cli/scenario/scenario-file.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { definitions } from './fake-definitions.ts';

function read(content: unknown, name = 'plan.yaml', beside: Readonly<Record<string, string>> = {}) {
  const folder = tempFolder();
  for (const [file, text] of Object.entries(beside)) writeFileSync(join(folder, file), text);
  const file = join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return readScenario(file, definitions);
}

const EMPTY = {
  name: 'plan',
  describe: '',
  strategies: [],
  order: 'given',
  settings: {},
  prices: [],
  volume: 1,
  growthPerMonth: 0,
};

describe('what a file says', () => {
  test('everything', async () => {
    const scenario = await read(
      `
name: third article
describe: Cheaper models, then a cache
strategies:
  - router
  - cache: {preset: first-article, ttl: 7d, threshold: 0.9, shared: false}
models:
  gpt-4.1: deepseek-v4-flash
  claude-*: gpt-4.1-mini
order: auto
volume: 2x
growth: 10%
pricesAt: 2027-01-01
prices: own.json
sweeps:
  cache.ttl: [1h, 24h]
  cache.threshold: [0.8, 0.9]
  router.share: [0]
`,
      'plan.yaml',
      { 'own.json': '{"prices": []}' },
    );
    expect(scenario).toEqual({
      name: 'third article',
      describe: 'Cheaper models, then a cache',
      strategies: ['model-map', 'router', 'cache'],
      order: 'auto',
      settings: {
        'model-map': { map: 'gpt-4.1 -> deepseek-v4-flash, claude-* -> gpt-4.1-mini' },
        cache: { preset: 'first-article', ttl: '7d', threshold: 0.9, shared: false },
      },
      sweeps: {
        cache: [
          { option: 'ttl', values: ['1h', '24h'] },
          { option: 'threshold', values: [0.8, 0.9] },
        ],
        router: [{ option: 'share', values: [0] }],
      },
      volume: 2,
      growthPerMonth: 0.1,
      pricesAt: Date.UTC(2027, 0, 1),
      prices: [{ origin: 'own.json', value: { prices: [] } }],
    });
  });

  test.each([
    ['an empty one', '# nothing yet\n'],
    ['keys without a value', 'strategies:\nmodels:\nvolume:\nprices:\n'],
    ['JSON', '{"strategies": []}'],
  ])('%s is the log as it is', async (_, text) => {
    expect(await read(text)).toEqual(EMPTY);
  });

  test('a name that looks like a number, and a text option too', async () => {
    expect(await read({ name: 2027, strategies: [{ cache: { ttl: 0 } }] })).toMatchObject({
      name: '2027',
      settings: { cache: { ttl: '0' } },
    });
  });

  test('models stand where their strategy is listed', async () => {
    const scenario = await read({
      strategies: ['cache', 'model-map', { router: null }],
      models: ['gpt-4.1 -> gpt-4.1-mini', 'o3->o4-mini'],
    });
    expect(scenario.strategies).toEqual(['cache', 'model-map', 'router']);
    expect(scenario.settings).toEqual({ 'model-map': { map: 'gpt-4.1 -> gpt-4.1-mini, o3 -> o4-mini' } });
  });

  test('prices in the file itself', async () => {
    const prices = { discounts: { openai: 10 } };
    expect((await read({ prices })).prices).toEqual([{ origin: 'plan.yaml: prices', value: prices }]);
  });
});

describe('what is wrong is one line with the file and the key', () => {
  test.each<[unknown, string]>([
    [{ strategy: [] }, 'plan.yaml: "strategy" is not a known key of a scenario; did you mean "strategies"?'],
    [['cache'], 'plan.yaml: needs a map of name, describe, strategies'],
    [{ strategies: 'cache' }, 'plan.yaml: strategies: needs a list, an entry for each strategy in its order'],
    [
      { strategies: ['cahce'] },
      'plan.yaml: strategies: "cahce" is not a known strategy; did you mean "cache"?',
    ],
    [{ strategies: ['cache', 'cache'] }, 'plan.yaml: strategies: strategy "cache" is named twice'],
    [
      { strategies: ['cache', { router: {}, cache: {} }] },
      'plan.yaml: strategies: entry 2 needs the id of a strategy, or one id',
    ],
    [{ strategies: [3] }, 'plan.yaml: strategies: entry 1 needs the id'],
    [{ strategies: [{ cache: '7d' }] }, 'plan.yaml: strategies: entry 1: cache needs a map of its options'],
    [
      { strategies: [{ cache: { tll: '7d' } }] },
      'plan.yaml: strategies: "tll" is not a known option of cache',
    ],
    [
      { strategies: [{ cache: { ttl: 'soon' } }] },
      'plan.yaml: strategies: cache.ttl needs a duration such as',
    ],
    [
      { strategies: [{ cache: { ttl: ['1h'] } }] },
      'plan.yaml: strategies: cache.ttl needs a text, not ["1h"]',
    ],
    [
      { strategies: [{ cache: { threshold: 2 } }] },
      'plan.yaml: strategies: cache.threshold must be at most 1, not 2',
    ],
    [
      { strategies: [{ cache: { preset: 'first' } }] },
      'plan.yaml: strategies: cache.preset needs one of first-article, not "first"',
    ],
    [{ models: {} }, 'plan.yaml: models: needs a map such as'],
    [{ models: 'gpt-4.1' }, 'plan.yaml: models: needs a map such as'],
    [{ models: { a: '' } }, 'plan.yaml: models: needs one model for each model, not "a -> "'],
    [{ models: { a: 'b, c -> d' } }, 'plan.yaml: models: needs one model for each model'],
    [{ models: ['a -> b -> c'] }, 'plan.yaml: models: needs one model for each model'],
    [
      { models: { a: 'b' }, strategies: [{ 'model-map': { map: 'a -> c' } }] },
      'plan.yaml: models: model-map has a map of its own; keep one of the two',
    ],
    [{ order: 'best' }, 'plan.yaml: order: needs given or auto, not "best"'],
    [{ volume: 0 }, 'plan.yaml: volume: needs a factor such as 2x'],
    [{ growth: 0.1 }, 'plan.yaml: growth: needs a percentage such as 10%'],
    [{ pricesAt: 'soon' }, 'plan.yaml: pricesAt: needs a date such as'],
    [{ prices: 'none.json' }, 'plan.yaml: prices: none.json cannot be read'],
    [{ prices: { discount: {} } }, "plan.yaml: prices: unknown key 'discount'"],
    [{ prices: 3 }, 'plan.yaml: prices: needs the name of a file or an object of prices'],
    [{ sweeps: ['cache.ttl'] }, 'plan.yaml: sweeps: needs a map such as'],
    [{ sweeps: { 'cache.ttl': '1h' } }, 'plan.yaml: sweeps: "cache.ttl" needs a list of values'],
    [{ sweeps: { 'cache.ttl': ['1h'] } }, 'plan.yaml: sweeps: cache.ttl: "cache" is not replayed'],
    [
      { strategies: ['cache'], sweeps: { 'cache.ttl': ['1h', 'soon'] } },
      'plan.yaml: sweeps: cache.ttl needs a duration',
    ],
    ['strategies: [cache', 'plan.yaml is not YAML: '],
    ['a: 1\n---\nb: 2\n', 'plan.yaml is not YAML: '],
    ['name: a\nname: b\n', 'plan.yaml is not YAML: '],
    ['{"__proto__": {"name": "x"}}', 'plan.yaml: "__proto__" is not a known key of a scenario'],
  ])('%j', async (content, message) => {
    const error = await read(content).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ name: 'InputError', message: expect.stringContaining(message) });
    expect((error as Error).message).not.toContain('\n');
  });

  test('no such file, and a folder', async () => {
    await expect(readScenario('/no/such/plan.yaml', definitions)).rejects.toThrow(
      'scenario: /no/such/plan.yaml cannot be read',
    );
    await expect(readScenario(tempFolder(), definitions)).rejects.toThrow('cannot be read: EISDIR');
  });
});
