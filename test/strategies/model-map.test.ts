import { describe, expect, test } from 'vitest';
import type { AnyOptionValues } from '../../src/contracts/option.ts';
import { familiesOf, modelFacts } from '../../src/engine/facts/model-facts.ts';
import { TokenRatios } from '../../src/engine/facts/token-ratios.ts';
import type { StrategyResult } from '../../src/model/report.ts';
import { loadPriceBook } from '../../src/pricing/price-book.ts';
import modelMap from '../../src/strategies/model-map.ts';
import { matching, readModelMap } from '../../src/strategies/routing/model-patterns.ts';
import { inOrder } from '../support/calls.ts';
import { fakeModels } from './fake-models.ts';
import { fakePrompts } from './fake-prompts.ts';
import { choose, contextOf, replayCalls } from './run.ts';

const MODELS = fakeModels([
  { model: 'gpt-4.1', input: 2, output: 8, batch: 0.5 },
  { model: 'gpt-4o', input: 2.5, output: 10 },
  { model: 'gpt-4o-mini', input: 0.15, output: 0.6 },
  { model: 'claude-3-5-sonnet-20240620', input: 3, output: 15 },
  { model: 'deepseek-v3.2', input: 0.28, output: 0.42 },
  { model: 'low', input: 0.1, output: 0.4, contextWindow: 2000, batch: 0.5 },
  { model: 'thinker', input: 0.1, output: 0.4, reasoning: true },
  { model: 'twice', input: 0.1, output: 0.4, family: 'double' },
  { model: 'cached', input: 1, output: 4, cacheRead: 0.1 },
  { model: 'vectors', input: 0.02, output: 0 },
  { model: 'claimed', input: 0.1, output: 0.4, isClaim: true },
]);

type Parts = Parameters<typeof inOrder>[0][number];

function run(
  parts: readonly Parts[],
  map: string,
  options: AnyOptionValues = {},
  models = MODELS,
): StrategyResult {
  const context = contextOf(fakePrompts([]).prompts, models);
  return replayCalls([choose(modelMap, { map, ...options })], context, inOrder(parts)).strategies[0]!;
}

describe('claims', () => {
  const swap = (model: string, map: string, usage: Parts['usage']): StrategyResult =>
    run([{ model, usage }], map);

  test('S0-08: DeepSeek V3.2 instead of GPT-4.1 cuts 94.75% of output and 86% of input', () => {
    const map = 'gpt-4.1 -> deepseek-v3.2';
    const output = swap('gpt-4.1', map, { input: 0, output: 1000 });
    expect(output.savedUsd / output.beforeUsd).toBeCloseTo(0.9475, 12);
    const input = swap('gpt-4.1', map, { input: 1000, output: 0 });
    expect(input.savedUsd / input.beforeUsd).toBeCloseTo(0.86, 12);
  });

  test('S0-14: a swap takes $0.008 to $0.00042', () => {
    const result = swap('gpt-4.1', 'gpt-4.1 -> deepseek-v3.2', { input: 0, output: 1000 });
    expect(result.afterUsd).toBeCloseTo(0.00042, 12);
  });

  test('S4-03: claude-3-5-sonnet-20240620 to gpt-4o-mini is a twentieth of input, a 25th of output', () => {
    const map = String(modelMap.presets!['fifth-article']!.options.map);
    const ratio = (usage: Parts['usage']): number => {
      const result = swap('claude-3-5-sonnet-20240620', map, usage);
      return result.beforeUsd / result.afterUsd;
    };
    expect(ratio({ input: 1000, output: 0 })).toBeCloseTo(20, 9);
    expect(ratio({ input: 0, output: 1000 })).toBeCloseTo(25, 9);
  });

  test('S4-04: gpt-4o to gpt-4o-mini is 94% cheaper', () => {
    const result = swap('gpt-4o', 'gpt-4o -> gpt-4o-mini', { input: 700, output: 300 });
    expect(result.beforeUsd / result.afterUsd).toBeCloseTo(16.667, 3);
    expect(result.savedUsd / result.beforeUsd).toBeCloseTo(0.94, 12);
  });

  test.each([
    ['2026-06-01T00:00Z', 35.714],
    ['2026-08-20T12:00Z', 15.152],
    ['2026-08-20T02:00Z', 7.576],
    ['2026-11-18T12:00Z', 16.667],
    ['2026-11-18T02:00Z', 8.333],
  ])('S2-01: GPT-4o output on DeepSeek V4 Flash at %s costs %d times less, not 40', (at, ratio) => {
    const book = loadPriceBook();
    const facts = modelFacts(book, new TokenRatios(familiesOf(book), []));
    // The claim compares prices; the tokens of the two families are taken as equal.
    const models = { ...facts, convertTokens: (tokens: number) => tokens };
    const map = String(modelMap.presets!['third-article']!.options.map);
    const usage = { input: 0, output: 1000 };
    const parts = [{ model: 'gpt-4o', time: Date.parse(at), usage }];
    const result = run(parts, map, { reasoningFactor: 1 }, models);
    expect(result.beforeUsd / result.afterUsd).toBeCloseTo(ratio, 3);
  });
});

describe('the map', () => {
  test('both arrows, spaces or none, commas, semicolons and lines', () => {
    expect(readModelMap('a->b, c = d;e=f\n g -> h=i,')).toEqual([
      { from: 'a', to: 'b' },
      { from: 'c', to: 'd' },
      { from: 'e', to: 'f' },
      { from: 'g', to: 'h=i' },
    ]);
  });

  test('arrows as people write them', () => {
    const pair = [{ from: 'a-1', to: 'b' }];
    for (const arrow of ['->', '-->', '=>', '==>', '→', '=', '==']) {
      expect(readModelMap(`a-1 ${arrow} b`)).toEqual(pair);
      expect(readModelMap(`a-1${arrow}b`)).toEqual(pair);
    }
  });

  test.each(['a', 'a ->', '-> b', 'a b', 'a -> b -> c', 'a => b => c'])('%s is no entry', (map) => {
    const result = run([{}], map);
    expect(result).toMatchObject({ status: 'failed' });
    expect(result.reason).toContain('model -> model');
  });

  test('the first entry that names the model counts, exactly or up to a star', () => {
    const patterns = readModelMap('gpt-4o -> a, gpt-4* -> b, * -> c');
    const at = (...names: string[]): number => matching(patterns, names);
    expect(at('gpt-4o')).toBe(0);
    expect(at('gpt-4o-mini')).toBe(1);
    expect(at('GPT-4o')).toBe(2);
    expect(at('dep-1', 'gpt-4o')).toBe(0);
    expect(matching(readModelMap('a*b -> c'), ['axb'])).toBe(-1);
  });

  test("the book's name is as good as the log's", () => {
    const models = {
      ...MODELS,
      info: (model: string, provider: string, time: number) =>
        MODELS.info(model === 'my-deployment' ? 'gpt-4.1' : model, provider, time),
      cost: (billable: Parameters<typeof MODELS.cost>[0]) =>
        MODELS.cost(billable.model === 'my-deployment' ? { ...billable, model: 'gpt-4.1' } : billable),
    };
    expect(run([{ model: 'my-deployment' }], 'gpt-4.1 -> low', {}, models).callsChanged).toBe(1);
    expect(run([{ model: 'my-deployment' }], 'my-* -> low', {}, models).callsChanged).toBe(1);
  });

  test('an empty map changes nothing and says so', () => {
    const result = run([{}], '');
    expect(result).toMatchObject({ status: 'clean', savedUsd: 0 });
    expect(result.assumptions.join()).toContain('the map is empty');
  });

  test('entries that no call has are said', () => {
    const said = run([{}, {}], 'gpt-5 -> gpt-4o').assumptions.join('\n');
    expect(said).toContain('no call with a price is of gpt-5');
  });

  test('a target that nobody knows is a mistake, not a map that saves nothing', () => {
    const result = run([{}, {}], 'gpt-4.1 -> nothing');
    expect(result).toMatchObject({ status: 'failed', savedUsd: 0 });
    expect(result.reason).toMatch(/^map: 'nothing' has no known price, or several sellers/);
  });
});

describe('what a move costs', () => {
  test('by hand, in tokens of the target', () => {
    // 2,000 x 0.1 + 200 x 0.4 per million
    expect(run([{}], 'gpt-4.1 -> twice').afterUsd).toBeCloseTo(0.00028, 12);
  });

  test('dearer moves are made too', () => {
    const result = run([{}], 'gpt-4.1 -> gpt-4o');
    expect(result.savedUsd).toBeCloseTo(0.0028 - 0.0035, 12);
    expect(result.risks.otherModel).toBe(1);
  });

  test('a call that starts to reason writes more', () => {
    // 1,000 x 0.1 + 200 x 0.4, or 100 x 0.4, per million
    expect(run([{}], 'gpt-4.1 -> thinker').afterUsd).toBeCloseTo(0.00018, 12);
    expect(run([{}], 'gpt-4.1 -> thinker', { reasoningFactor: 1 }).afterUsd).toBeCloseTo(0.00014, 12);
    expect(run([{}], 'gpt-4.1 -> thinker').assumptions.join()).toContain('1 calls start to reason');
  });

  test('a batch call stays on batch where the target has it, else is made at the standard rate', () => {
    const parts = [{ tier: 'batch' as const }];
    expect(run(parts, 'gpt-4.1 -> low').afterUsd).toBeCloseTo(0.00007, 12);
    const standard = run(parts, 'gpt-4.1 -> gpt-4o-mini');
    expect(standard.afterUsd).toBeCloseTo(0.00021, 12);
    expect(standard.assumptions.join()).toContain('1 calls of another service tier');
  });

  test('a failed attempt that was billed would be billed there; nobody notices its model', () => {
    const result = run([{ failed: true }], 'gpt-4.1 -> low');
    expect(result.afterUsd).toBeCloseTo(0.00014, 12);
    expect(result.risks.otherModel).toBe(0);
  });

  test('a snapshot, its alias and the same model elsewhere are no other model', () => {
    const book = loadPriceBook();
    const real = modelFacts(book, new TokenRatios(familiesOf(book), []));
    const parts = { model: 'gpt-4.1-2025-04-14', provider: 'openai' };
    const risks = (map: string): StrategyResult['risks'] => run([parts], map, {}, real).risks;
    expect(risks('gpt-4.1 -> gpt-4.1').otherModel).toBe(0);
    expect(risks('gpt-4.1 -> openrouter/gpt-4.1').otherModel).toBe(0);
    expect(risks('gpt-4.1 -> gpt-4.1-mini').otherModel).toBe(1);
  });

  test('a router in the name bills the call', () => {
    const book = loadPriceBook();
    const models = modelFacts(book, new TokenRatios(familiesOf(book), []));
    const result = run([{ model: 'gpt-4o' }], 'gpt-4o -> openrouter/gpt-4.1', {}, models);
    expect(result.afterUsd).toBeCloseTo(0.0028, 12);
    expect(result.callsChanged).toBe(1);
  });

  test('a name that comes to mean another model is looked up anew', () => {
    const book = loadPriceBook();
    const models = modelFacts(book, new TokenRatios(familiesOf(book), []));
    const parts = [Date.UTC(2026, 2, 1), Date.UTC(2026, 5, 1)].map((time) => ({
      model: 'deepseek-chat',
      provider: 'deepseek',
      time,
    }));
    expect(run(parts, 'deepseek-v4-flash -> gpt-4.1', {}, models).callsChanged).toBe(1);
  });

  test('a claimed price is said', () => {
    expect(run([{}], 'gpt-4.1 -> claimed').assumptions.join()).toContain('a reseller claims');
  });
});

describe('text and vectors', () => {
  const book = loadPriceBook();
  const models = modelFacts(book, new TokenRatios(familiesOf(book), []));
  const changed = (parts: Parts, map: string): number => run([parts], map, {}, models).callsChanged;

  test('a chat is not sent to a model that makes vectors, however little it asks', () => {
    expect(changed({}, 'gpt-4.1 -> text-embedding-3-small')).toBe(0);
  });

  test('a text is not sent to a model that writes, also where the log names no endpoint', () => {
    expect(changed({ model: 'text-embedding-3-small' }, 'text-* -> gpt-4.1')).toBe(0);
    expect(changed({ model: 'text-embedding-3-small' }, '* -> gpt-4.1')).toBe(0);
    expect(changed({ model: 'text-embedding-3-small', endpoint: 'embedding' }, 'text-* -> gpt-4.1')).toBe(0);
  });

  test('one model for vectors may replace another', () => {
    expect(changed({ model: 'text-embedding-3-large' }, 'text-* -> text-embedding-3-small')).toBe(1);
  });
});

describe('calls that stay', () => {
  test.each([
    ['does not fit', { usage: { input: 1950, output: 100 } }, 'gpt-4.1 -> low'],
    ['reserves more than fits', { maxOutputTokens: 1500 }, 'gpt-4.1 -> low'],
    ['is there already', { model: 'cached', usage: { cacheRead: 500 } }, 'cached -> cached'],
    ['unpriced', { model: 'unknown' }, 'unknown -> low'],
    ['failed without usage', { failed: true, usageBasis: 'none' as const }, 'gpt-4.1 -> low'],
    ['an embedding under *', { model: 'vectors', endpoint: 'embedding' as const }, '* -> low'],
  ])('%s', (_, parts, map) => {
    expect(run([parts], map)).toMatchObject({ callsChanged: 0, savedUsd: 0 });
  });

  test('those that do not fit are counted', () => {
    const said = run([{}, { usage: { input: 5000 } }], 'gpt-4.1 -> low').assumptions.join();
    expect(said).toContain('1 calls of gpt-4.1 stay: they do not fit low');
  });

  test('without a time the book decides', () => {
    expect(run([{ time: Number.NaN }], 'gpt-4.1 -> low').callsChanged).toBe(1);
  });
});
