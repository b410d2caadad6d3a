import { describe, expect, test } from 'vitest';
import type { AnyOptionValues } from '../../src/contracts/option.ts';
import cache from '../../src/strategies/cache.ts';
import { CALL_USD, firstAdded, HOUR, type Parts, run, START } from './caching/run-cache.ts';

const words = (...texts: string[]): Parts[] => texts.map((text) => ({ text }));
const semantic = (certain = true) => ({ semantic: firstAdded(certain) });

describe('what a look-up costs', () => {
  test('S0-20 and S3-09: embedding 500 tokens costs $0.00001 a look-up, $690 for 69 million', () => {
    const parts = words('a', 'b').map((part) => ({ ...part, usage: { input: 500 } }));
    for (const mode of ['near', 'semantic']) {
      const result = run(parts, { mode }, firstAdded(true), semantic());
      expect(result.ownCostUsd).toBeCloseTo(0.00002, 12);
      expect((result.ownCostUsd / 2) * 69e6).toBeCloseTo(690, 6);
      expect(result).toMatchObject({ callsChanged: 1, basis: 'assumed' });
      // 500 x 2 + 100 x 8 less both look-ups
      expect(result.savedUsd).toBeCloseTo(0.0018 - 0.00002, 12);
    }
  });

  test('the very same prompt is looked for before it is embedded, unless the design embeds first', () => {
    const parts = words('a', 'a');
    expect(run(parts, { mode: 'near' }, firstAdded(true)).ownCostUsd).toBeCloseTo(0.00002, 12);
    const embedded = run(parts, { mode: 'near', exactFirst: false }, firstAdded(true));
    expect(embedded.ownCostUsd).toBeCloseTo(0.00004, 12);
    expect(embedded.groups.map(({ key, calls }) => [key, calls])).toEqual([
      ['exact', 1],
      ['miss', 1],
    ]);
  });

  test('only the last message is embedded', () => {
    // 1,000 logged tokens for a system prompt of 3 and a message of 1.
    const result = run([{ text: 'a', system: 3 }], { mode: 'near' }, firstAdded(true));
    expect(result.ownCostUsd).toBeCloseTo((250 * 0.02) / 1e6, 15);
  });

  test('a message is embedded up to what the model takes', () => {
    const result = run([{ text: 'a', usage: { input: 20_000 } }], { mode: 'near' }, firstAdded(true));
    expect(result.ownCostUsd).toBeCloseTo((8191 * 0.02) / 1e6, 15);
    expect(result.assumptions.join()).toContain('1 messages are longer than it takes');
  });

  test('a failed attempt without tokens is embedded by its text', () => {
    const failed = { text: 'one two three', failed: true, usage: { input: 0, output: 0 } };
    const result = run([failed], { mode: 'near' }, firstAdded(true));
    expect(result.ownCostUsd).toBeCloseTo((3 * 0.02) / 1e6, 15);
  });

  test('a local model costs nothing, and that is said', () => {
    const result = run(words('a', 'b'), { mode: 'near', embeddingModel: 'none' }, firstAdded(true));
    expect(result.ownCostUsd).toBe(0);
    expect(result.savedUsd).toBeCloseTo(CALL_USD, 12);
    expect(result.assumptions).toContain('embeddings come from a local model and cost nothing per token');
  });

  test('look-ups are priced by the model that made the vectors, unless another is named for them', () => {
    const run1 = (options: AnyOptionValues, vectorModel?: string) => {
      const named = vectorModel === undefined ? {} : { vectorModel };
      const context = { ...semantic(), ...named };
      return run(words('a'), { mode: 'semantic', ...options }, undefined, context);
    };
    const small = run1({}).ownCostUsd;
    expect(small).toBeCloseTo((1000 * 0.02) / 1e6, 15);
    expect(run1({}, 'text-embedding-3-large').ownCostUsd).toBeCloseTo((1000 * 0.13) / 1e6, 15);
    const own = run1({ embeddingModel: 'text-embedding-3-small' }, 'text-embedding-3-large');
    expect(own.ownCostUsd).toBe(small);
    expect(run1({}, 'mine')).toMatchObject({ status: 'failed', savedUsd: 0 });
    expect(run1({ embeddingModel: 'none' }, 'mine')).toMatchObject({ ownCostUsd: 0 });
  });

  test('an embedding model without a price fails in words, where it is used', () => {
    const result = run(words('a', 'b'), { mode: 'near', embeddingModel: 'mine' }, firstAdded(true));
    expect(result).toMatchObject({ status: 'failed', savedUsd: 0 });
    expect(result.reason).toContain('"mine" has no price');
    expect(run(words('a', 'a'), { embeddingModel: 'mine' }).status).toBe('found');
  });
});

describe('what is answered', () => {
  test('a similar prompt whose difference may matter is not answered unless asked for', () => {
    const parts = words('a', 'b');
    const careful = run(parts, { mode: 'near' }, firstAdded(false));
    expect(careful.callsChanged).toBe(0);
    expect(careful.assumptions.join()).toContain('1 look-ups found a prompt of similar wording');
    const accepted = run(parts, { mode: 'near', acceptUncertain: true }, firstAdded(false));
    expect(accepted).toMatchObject({ callsChanged: 1, risks: { cachedAnswer: 1 } });
    expect(accepted.groups.map(({ key }) => key)).toEqual(['near, uncertain', 'miss']);
  });

  test('a similar answer that has expired is not given, one that has not is', () => {
    const parts = [
      { text: 'a', time: START },
      { text: 'b', time: START + 2 * HOUR },
      { text: 'c', time: START + 2.5 * HOUR },
    ];
    expect(run(parts.slice(0, 2), { mode: 'near', ttl: '1h' }, firstAdded(true)).callsChanged).toBe(0);
    expect(run(parts, { mode: 'near', ttl: '1h' }, firstAdded(true)).callsChanged).toBe(1);
  });

  test('an index that knows nothing of lifetimes gives no expired answer either', () => {
    const parts = [
      { text: 'a', time: START },
      { text: 'b', time: START + 2 * HOUR },
    ];
    const blind = () => ({ find: () => ({ node: 0, similarity: 1, certain: true }), add: () => {} });
    expect(run(parts, { mode: 'near', ttl: '1h' }, blind).callsChanged).toBe(0);
    expect(run(parts, { mode: 'near', ttl: '3h' }, blind).callsChanged).toBe(1);
  });

  test('a failed or running call has no answer for similar ones', () => {
    const failed = [{ text: 'a', failed: true }, { text: 'b' }];
    expect(run(failed, { mode: 'near' }, firstAdded(true)).callsChanged).toBe(0);
    const running = [{ text: 'a', latencyMs: 5000 }, { text: 'b' }];
    expect(run(running, { mode: 'near' }, firstAdded(true)).callsChanged).toBe(0);
  });

  test('a vector is never taken from another text', () => {
    const parts = words('a', 'b').map((part) => ({ ...part, endpoint: 'embedding' as const }));
    const result = run(parts, { mode: 'semantic' }, undefined, semantic());
    expect(result).toMatchObject({ callsChanged: 0, ownCostUsd: 0 });
  });

  test('another model or user has an index of its own', () => {
    const indexes: string[][] = [];
    const index = () => {
      const scopes: string[] = [];
      indexes.push(scopes);
      return { find: () => undefined, add: (_: number, scope: string) => scopes.push(scope) };
    };
    const parts = [
      { text: 'a', user: 'u' },
      { text: 'b', user: 'v' },
      { text: 'c', user: 'u', params: 2 },
      { text: 'd', user: 'u' },
    ];
    run(parts, { mode: 'near', scope: 'user' }, index);
    const [first, second, third, fourth] = indexes[0]!;
    expect(new Set([first, second, third]).size).toBe(3);
    expect(fourth).toBe(first);
  });

  test('by embeddings every prompt at the threshold is answered', () => {
    const result = run(words('a', 'b'), { mode: 'semantic' }, firstAdded(false), semantic(false));
    expect(result.groups.map(({ key }) => key)).toEqual(['semantic', 'miss']);
    expect(result.assumptions.join()).toContain('cosine similarity of 0.92 or more');
  });

  test('without embeddings similar wording stands in, and that is said', () => {
    const result = run(words('a', 'b'), { mode: 'semantic' }, firstAdded(true));
    expect(result.groups.map(({ key }) => key)).toEqual(['near', 'miss']);
    expect(result.assumptions.join()).toContain('similar wording stands in, see --embeddings');
  });
});

describe('choices', () => {
  test("the articles' thresholds: 0.92 twice, and a distance of 0.05", () => {
    const thresholds = ['first', 'fourth', 'fifth'].map((name) => {
      const { options } = cache.presets![`${name}-article`]!;
      return [options.mode, options.threshold];
    });
    expect(thresholds).toEqual([
      ['semantic', 0.92],
      ['semantic', 0.92],
      ['semantic', 1 - 0.05],
    ]);
    for (const { options } of Object.values(cache.presets!)) {
      for (const name of Object.keys(options)) expect(Object.keys(cache.options)).toContain(name);
    }
  });

  test('the range moves the threshold and what is accepted; nothing is assumed in mode exact', () => {
    const asked: number[] = [];
    const similarity = (threshold: number) => {
      asked.push(threshold);
      return firstAdded(false)();
    };
    const parts = words('a', 'b');
    const result = run(parts, { mode: 'near' }, undefined, { similarity }, { ranges: true });
    expect(new Set(asked.map((threshold) => threshold.toFixed(4)))).toEqual(
      new Set(['0.9200', '0.9600', '0.8800']),
    );
    expect(result.range!.pessimisticUsd).toBeCloseTo(-0.00004, 12);
    expect(result.range!.optimisticUsd).toBeCloseTo(CALL_USD - 0.00004, 12);
    expect(run(words('a', 'a'), {}, undefined, {}, { ranges: true }).range).toBeNull();
  });

  test('normalised is at worst exact', () => {
    const result = run(words('a', 'A', 'a'), { mode: 'normalized' }, undefined, {}, { ranges: true });
    expect(result.range!.pessimisticUsd).toBeCloseTo(CALL_USD, 12);
    expect(result.range!.optimisticUsd).toBeCloseTo(2 * CALL_USD, 12);
  });
});
